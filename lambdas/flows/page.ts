import type { Item as TimelineItem } from '../../contract/conversation.ts';
import type { Item } from '../core/change.ts';
import { asHead } from '../core/conversation/head.ts';
import type { Messaging } from './messaging.ts';

export interface PageQuery {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly limit?: string | undefined;
}

/** Which numbers a page is asked for: bounds included, and from which end it is cut. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly last: boolean;
}

const largest = 999_999_999_999;

export function rangeOf({ after, before, limit }: PageQuery): Range {
  const most = Number(limit ?? 50);
  if (after !== undefined) return { from: Number(after) + 1, to: largest, limit: most, last: false };
  const to = before === undefined ? largest : Math.max(0, Number(before) - 1);
  return { from: 1, to, limit: most, last: true };
}

/** A number that stays empty for so long is given up. */
const patience = 60_000;

/**
 * Sees to the holes of a page. A young hole is one that somebody is still writing: it stays, and clients wait or ask
 * again. An old one is closed: by the entry that the head owes there, or by a tombstone.
 */
export async function closeHoles(
  messaging: Messaging,
  head: Item,
  items: readonly TimelineItem[],
  range: Range,
): Promise<TimelineItem[]> {
  const { conversations, now } = messaging;
  const { brand, id, lastSeq, owes, owesSeq } = asHead(head);
  const old = now() - patience;
  const closed: TimelineItem[] = [];
  for (const { seq, since } of holes(items, range, lastSeq)) {
    if (seq === owesSeq && owes) {
      const owed = owes.at < old ? await conversations.putOwed(head) : undefined;
      if (owed) closed.push(owed.entry);
    } else if ((since ?? givenAt(head, seq) ?? Number.POSITIVE_INFINITY) < old) {
      const at = now();
      await conversations.putTombstone(brand, id, seq, at);
      closed.push(...(await conversations.page(brand, id, seq, seq, 1, false)));
    }
  }
  return closed.length === 0 ? [...items] : [...items, ...closed].sort((a, b) => a.seq - b.seq);
}

/** The empty numbers within a page, each with the time of the next item that is there, after which it was given out. */
function holes(items: readonly TimelineItem[], { from, to, limit, last }: Range, lastSeq: number) {
  const full = items.length >= limit;
  const first = last && full ? (items[0]?.seq ?? from) : from;
  const end = !last && full ? (items.at(-1)?.seq ?? to) : Math.min(to, lastSeq);
  const there = new Map(items.map((item) => [item.seq, item]));
  const found: { seq: number; since: number | undefined }[] = [];
  let since: number | undefined;
  for (let seq = end; seq >= first && seq > end - 2 * limit; seq -= 1) {
    const item = there.get(seq);
    if (item) since = item.at;
    else found.push({ seq, since });
  }
  return found.reverse();
}

/** When a sender was given this number, if it is the sender's last. */
function givenAt(head: Item, seq: number): number | undefined {
  const sender = Object.keys(head)
    .find((name) => name.startsWith('q#') && head[name] === seq)
    ?.slice(2);
  return sender === undefined ? undefined : Number(head[`t#${sender}`]);
}
