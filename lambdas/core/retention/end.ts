import type { Item } from '../change.ts';
import { asHead } from '../conversation/head.ts';

/** For how long a brand keeps things, in days; null is for ever. */
export interface Keeping {
  readonly retentionDays: number | null;
  readonly logRetentionDays: number | null;
}

export const keepsAll: Keeping = { retentionDays: null, logRetentionDays: null };

const day = 24 * 60 * 60 * 1000;

/** What ended before this moment is not kept; nothing when all is. Milliseconds. */
export const keptSince = (days: number | null, now: number): number | undefined =>
  days === null ? undefined : now - days * day;

/** When a conversation came to its end: when it was closed, or, if nobody did, when its consumer had gone. */
function endOf(item: Item): number {
  const { state, changedAt, idleUntil, until = 0 } = asHead(item);
  return state === 'closed' ? changedAt : Math.max(changedAt, idleUntil, until);
}

/** Whether a conversation is not to be kept any more, deleted already or not. */
export function isPast(item: Item, { retentionDays }: Keeping, now: number): boolean {
  const since = keptSince(retentionDays, now);
  return since !== undefined && endOf(item) < since;
}
