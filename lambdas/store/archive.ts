import type { ConversationState } from '../../contract/conversation.ts';
import type { Item } from '../core/change.ts';
import type { Conversations } from './conversations.ts';
import type { Db } from './db.ts';
import { inboxPartition, keys, schema, shards } from './table.ts';

const { inbox } = schema.indexes;
const states = ['waiting', 'open', 'closed'] as const satisfies readonly ConversationState[];

/** Where a conversation stands among all of its brand: the time of its last change of state, padded, and its id. */
export type Place = string;
export const placeForm = /^\d{15}#[A-Za-z0-9_-]{1,64}$/;
const placeOf = (item: Item): Place => String(item[inbox.sk]).replace(/^[a-z]+#/, '');
const pad = (time: number) => String(time).padStart(15, '0');

export interface Span {
  /** Milliseconds, both included. */
  readonly from: number;
  readonly to: number;
}

/** What was read of a listing, newest first; `next` is the place that it ended at, if there is more. */
export interface Found {
  readonly items: Item[];
  readonly next?: string;
}

/**
 * Lines of the inbox in the order of their last change, newest first, whatever their state, unless one is named. Each
 * partition is asked for `each` lines, all together: the price is that of so many lines, however many there are.
 */
export async function byChange(
  db: Db,
  brand: string,
  { from, to }: Span,
  each: number,
  { state, before }: { readonly state?: ConversationState | undefined; readonly before?: Place | undefined },
): Promise<Found> {
  const last = before ?? `${pad(to)}#~`;
  if (last < pad(from)) return { items: [] };
  const lists = await Promise.all(
    (state ? [state] : states).flatMap((one) =>
      Array.from({ length: shards }, (_, shard) =>
        db.query({
          pk: inboxPartition(brand, shard),
          between: [`${one}#${pad(from)}`, `${one}#${last}`],
          limit: each,
          newestFirst: true,
          index: { name: 'inbox', pk: inbox.pk, sk: inbox.sk },
        }),
      ),
    ),
  );
  return merged(lists, before);
}

/** Only what is newer than the end of every list that was cut is known to be complete. */
function merged(lists: readonly { items: Item[]; last?: Item }[], before: Place | undefined): Found {
  const ends = lists.flatMap(({ items, last }) => (last ? items.slice(-1).map(placeOf) : []));
  const [frontier] = ends.sort().reverse();
  const items = lists
    .flatMap((list) => list.items)
    .filter((item) => placeOf(item) !== before && (frontier === undefined || placeOf(item) >= frontier))
    .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
  return frontier === undefined ? { items } : { items, next: frontier };
}

/** Where to go on after an item of `byChange`. */
export const placeAfter = (item: Item): Place => placeOf(item);

/** The heads of a person's conversations, or of those that an agent has accepted: newest first, by when they began. */
export async function byListing(
  db: Db,
  conversations: Conversations,
  brand: string,
  list: { readonly identity: string } | { readonly agent: string },
  limit: number,
  before?: string,
): Promise<Found> {
  const { pk } =
    'identity' in list ? keys.identity(brand, list.identity, '') : keys.handled(brand, list.agent, '');
  const { items, last } = await db.query({
    pk,
    limit,
    newestFirst: true,
    ...(before === undefined ? {} : { startAfter: { pk, sk: before } }),
  });
  const heads = await Promise.all(items.map(({ sk }) => conversations.head(brand, String(sk))));
  const there = heads.filter((head) => head !== undefined);
  return last ? { items: there, next: String(last.sk) } : { items: there };
}

/** Whether an agent has accepted a conversation, now or earlier. */
export const hasHandled = async (
  db: Db,
  brand: string,
  agent: string,
  conversation: string,
): Promise<boolean> => (await db.get(keys.handled(brand, agent, conversation))) !== undefined;
