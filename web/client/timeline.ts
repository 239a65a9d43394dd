import type { Item } from './types.ts';

/**
 * The items of one conversation, in order and without gaps, from the oldest that was loaded to the newest that is
 * known to follow without a hole. What comes early waits until what is before it is here.
 */
export class Timeline {
  #items: Item[] = [];
  #early = new Map<number, Item>();
  #loaded = false;
  #known = 0;
  #last = 0;

  get items(): readonly Item[] {
    return this.#items;
  }

  /** Whether the newest page was loaded, so that later items have something to follow. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** The first number that is shown; 1 is the beginning of the conversation. */
  get first(): number {
    return this.#items[0]?.seq ?? this.last + 1;
  }

  /** The last number up to which nothing is missing. */
  get last(): number {
    return this.#last;
  }

  /** Whether something is known to exist that is not here yet. */
  get behind(): boolean {
    return this.#known > this.#last;
  }

  /** Something with this number exists. */
  heard(seq: number): void {
    this.#known = Math.max(this.#known, seq);
  }

  /** The newest page, oldest first; the beginning of what is shown. Answers what became visible. */
  load(items: readonly Item[]): readonly Item[] {
    this.#loaded = true;
    this.#last = (items[0]?.seq ?? 1) - 1;
    return this.add(items);
  }

  /** Takes items in any order, as often as they come. Answers those that are new to see, in order. */
  add(items: readonly Item[]): readonly Item[] {
    const replaced: Item[] = [];
    for (const item of items) {
      this.heard(item.seq);
      if (item.seq > this.#last) this.#keepEarly(item);
      else if (this.#replace(item)) replaced.push(item);
    }
    if (!this.#loaded) return replaced;
    const visible: Item[] = [];
    for (let next = this.#early.get(this.#last + 1); next; next = this.#early.get(this.#last + 1)) {
      this.#early.delete(next.seq);
      this.#last = next.seq;
      visible.push(next);
    }
    if (visible.length > 0) this.#items = [...this.#items, ...visible];
    return [...replaced, ...visible];
  }

  /** What is missing before this number will not come: this browser may not read it any more. */
  skipTo(from: number): void {
    if (this.#loaded) this.#last = Math.max(this.#last, from - 1);
  }

  /** A page from before the first item. Answers false when there is a hole between, so that nothing could be shown. */
  prepend(items: readonly Item[]): boolean {
    const fitting: Item[] = [];
    for (const item of [...items].reverse()) {
      if (item.seq === (fitting[0]?.seq ?? this.first) - 1) fitting.unshift(item);
    }
    this.#items = [...fitting, ...this.#items];
    return fitting.length > 0;
  }

  /** Forgets all but the newest: what is before them is loaded again where it is asked for. */
  trim(keep: number): void {
    if (this.#items.length > keep) this.#items = this.#items.slice(-keep);
  }

  /** A timeline entry that was owed may come to stand where a tombstone was put; nothing else ever changes. */
  #replace(item: Item): boolean {
    const at = this.#items.findIndex((one) => one.seq === item.seq);
    const fits = at >= 0 && supersedes(item, this.#items[at]);
    if (fits) this.#items = this.#items.with(at, item);
    return fits;
  }

  #keepEarly(item: Item): void {
    const there = this.#early.get(item.seq);
    if (!there || supersedes(item, there)) this.#early.set(item.seq, item);
  }
}

const supersedes = (item: Item, there: Item | undefined): boolean =>
  item.kind === 'entry' && there?.kind === 'tombstone';
