import type { Item as TimelineItem } from '../../contract/conversation.ts';
import type { Conversations } from '../store/conversations.ts';

/**
 * How much of a conversation one answer takes. Lambda's limit is 6 MB, and a character of one byte may take six where it is
 * escaped: a page holds 800 KB at most, and none is read once a part has 128 KB.
 */
const pageSize = 100;
const enoughBytes = 128 * 1024;
const enoughItems = 1000;

export interface Part {
  readonly items: TimelineItem[];
  /** The number after which the next part begins, if there is one. */
  readonly after?: number;
}

/** A part of a conversation: the items from `from` to `lastSeq`, as many as an answer takes. */
export async function readPart(
  conversations: Conversations,
  brand: string,
  conversation: string,
  from: number,
  lastSeq: number,
): Promise<Part> {
  const items: TimelineItem[] = [];
  let bytes = 0;
  for (let start = from; start <= lastSeq; ) {
    const page = await conversations.page(brand, conversation, start, lastSeq, pageSize, false);
    items.push(...page);
    const end = page.at(-1)?.seq ?? lastSeq;
    if (page.length < pageSize || end >= lastSeq) return { items };
    bytes += Buffer.byteLength(JSON.stringify(page));
    if (bytes >= enoughBytes || items.length >= enoughItems) return { items, after: end };
    start = end + 1;
  }
  return { items };
}
