import type { Clock } from './clock.ts';
import type { LoginOutcome } from './login-outcome.ts';
import { failed, type Outcome, ownFailure, success } from './outcome.ts';
import type { LoginWindow, LoginWindows } from './windows.ts';

export interface ElsewhereOptions {
  readonly windows: LoginWindows;
  readonly clock: Clock;
  /** Which login is waited for, and until when in epoch milliseconds. */
  readonly state: string;
  readonly until: number;
  /** Unknown after a reload, and where the login took the place of the page. */
  readonly window?: LoginWindow | undefined;
  /** Keeps what was heard, before it is acknowledged. */
  readonly heard: (outcome: LoginOutcome) => void;
  readonly changed: () => void;
}

const lookMs = 500;
/** So long after the window is gone its message may still be on the way. */
const graceMs = 1500;

/**
 * Waits for one login elsewhere: until its outcome is heard, the person gives up, or its time is over. Messages about
 * other logins change nothing.
 */
export class Elsewhere {
  readonly outcome: Promise<Outcome<LoginOutcome>>;
  readonly #options: ElsewhereOptions;
  #end: (outcome: Outcome<LoginOutcome>) => void = () => {};
  #stop: () => void = () => {};
  #windowGone = false;

  constructor(options: ElsewhereOptions) {
    this.#options = options;
    const { windows, clock, state, until } = options;
    const silence = windows.listen((outcome) => {
      if (outcome.state !== state) return false;
      options.heard(outcome);
      this.#end(success(outcome));
      return true;
    });
    const cancelEnd = clock.after(Math.max(0, until - clock.now()), () => this.cancel());
    this.outcome = new Promise((resolve) => {
      this.#end = (outcome) => {
        silence();
        cancelEnd();
        this.#stop();
        options.window?.close();
        resolve(outcome);
      };
    });
    if (options.window) this.#watch(options.window, false);
  }

  /** The window cannot be seen any more. It may have been closed, or only have cut the tie to this page. */
  get windowGone(): boolean {
    return this.#windowGone;
  }

  /** The person has given up, or begins anew. */
  cancel(): void {
    this.#end(failed(ownFailure('login_cancelled')));
  }

  #watch(window: LoginWindow, wasTied: boolean): void {
    const { clock } = this.#options;
    this.#stop = clock.after(lookMs, () => {
      if (window.isGone) this.#stop = clock.after(graceMs, () => this.#gone(wasTied));
      else this.#watch(window, wasTied || window.isTied);
    });
  }

  /** Where its page kept the tie and the person is here again, it was closed. Otherwise nobody knows, and the person is asked. */
  #gone(wasTied: boolean): void {
    if (wasTied && this.#options.windows.isHere) {
      this.cancel();
      return;
    }
    this.#windowGone = true;
    this.#options.changed();
  }
}
