import type { Change } from '../core/change.ts';
import type { Outcome } from '../store/db.ts';
import type { Messaging } from './messaging.ts';

/**
 * Runs a change that the timeline records: decides it in the head, puts the entry that the head then owes, tells the
 * sockets. A repeat does all of it again, since the first try may have ended before it told anybody: what is there stays,
 * and sockets know an entry again. Should this end half-way, the stream goes on.
 */
export async function record(
  { conversations, push }: Messaging,
  brand: string,
  conversation: string,
  change: Change,
): Promise<Outcome> {
  const outcome = await conversations.change(brand, conversation, change);
  if (!outcome.ok) return outcome;
  const owed = await conversations.putOwed(outcome.item);
  if (owed) await push.entry(outcome.item, owed.entry);
  return outcome;
}
