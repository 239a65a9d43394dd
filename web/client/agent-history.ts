import type { Outcome } from './outcome.ts';
import type { Item, Page, PageQuery } from './types.ts';

const pageSize = 50;
/** So many pages are kept; those that nobody looked at for longest go first. */
const mostPages = 12;

/**
 * Any stretch of a long conversation, page by page, in bounded memory. Items are numbered without gaps, so where something
 * stands is known before it is loaded.
 */
export class History {
  readonly #page: (query: PageQuery) => Promise<Outcome<Page>>;
  readonly #changed: () => void;
  /** By number of the page, the one asked for last at the end. */
  readonly #pages = new Map<number, ReadonlyMap<number, Item>>();
  readonly #loading = new Set<number>();
  #last = 0;

  constructor(page: (query: PageQuery) => Promise<Outcome<Page>>, changed: () => void) {
    this.#page = page;
    this.#changed = changed;
  }

  /** The last number there was when a page was loaded; 0 before that. */
  get last(): number {
    return this.#last;
  }

  /** How many items are held. */
  get size(): number {
    return [...this.#pages.values()].reduce((sum, { size }) => sum + size, 0);
  }

  item(seq: number): Item | undefined {
    return this.#pages.get(pageOf(seq))?.get(seq);
  }

  /** Sees to it that everything from one number to another, both included, is here or on its way. */
  want(from: number, to: number): void {
    for (let page = pageOf(from); page <= pageOf(to); page += 1) {
      const held = this.#pages.get(page);
      if (held) {
        this.#pages.delete(page);
        this.#pages.set(page, held);
      } else void this.#load(page);
    }
  }

  async #load(page: number): Promise<void> {
    if (this.#loading.has(page)) return;
    this.#loading.add(page);
    const loaded = await this.#page({ after: page * pageSize });
    this.#loading.delete(page);
    // What failed is asked for again when somebody looks there again.
    if (!loaded.ok) return;
    this.#last = loaded.value.lastSeq;
    const own = loaded.value.items.filter(({ seq }) => pageOf(seq) === page);
    this.#pages.set(page, new Map(own.map((item) => [item.seq, item])));
    for (const oldest of [...this.#pages.keys()].slice(0, -mostPages)) this.#pages.delete(oldest);
    this.#changed();
  }
}

const pageOf = (seq: number): number => Math.floor((seq - 1) / pageSize);
