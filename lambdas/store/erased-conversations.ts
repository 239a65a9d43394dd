import type { Item as TimelineItem } from '../../contract/conversation.ts';
import type { Item } from '../core/change.ts';
import { eraseHead, isErased } from '../core/erasure/head.ts';
import { type Erased, erasedItem, erasedKind } from '../core/erasure/timeline.ts';
import { eraseAuditPayload, readChain } from './chain.ts';
import type { Conversations } from './conversations.ts';
import type { Db } from './db.ts';
import { bySeq, keys } from './table.ts';

/** What was erased of a conversation, in this call or an earlier one. */
export interface Counts {
  readonly messages: number;
  readonly entries: number;
  /** Protected requests and whatever else stands beside the timeline. */
  readonly others: number;
  readonly logEntries: number;
}

interface Deps {
  readonly db: Db;
  readonly conversations: Conversations;
  readonly now: () => number;
}

const pageSize = 100;

/**
 * Takes the person out of a conversation: first the head, after which nothing can be written there; then every item in its
 * place, one write each; then what the log says. Safe to repeat: what is erased is read and not written again. Nothing when
 * `deadline` passed before the end.
 */
export async function eraseConversation(
  deps: Deps,
  brand: string,
  id: string,
  deadline: number,
): Promise<Counts | undefined> {
  const head = await fence(deps, brand, id);
  if (!head) return { messages: 0, entries: 0, others: 0, logEntries: 0 };
  const timeline = await eraseItems(deps, brand, id, Number(head.lastSeq), deadline);
  if (!timeline) return undefined;
  const logEntries = await eraseLog(deps, brand, id, deadline);
  return logEntries === undefined ? undefined : { ...timeline, logEntries };
}

/** The head without the person, whoever writes there at the same time; nothing when there is no such conversation. */
export async function fence(
  { conversations, now }: Deps,
  brand: string,
  id: string,
): Promise<Item | undefined> {
  for (;;) {
    const head = await conversations.head(brand, id);
    if (!head) return undefined;
    const outcome = isErased(head)
      ? ({ ok: true, item: head } as const)
      : await conversations.change(brand, id, eraseHead(head, now()));
    if (!outcome.ok) continue;
    // Its last entry, before its number is closed.
    await conversations.putOwed(outcome.item);
    return outcome.item;
  }
}

async function eraseItems(
  { db, now }: Deps,
  brand: string,
  id: string,
  lastSeq: number,
  deadline: number,
): Promise<Omit<Counts, 'logEntries'> | undefined> {
  const { pk, sk } = keys.head(brand, id);
  const counts = { message: 0, entry: 0, hole: 0, others: 0 };
  let seq = 0;
  let startAfter: Item | undefined = { pk, sk };
  do {
    if (now() > deadline) return undefined;
    const { items, last } = await db.query({ pk, limit: pageSize, startAfter });
    const timeline = items.filter((item) => item.seq !== undefined);
    const others = items.filter((item) => item.seq === undefined);
    const end = last ? Number(timeline.at(-1)?.seq ?? seq) : lastSeq;
    const there = new Map(timeline.map((item) => [Number(item.seq), item]));
    const numbers = Array.from({ length: Math.max(0, end - seq) }, (_, at) => seq + 1 + at);
    const erased = await Promise.all(numbers.map((one) => eraseAt(db, pk, one, there.get(one), now())));
    for (const kind of erased) counts[kind] += 1;
    await Promise.all(others.map((item) => db.delete({ pk, sk: String(item.sk) })));
    counts.others += others.length;
    seq = end;
    startAfter = last;
  } while (startAfter);
  return { messages: counts.message, entries: counts.entry, others: counts.others };
}

/** Erases what stands at a number, or closes the number where nothing does. */
async function eraseAt(
  db: Db,
  pk: string,
  seq: number,
  item: Item | undefined,
  now: number,
): Promise<Erased> {
  if (item?.kind === erasedKind) return item.was as Erased;
  const there = (item ?? { kind: 'tombstone', seq, at: now }) as unknown as TimelineItem;
  const erased = erasedItem(there);
  await db.put({ ...(JSON.parse(JSON.stringify(erased)) as Item), pk, sk: bySeq(seq) });
  return erased.was;
}

async function eraseLog(
  { db, now }: Deps,
  brand: string,
  id: string,
  deadline: number,
): Promise<number | undefined> {
  const subject = { kind: 'conversation', id } as const;
  let count = 0;
  for (let after: number | undefined = 0; after !== undefined; ) {
    if (now() > deadline) return undefined;
    const { entries, next } = await readChain(db, brand, subject, { after, limit: pageSize });
    const told = entries.filter(({ payload }) => payload !== undefined);
    await Promise.all(told.map(({ n }) => eraseAuditPayload(db, brand, subject, n)));
    count += entries.length;
    after = next;
  }
  return count;
}
