import { done, type Result, refuse } from '../core/result.ts';
import { fingerprint } from '../core/secrets.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** How often something may happen: `most` times in each window. */
export interface Limit {
  readonly kind: string;
  /** Whose count it is: a network, an account, an engagement. */
  readonly who: string;
  readonly most: number;
  /** Milliseconds. */
  readonly window: number;
  /** Whose zone the count stands in: that of consumers, unless said otherwise. */
  readonly zone?: 'auth';
}

/** Stands for all brands together; it is no brand's name. */
export const anyBrand = '_';

const windowOf = (limit: Limit, now: number) => Math.floor(now / limit.window);

function keyOf(limit: Limit, brand: string, now: number) {
  const key = limit.zone === 'auth' ? keys.signInLimit : keys.limit;
  return key(brand, limit.kind, fingerprint(limit.who), windowOf(limit, now));
}

/** Counts one more of a limit before it is done, in one conditional write. */
export async function withinLimit(
  db: Db,
  brand: string,
  limit: Limit,
  now: number,
): Promise<Result<undefined>> {
  const end = (windowOf(limit, now) + 1) * limit.window;
  const within = await db.count(keyOf(limit, brand, now), limit.most, Math.ceil(end / 1000) + 60);
  return within
    ? done(undefined)
    : refuse('rate_limited', { retryAfter: Math.max(1, Math.ceil((end - now) / 1000)) });
}

/** Begins a count anew. */
export const resetLimit = (db: Db, brand: string, limit: Limit, now: number): Promise<void> =>
  db.delete(keyOf(limit, brand, now));
