import type { LoginOutcome } from '../../../web/client/login-outcome.ts';
import type { Store } from '../../../web/client/storage.ts';
import type { LoginWindow, LoginWindows } from '../../../web/client/windows.ts';

/** A window in which somebody logs in. */
export class SimWindow implements LoginWindow {
  url = '';
  isGone = false;
  isTied = false;

  go(url: string): void {
    this.url = url;
  }

  close(): void {
    this.isGone = true;
  }
}

type Listener = (outcome: LoginOutcome) => boolean;

/** The windows of one browser, and what its pages of one origin tell each other of logins. */
export class SimBrowser {
  readonly opened: SimWindow[] = [];
  /** The address that a page was left for. */
  left = '';
  blocksWindows = false;
  isHere = true;
  readonly #listeners = new Set<Listener>();

  /** The login's page is done: answers whether a page has heard it. */
  broadcast(outcome: LoginOutcome): boolean {
    return [...this.#listeners].map((heard) => heard(outcome)).includes(true);
  }

  /** The state that the last window, or the page that was left, carries. */
  get state(): string {
    const url = this.opened.at(-1)?.url || this.left;
    return url === '' ? '' : (new URL(url).searchParams.get('state') ?? '');
  }

  windowsOf(storage: Store, isLoaded: () => boolean): LoginWindows {
    const browser = this;
    return {
      open() {
        if (browser.blocksWindows) return undefined;
        const window = new SimWindow();
        browser.opened.push(window);
        return window;
      },
      get isHere() {
        return browser.isHere;
      },
      leave(url, state) {
        browser.left = url;
        storage.setItem('away', state);
      },
      returned(state) {
        const text = storage.getItem('returned');
        const outcome = text === null ? undefined : (JSON.parse(text) as LoginOutcome);
        return outcome?.state === state ? outcome : undefined;
      },
      listen(heard) {
        const listener: Listener = (outcome) => isLoaded() && heard(outcome);
        browser.#listeners.add(listener);
        return () => void browser.#listeners.delete(listener);
      },
    };
  }
}
