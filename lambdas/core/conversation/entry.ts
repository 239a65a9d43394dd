import type { Entry, EntryEvent, Party } from '../../../contract/conversation.ts';
import { type Assignment, next, to, type Value } from '../change.ts';
import type { Head, OwedEvent } from './head.ts';

/**
 * What a change sets to record something in the timeline: the next sequence number, and the entry itself as owed. A map
 * cannot hold `lastSeq + 1`, so the number stands beside it. Whoever made the change puts the entry; if that fails, the
 * stream does. `network` is where it was asked for from: for the log alone.
 */
export const recordEntry = (
  at: number,
  by: Party,
  what: OwedEvent,
  network?: string,
): Record<string, Assignment> => ({
  lastSeq: next('lastSeq'),
  owesSeq: next('lastSeq'),
  owes: to({ at, by, what, ...(network === undefined ? {} : { network }) } as unknown as Value),
});

/** The entry that a head owes, whole; nothing when it owes none. */
export function owedEntry(head: Head): Entry | undefined {
  const { owes, owesSeq: seq } = head;
  if (!owes || seq === undefined) return undefined;
  return { kind: 'entry', seq, at: owes.at, by: owes.by, what: wholeEvent(head, owes.what) };
}

/** Most of a step-up stands in the head that it made, and is not written there twice. */
function wholeEvent(head: Head, what: OwedEvent): EntryEvent {
  if (what.event !== 'stepped_up') return what;
  const { event, method, issuer, attributes } = what;
  const { redeemed, epoch, identity, name, assurance } = head;
  if (!redeemed || identity === undefined) throw new Error('A head owes a step-up that it does not hold.');
  const person = {
    ...(name === undefined ? {} : { name }),
    ...(attributes === undefined ? {} : { attributes: { ...attributes } }),
  };
  const { challenge } = redeemed;
  return { event, challenge, method, issuer, epoch, identity, person, assurance };
}

/** What an entry that is no longer owed leaves behind. The stream has seen it, so any later write may drop it. */
export const settled = ['owes', 'owesSeq'] as const;
