import type { Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { type Keeping, keepsAll } from '../core/retention/end.ts';
import type { Db } from './db.ts';
import { changeSetting, createSetting } from './settings.ts';
import { keys } from './table.ts';

export interface RetentionRecord extends Keeping {
  readonly version: number;
}

/** What a brand keeps, and for how long: everything, while nothing was set. */
export async function readRetention(db: Db, brand: string): Promise<RetentionRecord> {
  const item = await db.get(keys.retention(brand));
  return { ...keepsAll, version: 0, ...(item as Partial<RetentionRecord> | undefined) };
}

/** Sets it. The brand is listed first, so that no setting is ever without somebody who applies it. */
export async function writeRetention(
  db: Db,
  brand: string,
  { retentionDays, logRetentionDays }: Keeping,
  version: number,
): Promise<Result<RetentionRecord>> {
  await db.put({ ...keys.retainingBrand(brand), brand });
  // The table holds no null: what is not there is kept.
  const record = {
    retentionDays: retentionDays ?? undefined,
    logRetentionDays: logRetentionDays ?? undefined,
  };
  const key = keys.retention(brand);
  const stored =
    version === 0
      ? await createSetting(db, key, { ...record, version: 1 })
      : await changeSetting(db, key, { ...record, version }, version);
  // Somebody set it in the meantime, or never did.
  if (!stored.ok) return refuse('precondition_failed');
  return done({ retentionDays, logRetentionDays, version: stored.value.version });
}

/** Brands that have ever set how long they keep things: the first so many after one. */
export async function retainingBrands(db: Db, limit: number, after?: string): Promise<string[]> {
  const { pk } = keys.retainingBrand('');
  const startAfter = after === undefined ? {} : { startAfter: { pk, sk: after } };
  const { items } = await db.query({ pk, limit, ...startAfter });
  return items.map(({ sk }) => String(sk));
}

/** How far the hourly run has come with a brand. */
export interface Progress {
  /** The place in the list of all conversations that it goes on after; none, and it begins anew. */
  readonly after?: string;
  /** Checkpoints of the log up to this one are dealt with. */
  readonly checkpoint: number;
}

export async function readProgress(db: Db, brand: string): Promise<Progress> {
  const item = await db.get(keys.retentionProgress(brand));
  return { checkpoint: 0, ...(item as Partial<Progress> | undefined) };
}

export async function writeProgress(db: Db, brand: string, { after, checkpoint }: Progress): Promise<void> {
  const item: Item = {
    ...keys.retentionProgress(brand),
    checkpoint,
    ...(after === undefined ? {} : { after }),
  };
  await db.put(item);
}
