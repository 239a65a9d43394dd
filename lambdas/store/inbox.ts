import type { ConversationState, InboxLine } from '../../contract/conversation.ts';
import type { Item } from '../core/change.ts';
import { inboxLineOf } from '../core/conversation/inbox.ts';
import type { Db } from './db.ts';
import { inboxPartitions, schema } from './table.ts';

const { inbox } = schema.indexes;
/** Sorts after every line of a state. */
const end = '~';

/**
 * A brand's conversations in one state, newest change first: all partitions are asked together, and merged. `skills` are those
 * that are asked for: `undefined` stands for conversations that ask for none. The price grows with them, and with nothing else.
 */
export async function listInbox(
  db: Db,
  brand: string,
  state: ConversationState,
  skills: readonly (string | undefined)[],
  limit: number,
  before?: string,
): Promise<{ lines: InboxLine[]; next?: string }> {
  const lists = await Promise.all(
    skills
      .flatMap((skill) => inboxPartitions(brand, skill))
      .map((pk) =>
        db.query({
          pk,
          between: [`${state}#`, before ?? `${state}#${end}`],
          limit: limit + 1,
          newestFirst: true,
          index: { name: 'inbox', pk: inbox.pk, sk: inbox.sk },
        }),
      ),
  );
  const sorted = lists
    .flatMap(({ items }) => items)
    .filter((item) => place(item) !== before)
    .sort((a, b) => (place(a) < place(b) ? 1 : -1));
  const shown = sorted.slice(0, limit);
  const last = shown.at(-1);
  const lines = shown.map((item) => inboxLineOf(withSkill(item)));
  return sorted.length > limit && last ? { lines, next: place(last) } : { lines };
}

/** Whether any conversation waits or is open that asks for this skill: two short queries for each of its partitions. */
export async function hasUnderway(db: Db, brand: string, skill: string): Promise<boolean> {
  const found = await Promise.all(
    inboxPartitions(brand, skill).flatMap((pk) =>
      ['waiting#', 'open#'].map((prefix) =>
        db.query({ pk, prefix, limit: 1, index: { name: 'inbox', pk: inbox.pk, sk: inbox.sk } }),
      ),
    ),
  );
  return found.some(({ items }) => items.length > 0);
}

/** The index holds the skill in its key alone. */
function withSkill(item: Item): Item {
  const skill = String(item[inbox.pk]).split('.')[1];
  return skill === undefined ? item : { ...item, skill };
}

const place = (item: Item): string => String(item[inbox.sk]);
