import type { Change, Companions, LevelOperation, Store, SubStore } from './engine.ts';
import type { Item } from './units.ts';

/**
 * dynalite's store as one write sees it. Writes to indexes are held back until the item itself is written
 * (dynalite does that last), then everything goes to disk in one batch.
 */
export class WriteView {
  readonly store: Store;
  before: Item | undefined;
  change: Change | undefined;
  #held: LevelOperation[] = [];

  constructor(store: Store, companions: Companions) {
    this.store = {
      ...store,
      getItemDb: (table) => this.#items(store, table, companions),
      getIndexDb: (type, table, index) =>
        this.#index(store, `index-${type.toLowerCase()}~${table}~${index}~`),
    };
  }

  #items(store: Store, table: string, companions: Companions): SubStore {
    const items = store.getItemDb(table);
    const commit = (
      operation: LevelOperation,
      after: Item | undefined,
      done: (error: unknown) => void,
    ): void => {
      const change: Change = { table, ...(this.before && { before: this.before }), ...(after && { after }) };
      this.change = change;
      store.db.batch([...this.#held, operation, ...companions(change)]).then(() => done(null), done);
    };
    return {
      ...items,
      get: (key, done) =>
        items.get(key, (error, item) => {
          this.before = item;
          done(error, item);
        }),
      put: (key, item, done) => commit({ type: 'put', key: `item-${table}~${key}`, value: item }, item, done),
      del: (key, done) => commit({ type: 'del', key: `item-${table}~${key}` }, undefined, done),
    };
  }

  #index(store: Store, prefix: string): SubStore {
    const [, table = '', index = ''] = prefix.split('~');
    return {
      ...store.getIndexDb('global', table, index),
      put: (key, value, done) => {
        this.#held.push({ type: 'put', key: prefix + key, value });
        done(null);
      },
      del: (key, done) => {
        this.#held.push({ type: 'del', key: prefix + key });
        done(null);
      },
    };
  }
}
