import { backoff, type Clock, sleep } from './clock.ts';
import type { ConsumerSession } from './consumer-session.ts';
import { s256 } from './encoding.ts';
import { type FailureCode, failed, type Outcome, ownFailure, success } from './outcome.ts';
import type { PendingStepUp } from './pending.ts';
import type { Assurance, SteppedUp } from './types.ts';

/** The login worked: the conversation goes on under the person's name. */
export interface StepUpDone {
  readonly conversation: string;
  readonly name?: string | undefined;
  /** Not known here where the answer was lost; the conversation tells. */
  readonly assurance?: Assurance | undefined;
}

export interface Timing {
  readonly clock: Clock;
  readonly random: () => number;
}

/** How long the server answers a repeat the same. */
const repeatMs = 5 * 60_000;

/** A redeem refused so may have gone through before, with its answer lost. */
const maybeDone: readonly FailureCode[] = [
  'unauthorized',
  'session_ended',
  'challenge_not_open',
  'already_stepped_up',
];

/**
 * Makes a call until it is answered, for as long as its repeat means the same.
 *
 * @param longestWait somebody looks on: asked to wait for more seconds than that, it gives up
 */
export async function untilAnswered<T>(
  { clock, random }: Timing,
  call: () => Promise<Outcome<T>>,
  longestWait = Number.POSITIVE_INFINITY,
): Promise<Outcome<T>> {
  const end = clock.now() + repeatMs;
  for (let attempt = 0; ; attempt++) {
    const outcome = await call();
    if (outcome.ok || !outcome.failure.retryable || clock.now() > end) return outcome;
    if ((outcome.failure.retryAfter ?? 0) > longestWait) return outcome;
    await sleep(clock, (outcome.failure.retryAfter ?? 0) * 1000 + backoff(attempt, random));
  }
}

/** Redeems what came of a login; on success the session has its next token. */
export async function redeemPending(
  session: ConsumerSession,
  timing: Timing,
  pending: PendingStepUp,
): Promise<Outcome<StepUpDone>> {
  const { challenge = '', verifier, nextToken, proof } = pending;
  const before = session.state.session;
  const body = { ...proof, verifier, nextTokenHash: await s256(nextToken) };
  const outcome = await untilAnswered(timing, () => session.challenge<SteppedUp>(challenge, 'redeem', body));
  // Forgotten meanwhile, as when the person has logged out: what came of it ends at once.
  if (session.state.stepUp?.nextToken !== nextToken) {
    if (outcome.ok && before) void session.logOut({ ...before, token: nextToken });
    return failed(ownFailure('login_cancelled'));
  }
  const done =
    outcome.ok || (maybeDone.includes(outcome.failure.code) && (await session.ticket(nextToken)).ok);
  if (!done) {
    if (!outcome.failure.retryable) session.save({ stepUp: undefined });
    return outcome;
  }
  session.adopt(nextToken);
  const value = outcome.ok ? outcome.value : undefined;
  const conversation = session.state.session?.conversation ?? '';
  return success({ conversation, name: value?.name, assurance: value?.assurance });
}
