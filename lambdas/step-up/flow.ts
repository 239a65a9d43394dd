import type * as z from 'zod/mini';
import type { stepUpRoutes } from '../../contract/http/step-up.ts';
import type { LoginMethodName } from '../../contract/login.ts';
import type { Head, HeadChallenge } from '../core/conversation/head.ts';
import type { Result } from '../core/result.ts';
import type { Login } from '../core/tokens/login.ts';
import type { Dependencies } from './dependencies.ts';

type Redeem = z.infer<typeof stepUpRoutes.redeem.body>;

/** A login request that a browser has just begun to answer. */
export interface Beginning {
  readonly brand: string;
  readonly conversation: string;
  readonly challenge: HeadChallenge;
  /** S256 of what the starting browser alone holds. */
  readonly verifier: string;
  readonly provider?: string | undefined;
  /** As the browser gave it: to be compared with the registered ones. */
  readonly returnTo?: string | undefined;
  /** When this start is over. */
  readonly until: number;
}

/** Sends the consumer elsewhere: where to, and what comes back with the outcome. */
export type Begin = (
  deps: Dependencies,
  beginning: Beginning,
) => Promise<Result<{ readonly url: string; readonly state: string }>>;

/** A login that is good in itself. Whether it satisfies, and whose conversation it may step up, is decided after. */
export interface CheckedLogin {
  readonly method: LoginMethodName;
  readonly login: Login;
  /** Uses the login up, for this conversation and challenge; safe to repeat. Refuses when it was used for another. */
  readonly use: () => Promise<Result<undefined>>;
}

/** Judges what came of a login, against the head as it was read. */
export type Judge = (head: Head) => Promise<Result<CheckedLogin>>;

/**
 * One way to log in. `prepare` makes its one read, together with those of session and head; nothing may be used up or told
 * before they agree.
 */
export interface Flow<M extends Redeem['method']> {
  readonly begin?: Begin;
  readonly prepare: (
    deps: Dependencies,
    brand: string,
    body: Extract<Redeem, { method: M }>,
    address: string,
  ) => Promise<Judge>;
}
