/** Where a client keeps what a reload must not lose; `sessionStorage` is one. */
export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Lasts as long as the client: for Node.js, and for browsers that refuse storage. */
export function memoryStore(): Store {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

/** The tab's own storage; a browser that blocks it for third parties throws at the first touch. */
export function tabStore(): Store {
  try {
    const store = globalThis.sessionStorage;
    store.getItem('doorstep');
    return store;
  } catch {
    return memoryStore();
  }
}

/**
 * One record under one key. A change is one `setItem`, so that whoever reads after a crash finds the old record or the
 * new one, never something between.
 */
export class Saved<T extends object> {
  readonly #store: Store;
  readonly #key: string;
  #value: T;

  constructor(store: Store, key: string, initial: T) {
    this.#store = store;
    this.#key = key;
    const text = store.getItem(key);
    this.#value = text === null ? initial : { ...initial, ...(JSON.parse(text) as T) };
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    try {
      this.#store.setItem(this.#key, JSON.stringify(value));
    } catch {
      // A full or blocked store: the client goes on from memory, and only a reload would tell.
    }
  }
}
