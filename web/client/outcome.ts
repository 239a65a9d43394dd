import type { Problem, ProblemCode } from '../../contract/problems.ts';

/** The server's stable codes (RFC 9457 problems), and those that only a client can meet. */
export type FailureCode =
  | ProblemCode
  /** No answer: the network, the server or the time to wait ended first. Repeating is safe. */
  | 'unreachable'
  /** The text is over 8 KB in UTF-8; it was not sent. */
  | 'too_long'
  /** The person left the login, or the page's callback gave no token. */
  | 'login_cancelled'
  | 'login_failed'
  /** The browser let no window be opened; nothing was begun. */
  | 'window_blocked';

export interface Failure extends Pick<Problem, 'title' | 'retryable' | 'retryAfter' | 'reason' | 'errors'> {
  readonly code: FailureCode;
}

/** What every call of this library ends in: expected failures are values, exceptions are bugs. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export const success = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const failed = (failure: Failure): { readonly ok: false; readonly failure: Failure } => ({
  ok: false,
  failure,
});

const titles = {
  unreachable: 'There was no answer.',
  too_long: 'The text is too long.',
  login_cancelled: 'The login was not finished.',
  login_failed: 'The login did not succeed.',
  window_blocked: 'The browser blocked the window of the login.',
  internal: 'Something went wrong on the server.',
  challenge_not_open: 'There is no open request to log in.',
  login_required: 'A login must come first.',
  method_not_accepted: 'This page cannot log anybody in that way.',
  session_ended: 'This conversation is over.',
} as const;

/** A failure that the client itself finds. */
export const ownFailure = (code: keyof typeof titles): Failure => ({
  code,
  title: titles[code],
  retryable: code === 'unreachable' || code === 'internal',
});
