import type { ConversationState, InboxLine } from '../../contract/conversation.ts';
import type { Item } from '../core/change.ts';
import { inboxLineOf } from '../core/conversation/inbox.ts';
import type { Db } from './db.ts';
import { inboxPartition, schema, shards } from './table.ts';

const { inbox } = schema.indexes;
/** Sorts after every line of a state. */
const end = '~';

/** A brand's conversations in one state, newest change first: all partitions are asked together, and merged. */
export async function listInbox(
  db: Db,
  brand: string,
  state: ConversationState,
  limit: number,
  before?: string,
): Promise<{ lines: InboxLine[]; next?: string }> {
  const lists = await Promise.all(
    Array.from({ length: shards }, (_, shard) =>
      db.query({
        pk: inboxPartition(brand, shard),
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
  const lines = shown.map(inboxLineOf);
  return sorted.length > limit && last ? { lines, next: place(last) } : { lines };
}

const place = (item: Item): string => String(item[inbox.sk]);
