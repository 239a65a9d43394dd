import { isPast, type Keeping, keptSince } from '../core/retention/end.ts';
import type { Conversations } from '../store/conversations.ts';
import type { Db } from '../store/db.ts';
import { oldestOf } from '../store/lists.ts';
import { deleteConversation } from '../store/past-conversations.ts';
import { keys } from '../store/table.ts';

export interface Dependencies {
  readonly db: Db;
  readonly conversations: Conversations;
  /** Milliseconds. */
  readonly now: () => number;
}

const pageSize = 50;

export interface Gone {
  readonly deleted: number;
  /** The place to go on after; none when the list is through. */
  readonly after?: string;
}

/**
 * Deletes the conversations of a brand that are past, from the oldest on: none can be past that began later than what is kept.
 * Those that are old and still go on are passed by, and looked at again the next time round.
 */
export async function deletePast(
  deps: Dependencies,
  brand: string,
  keeping: Keeping,
  start: string | undefined,
  deadline: number,
): Promise<Gone> {
  const { db, conversations, now } = deps;
  const since = keptSince(keeping.retentionDays, now());
  let deleted = 0;
  for (let after = start; since !== undefined; ) {
    const { places, next } = await oldestOf(db, brand, since, pageSize, after);
    for (const { place, conversation } of places) {
      if (now() > deadline) return { deleted, ...(after === undefined ? {} : { after }) };
      const head = await conversations.head(brand, conversation);
      // An earlier run ended just before it was through.
      if (!head) await db.delete(keys.list(brand, 'all', place));
      if (head && isPast(head, keeping, now())) {
        if (!(await deleteConversation(deps, head, deadline)))
          return { deleted, ...(after === undefined ? {} : { after }) };
        deleted += 1;
      }
      after = place;
    }
    if (!next) break;
  }
  return { deleted };
}
