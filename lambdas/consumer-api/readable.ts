import { isOwnSession } from '../core/conversation/guards.ts';
import { type Head, isIdle } from '../core/conversation/head.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { Bearer } from '../edge/consumer-session.ts';

/** The head that was read, if the session may read its conversation now: it is its own, and has not ended. */
export function readable<T extends Head>(
  { session, hash }: Bearer,
  conversation: string,
  head: T | undefined,
  now: number,
): Result<T> {
  if (session.conversation !== conversation || !head) return refuse('not_found');
  if (!isOwnSession(head, { hash, epoch: session.epoch })) return refuse('unauthorized');
  return isIdle(head, now) ? refuse('session_ended') : done(head);
}
