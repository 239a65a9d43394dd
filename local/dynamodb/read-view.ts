import { PassThrough, pipeline, type Readable } from 'node:stream';
import type { Store, SubStore } from './engine.ts';
import type { Item } from './units.ts';

/** dynalite's store as one read sees it: whole items are noted as they pass, before projections and filters. */
export class ReadView {
  readonly store: Store;
  #items: Item[] = [];

  constructor(store: Store) {
    const noting = (sub: SubStore): SubStore => ({
      ...sub,
      get: (key, done) =>
        sub.get(key, (error, item) => {
          // A missing item is billed too, as if it were empty.
          this.#items.push(item ?? {});
          done(error, item);
        }),
      createValueStream: (options) => this.#noteAll(sub.createValueStream(options)),
    });
    this.store = {
      ...store,
      getItemDb: (table) => noting(store.getItemDb(table)),
      getIndexDb: (type, table, index) => noting(store.getIndexDb(type, table, index)),
    };
  }

  /** The items that were read. A query looks one further than it answers; `scanned` cuts that off. */
  items(scanned?: number): Item[] {
    return this.#items.slice(0, scanned);
  }

  #noteAll(source: Readable): Readable {
    const noted = new PassThrough({ objectMode: true });
    source.on('data', (item: Item) => this.#items.push(item));
    // dynalite stops reading as soon as it has enough; that is no failure.
    pipeline(source, noted, () => undefined);
    return noted;
  }
}
