import type { EntryEvent, Party } from '../../../contract/conversation.ts';
import { type Assignment, next, to, type Value } from '../change.ts';

/**
 * What a change sets to record something in the timeline: the next sequence number, and the entry itself as owed. A map
 * cannot hold `lastSeq + 1`, so the number stands beside it. Whoever made the change puts the entry; if that fails, the
 * stream does.
 */
export const recordEntry = (at: number, by: Party, what: EntryEvent): Record<string, Assignment> => ({
  lastSeq: next('lastSeq'),
  owesSeq: next('lastSeq'),
  owes: to({ at, by, what } as unknown as Value),
});

/** What an entry that is no longer owed leaves behind. The stream has seen it, so any later write may drop it. */
export const settled = ['owes', 'owesSeq'] as const;
