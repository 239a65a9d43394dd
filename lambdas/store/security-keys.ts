import { done, type Result, refuse } from '../core/result.ts';
import type { Db } from './db.ts';
import { changeSetting, createSetting } from './settings.ts';
import { keys } from './table.ts';

/** A security key of a brand's backend, sealed. */
export interface SecurityKey {
  readonly id: string;
  readonly sealed: string;
  /** Milliseconds. */
  readonly createdAt: number;
  /** The admin who made it. */
  readonly by: string;
}

/** All that a brand has, in one item, so that one write decides how many there are, and one read finds one. */
interface SecurityKeysRecord {
  readonly version: number;
  readonly keys: readonly SecurityKey[];
}

/** One in use, and one that takes over from it. */
const most = 2;
const tries = 5;

export async function readSecurityKeys(db: Db, brand: string): Promise<SecurityKeysRecord> {
  const item = await db.get(keys.securityKeys(brand));
  return (item as unknown as SecurityKeysRecord | undefined) ?? { version: 0, keys: [] };
}

/** Adds a key; `in_use` when there are two already. */
export const addSecurityKey = (db: Db, brand: string, key: SecurityKey): Promise<Result<undefined>> =>
  change(db, brand, (those) => {
    // The answer to the first write may have been lost.
    const others = those.filter(({ id }) => id !== key.id);
    return others.length < most
      ? done([...others, key])
      : refuse('in_use', { detail: 'Two keys are in use: revoke one first.' });
  });

/** Removes a key: what it signs is refused from this write on. */
export const removeSecurityKey = (db: Db, brand: string, id: string): Promise<Result<undefined>> =>
  change(db, brand, (those) =>
    those.some((one) => one.id === id) ? done(those.filter((one) => one.id !== id)) : refuse('not_found'),
  );

/** Changes the keys as they stand; whoever was overtaken looks again. */
async function change(
  db: Db,
  brand: string,
  make: (those: readonly SecurityKey[]) => Result<readonly SecurityKey[]>,
): Promise<Result<undefined>> {
  const key = keys.securityKeys(brand);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const { version, keys: those } = await readSecurityKeys(db, brand);
    const next = make(those);
    if (!next.ok) return next;
    const record = { version: version || 1, keys: next.value };
    const changed = await (version === 0
      ? createSetting(db, key, record)
      : changeSetting(db, key, record, version));
    if (changed.ok) return done(undefined);
  }
  return refuse('unavailable', { retryAfter: 1 });
}
