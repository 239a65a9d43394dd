import type { EntryEvent } from '../../contract/conversation.ts';
import type { Item } from '../core/change.ts';
import { followRule, type OneOpen } from '../flows/one-open.ts';
import { meaningFor, noteRequest, type Requesting, settleRequests } from '../flows/requests.ts';

/**
 * What follows from an entry in its conversation, should whoever wrote it have ended before: protected requests that wait go
 * on or end, and a person's other open conversation follows the brand's rule. Safe to repeat.
 */
export async function drawConsequences(deps: Requesting & OneOpen, entry: Item): Promise<void> {
  if (entry.kind !== 'entry') return;
  const [, brand = '', , id = ''] = String(entry.pk).split('#');
  const what = entry.what as unknown as EntryEvent;
  await noteRequest(deps, brand, id, what);
  if (!consequential.has(what.event)) return;
  const head = await deps.conversations.head(brand, id);
  if (!head) return;
  const meaning = meaningFor(what, head);
  if (meaning) await settleRequests(deps, head, meaning, Number(entry.at));
  if (what.event === 'stepped_up') await followRule(deps, head);
}

const consequential = new Set<EntryEvent['event']>([
  'stepped_up',
  'resumed',
  'challenge_declined',
  'challenge_expired',
  'challenge_failed',
  'closed',
  'left',
  'stepped_down',
  'continued',
]);
