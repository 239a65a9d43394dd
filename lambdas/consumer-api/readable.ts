import type { Item } from '../core/change.ts';
import { isOwnSession } from '../core/conversation/guards.ts';
import { asHead, type Head, isIdle } from '../core/conversation/head.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { Bearer } from '../edge/consumer-session.ts';
import { stepDownIfOver } from '../flows/step-down.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * The head, if the session may read its conversation now: it is its own, and has not ended. A period that is over is recorded
 * first, and then the head is looked at again: a page goes by what holds after it.
 */
export async function readable(
  deps: Dependencies,
  bearer: Bearer,
  conversation: string,
  seen: (Item & Head) | undefined,
): Promise<Result<Item & Head>> {
  if (bearer.session.conversation !== conversation || !seen) return refuse('not_found');
  const before = whyNot(bearer, seen, deps.now());
  if (before) return before;
  const head = await stepDownIfOver(deps, seen);
  return whyNot(bearer, asHead(head), deps.now()) ?? done(Object.assign(head, asHead(head)));
}

function whyNot({ session, hash }: Bearer, head: Head, now: number) {
  if (!isOwnSession(head, { hash, epoch: session.epoch })) return refuse('unauthorized');
  return isIdle(head, now) ? refuse('session_ended') : undefined;
}
