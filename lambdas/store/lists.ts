import type { Item } from '../core/change.ts';
import { asHead, type Head } from '../core/conversation/head.ts';
import type { Conversations } from './conversations.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** A list of conversations, by when they began: all of a brand, of an entry point, of a skill, of an agent. */
export type List = 'all' | `engagement.${string}` | `skill.${string}` | `agent.${string}`;

/** Where a conversation stands in a list: when it began, padded, and its id. */
export type Place = string;
export const placeForm = /^\d{15}#[A-Za-z0-9_-]{1,64}$/;
const pad = (time: number) => String(time).padStart(15, '0');
export const placeOf = ({ createdAt, id }: Pick<Head, 'createdAt' | 'id'>): Place =>
  `${pad(createdAt)}#${id}`;

/** The lists that a conversation comes into by what it owes now: an entry is owed once, so each write is made once. */
function newLists({ engagement, skill, agent, owes }: Head): List[] {
  const ofSkill: List[] = skill === undefined ? [] : [`skill.${skill}`];
  const ofAgent: List[] = agent === undefined ? [] : [`agent.${agent.id}`];
  switch (owes?.what.event) {
    case 'started':
      return ['all', `engagement.${engagement}`, ...ofSkill];
    case 'accepted':
      return ofAgent;
    case 'transferred':
      return [...ofSkill, ...ofAgent];
    default:
      return [];
  }
}

/** Lists a conversation where it is to be found from now on. Safe to repeat. */
export async function putInLists(db: Db, head: Head): Promise<void> {
  const { brand, id } = head;
  await Promise.all(
    newLists(head).map((list) => db.put({ ...keys.list(brand, list, placeOf(head)), conversation: id })),
  );
}

/** When a conversation began; milliseconds, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The heads that a page of a list names, newest first; `next` is where it ended, if there is more. */
export interface Found {
  readonly heads: (Item & Head)[];
  readonly next?: string;
}

/** A page of a list within a time: one query, and one read for each of its conversations. */
export async function readList(
  db: Db,
  conversations: Conversations,
  brand: string,
  list: List,
  { from, to }: Span,
  limit: number,
  before?: Place,
): Promise<Found> {
  const first = pad(from);
  // The place before is asked for again, and left out: DynamoDB takes no bound that is not included.
  const last = before ?? `${pad(to)}#~`;
  if (last < first) return { heads: [] };
  const { items, last: more } = await db.query({
    pk: keys.list(brand, list, '').pk,
    between: [first, last],
    limit: limit + (before === undefined ? 0 : 1),
    newestFirst: true,
  });
  const named = items.filter(({ sk }) => sk !== before);
  const heads = await headsOf(
    conversations,
    brand,
    named.map(({ conversation }) => String(conversation)),
  );
  return more ? { heads, next: String(more.sk) } : { heads };
}

/** What a page of the list of all conversations names, oldest first, of those that began before a moment. */
export async function oldestOf(
  db: Db,
  brand: string,
  before: number,
  limit: number,
  after?: Place,
): Promise<{ places: { place: Place; conversation: string }[]; next: boolean }> {
  const { items, last } = await db.query({
    pk: keys.list(brand, 'all', '').pk,
    between: [after ?? '0', `${pad(before)}#`],
    limit: limit + 1,
  });
  const places = items
    .filter(({ sk }) => sk !== after)
    .map(({ sk, conversation }) => ({ place: String(sk), conversation: String(conversation) }));
  return { places, next: last !== undefined };
}

/** The same of a person's conversations, by the id of the conversation that the page before ended with. */
export async function readListOfPerson(
  db: Db,
  conversations: Conversations,
  brand: string,
  identity: string,
  limit: number,
  before?: string,
): Promise<Found> {
  const { pk } = keys.identity(brand, identity, '');
  const { items, last } = await db.query({
    pk,
    limit,
    newestFirst: true,
    ...(before === undefined ? {} : { startAfter: { pk, sk: before } }),
  });
  const heads = await headsOf(
    conversations,
    brand,
    items.map(({ sk }) => String(sk)),
  );
  return last ? { heads, next: String(last.sk) } : { heads };
}

/** The heads that are still there, in this order. */
async function headsOf(conversations: Conversations, brand: string, ids: readonly string[]) {
  const heads = await Promise.all(ids.map((id) => conversations.head(brand, id)));
  return heads.filter((head) => head !== undefined);
}

/** Whether a conversation stands in a list. */
export const isInList = async (db: Db, list: List, item: Item): Promise<boolean> =>
  (await db.get(keys.list(asHead(item).brand, list, placeOf(asHead(item))))) !== undefined;
