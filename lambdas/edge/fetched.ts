import type { Result } from '../core/result.ts';

interface Kept<T> {
  /** The last that was got, and when. */
  value?: { readonly is: T; readonly at: number };
  /** Why it was not got when it was last tried, and when that was. */
  failure?: { readonly is: Result<T>; readonly at: number };
  pending?: Promise<Result<T>>;
  /** When it was last fetched though it was known. */
  renewed?: number;
}

/** As many as one environment keeps. */
const capacity = 200;
/** What was got is good for an hour; a host that failed is left in peace for ten seconds. */
const goodFor = 60 * 60 * 1000;
const badFor = 10_000;

/**
 * What one environment has fetched for brands, by brand and address: bounded, each fetched once at a time. What a brand's
 * host does to one entry touches no other brand.
 */
export class Fetched<T> {
  readonly #get: (url: string) => Promise<Result<T>>;
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept<T>>();

  constructor(get: (url: string) => Promise<Result<T>>, now: () => number) {
    this.#get = get;
    this.#now = now;
  }

  /** The value, fetched now unless it is known. */
  async find(brand: string, url: string): Promise<Result<T>> {
    const kept = this.#entry(`${brand} ${url}`);
    const { value, failure } = kept;
    if (value && value.at > this.#now() - goodFor) return { ok: true, value: value.is };
    if (failure && failure.at > this.#now() - badFor) return failure.is;
    kept.pending ??= this.#fetch(kept, url);
    return kept.pending;
  }

  /**
   * The value fetched anew, though it is known. Nothing where that was done less than `pause` ago, or where what is known
   * was got after `since`; all in milliseconds.
   */
  async renew(brand: string, url: string, pause: number, since: number): Promise<Result<T> | undefined> {
    const kept = this.#entry(`${brand} ${url}`);
    const { value, renewed } = kept;
    if ((value && value.at >= since) || (renewed !== undefined && renewed > this.#now() - pause))
      return undefined;
    kept.renewed = this.#now();
    kept.pending ??= this.#fetch(kept, url);
    return kept.pending;
  }

  async #fetch(kept: Kept<T>, url: string): Promise<Result<T>> {
    const result = await this.#get(url);
    if (result.ok) kept.value = { is: result.value, at: this.#now() };
    else kept.failure = { is: result, at: this.#now() };
    delete kept.pending;
    return result;
  }

  #entry(name: string): Kept<T> {
    const kept = this.#kept.get(name) ?? {};
    // Last used, last forgotten.
    this.#kept.delete(name);
    this.#kept.set(name, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > capacity && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }
}
