import type { Entry, Message, Item as TimelineItem } from '../../contract/conversation.ts';
import { absent, any, type Change, equals, type Item } from '../core/change.ts';
import { owedEntry } from '../core/conversation/entry.ts';
import { asHead, type Head } from '../core/conversation/head.ts';
import { erasedKind } from '../core/erasure/timeline.ts';
import type { Db, Outcome } from './db.ts';
import { bySeq, keys } from './table.ts';

/** A conversation in the table: its head, and its messages and entries by number. */
export class Conversations {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The head as it stands, or nothing. */
  async head(brand: string, id: string): Promise<(Item & Head) | undefined> {
    const item = await this.#db.get(keys.head(brand, id));
    return item && Object.assign(item, asHead(item));
  }

  /** Puts the head of a new conversation. False when there is one. */
  start(brand: string, id: string, head: Item): Promise<boolean> {
    return this.#db.put({ ...keys.head(brand, id), ...head }, absent('pk'));
  }

  /** Runs a state change on the head. */
  change(brand: string, id: string, change: Change): Promise<Outcome> {
    return this.#db.change(keys.head(brand, id), change);
  }

  /**
   * Puts a message at its number. `stored` also when it was there already; `lost` when somebody gave it up in the
   * meantime.
   */
  async putMessage(brand: string, conversation: string, message: Message): Promise<'stored' | 'lost'> {
    const key = keys.item(brand, conversation, message.seq);
    const there = await this.#db.putNew({ ...key, ...asItem(message) });
    if (!there) return 'stored';
    if (there.kind === 'message' && there.sender === message.sender && there.n === message.n) return 'stored';
    if (there.kind === 'tombstone' || there.kind === erasedKind) return 'lost';
    throw new Error('Two different items have one number.');
  }

  /**
   * Puts the entry that a head owes, if it is not there; it may take the place of a tombstone, since it was decided.
   * Returns the entry, and whether this call stored it.
   */
  async putOwed(head: Item): Promise<{ entry: Entry; stored: boolean } | undefined> {
    const { brand, id } = asHead(head);
    const entry = owedEntry(asHead(head));
    if (!entry) return undefined;
    const free = any(absent('pk'), equals(['kind'], 'tombstone'));
    const stored = await this.#db.put({ ...keys.item(brand, id, entry.seq), ...asItem(entry) }, free);
    return { entry, stored };
  }

  /** Gives up a number that nothing was ever stored at. What is there stays. */
  async putTombstone(brand: string, conversation: string, seq: number, at: number): Promise<void> {
    const tombstone: TimelineItem = { kind: 'tombstone', seq, at };
    await this.#db.put({ ...keys.item(brand, conversation, seq), ...asItem(tombstone) }, absent('pk'));
  }

  /** Items by number, from `from` to `to`, both included: the first `limit` of them, or the last. Oldest first. */
  async page(
    brand: string,
    conversation: string,
    from: number,
    to: number,
    limit: number,
    last: boolean,
  ): Promise<TimelineItem[]> {
    // A page before the first item. DynamoDB takes no range that ends before it begins.
    if (to < from) return [];
    const between = [bySeq(from), bySeq(to)] as const;
    const { pk } = keys.head(brand, conversation);
    const items = await this.#all({ pk, between, limit, newestFirst: last });
    const timeline = items.map(asTimelineItem);
    return last ? timeline.reverse() : timeline;
  }

  /** A page of DynamoDB ends at 1 MB, which 50 messages of 8 KB do not reach; the limit bounds the loop. */
  async #all(options: Parameters<Db['query']>[0]): Promise<Item[]> {
    const { items, last } = await this.#db.query(options);
    const missing = options.limit - items.length;
    if (!last || missing <= 0) return items;
    return [...items, ...(await this.#all({ ...options, limit: missing, startAfter: last }))];
  }

  /** Forgets attributes of a head: sockets that are gone, senders that made room. */
  async drop(brand: string, conversation: string, attributes: readonly string[]): Promise<void> {
    if (attributes.length > 0)
      await this.change(brand, conversation, { guards: [], set: {}, remove: attributes });
  }
}

/** What the table holds of an item of the timeline: flat, so that the stream's filter can see the kind. */
const asItem = (item: TimelineItem): Item => JSON.parse(JSON.stringify(item)) as Item;

function asTimelineItem({ pk: _pk, sk: _sk, ...item }: Item): TimelineItem {
  return (item.kind === erasedKind ? item.left : item) as unknown as TimelineItem;
}
