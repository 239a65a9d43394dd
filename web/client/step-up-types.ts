import type { ConsumerCallbacks } from './callbacks.ts';
import type { ConsumerSession } from './consumer-session.ts';
import type { Failure, FailureCode } from './outcome.ts';
import type { StepUpDone, Timing } from './redeem.ts';
import type { LoginMethod } from './types.ts';
import type { LoginWindows } from './windows.ts';

/** What the person is to be known as, where nobody has asked: left out, whatever the login gives. */
export interface Wish {
  readonly acr?: string;
  readonly maxAge?: number;
}

/** Where a login at another page is shown: in a window of its own, or in the place of this page, which comes back. */
export type LoginPlace = 'window' | 'page';

/** A login under way in this client. */
export interface LoginUnderWay {
  readonly method: LoginMethod;
  /** The person is at another page for it, and `cancel` ends the wait. */
  readonly elsewhere: boolean;
  /** That page cannot be seen from here any more: closed, most likely. */
  readonly windowGone: boolean;
}

export interface StepUpOptions extends Timing {
  readonly session: ConsumerSession;
  readonly callbacks: () => ConsumerCallbacks;
  /** Where logins elsewhere end: one of the brand's registered return addresses. */
  readonly returnTo: string | undefined;
  readonly windows: LoginWindows | undefined;
  readonly changed: () => void;
  /** It worked: another token is ours. */
  readonly done: (done: StepUpDone) => void;
  /** The person gave a login up, or the page could not: no server knows of it yet. */
  readonly gaveUp: (why: FailureCode, challenge: string) => Promise<void>;
  /** A login that a reload had interrupted came to nothing. */
  readonly failed: (failure: Failure) => void;
}
