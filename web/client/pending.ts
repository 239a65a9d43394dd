import type { LoginOutcome } from './login-outcome.ts';
import type { LoginMethod } from './types.ts';

/** What came of a login, as it is redeemed. */
export type Proof =
  | { readonly method: 'token'; readonly token: string }
  | ({ readonly method: 'oidc' } & LoginOutcome)
  | { readonly method: 'login_page'; readonly state: string; readonly code: string };

/** A login under way. Saved before each step, so that a reload or a lost answer repeats the same one. */
export interface PendingStepUp {
  readonly login: LoginMethod;
  /** S256 of it was told to the server; it leaves this tab only to redeem. */
  readonly verifier: string;
  /** The bearer token that takes the place of this one; made here, so that no answer has to carry it. */
  readonly nextToken: string;
  /** The request that it answers, once there is one. */
  readonly challenge?: string;
  /** Of a login elsewhere: which one, and when it is over (epoch milliseconds). */
  readonly state?: string;
  readonly until?: number;
  /** What came of it, once it is here. */
  readonly proof?: Proof;
}

/** What to redeem of a login elsewhere. Undefined when there is nothing, as when a login page was left. */
export function proofOf({ method }: LoginMethod, outcome: LoginOutcome): Proof | undefined {
  const { state, code } = outcome;
  // A provider's error is for the server to read: it knows what each one means.
  if (method === 'oidc') return { method, ...outcome };
  return method === 'login_page' && code !== undefined ? { method, state, code } : undefined;
}
