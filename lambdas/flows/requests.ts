import type { EntryEvent } from '../../contract/conversation.ts';
import type { RequestEnd } from '../../contract/protected-request.ts';
import { isLoggedIn } from '../core/assurance/resume.ts';
import { mostAttempts } from '../core/challenge/changes.ts';
import { satisfies } from '../core/challenge/wanted.ts';
import type { Item } from '../core/change.ts';
import { asHead } from '../core/conversation/head.ts';
import { endRequest, release, waitingRequests } from '../core/request/changes.ts';
import type { Requests } from '../store/requests.ts';
import type { Messaging } from './messaging.ts';
import { record } from './record.ts';

export interface Requesting extends Messaging {
  readonly requests: Requests;
}

/** What an entry means for the requests that wait; nothing, when they go on waiting. */
export function meaningFor(what: EntryEvent, item: Item): 'judge' | RequestEnd | undefined {
  switch (what.event) {
    case 'stepped_up':
    case 'resumed':
      return 'judge';
    case 'challenge_declined':
      return 'declined';
    case 'challenge_expired':
      return 'expired';
    case 'challenge_failed':
      if (what.why === 'cannot_satisfy') return 'cannot_satisfy';
      return asHead(item).challenge?.state === 'failed' && spent(item) ? 'failed' : undefined;
    case 'closed':
    case 'left':
    case 'stepped_down':
      return 'closed';
    case 'continued':
      return what.way === 'there' ? 'closed' : undefined;
    default:
      return undefined;
  }
}

/** No further try is left. */
const spent = (item: Item): boolean => (asHead(item).challenge?.attempts ?? 0) >= mostAttempts;

/**
 * Decides what becomes of the requests that wait in a conversation: after a login each goes on if the login satisfies it, by
 * a write of the head that checks the assurance once more; else it ends. Safe to repeat, and for several at once.
 * @param at when it happened that decides it; milliseconds. What was asked for later waits for something else
 */
export async function settleRequests(
  deps: Requesting,
  item: Item,
  meaning: 'judge' | RequestEnd,
  at: number,
): Promise<void> {
  const { brand, id: conversation } = asHead(item);
  for (const id of waitingRequests(item)) {
    const request = await deps.requests.find(brand, conversation, id);
    if (!request || request.at > at) continue;
    const now = deps.now();
    const head = asHead(item);
    const good = isLoggedIn(head, now) && head.assurance.level === 'authenticated';
    const enough = good && satisfies(head.assurance, { ...request, methods: [] }, now);
    if (meaning === 'judge' && enough) {
      const outcome = await record(deps, brand, conversation, release(item, request, now));
      if (outcome.ok) await deps.requests.settle(brand, conversation, id, 'released');
      continue;
    }
    const why = meaning === 'judge' ? 'cannot_satisfy' : meaning;
    const outcome = await record(deps, brand, conversation, endRequest(request, why, now));
    if (outcome.ok) await deps.requests.settle(brand, conversation, id, why);
  }
}

/** Notes beside a request what the timeline says of it, should whoever decided it have ended before. */
export async function noteRequest(deps: Requesting, brand: string, conversation: string, what: EntryEvent) {
  if (what.event === 'request_released')
    await deps.requests.settle(brand, conversation, what.request, 'released');
  if (what.event === 'request_ended') await deps.requests.settle(brand, conversation, what.request, what.why);
}
