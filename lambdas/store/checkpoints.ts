import type { Item } from '../core/change.ts';
import { type ChainHead, type Checkpoint, nextCheckpoint } from '../core/log/checkpoint.ts';
import type { StoredEntry } from './chain.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** Signs a hash: the signature in DER, and the public key as SPKI; both base64url. */
export type Sign = (hash: string) => Promise<Pick<Checkpoint, 'signature' | 'key'>>;

/** The brand's newest checkpoint, if it has one. */
export async function lastCheckpoint(db: Db, brand: string): Promise<Checkpoint | undefined> {
  const { pk } = keys.checkpoint(brand, 0);
  const { items } = await db.query({ pk, limit: 1, newestFirst: true });
  return items.map(asCheckpoint)[0];
}

/** Signs how far chains have come, as the brand's next checkpoint. Several may try at once: each gets a number of its own. */
export async function addCheckpoint(
  db: Db,
  sign: Sign,
  brand: string,
  heads: readonly ChainHead[],
  last: Checkpoint | undefined,
  now: number,
): Promise<Checkpoint> {
  const next = nextCheckpoint(brand, last, heads, now);
  const checkpoint = { ...next, ...(await sign(next.hash)) };
  const key = keys.checkpoint(brand, next.m);
  const there = await db.putNew({ ...key, ...(checkpoint as unknown as Item) });
  if (!there || there.hash === next.hash) return checkpoint;
  return addCheckpoint(db, sign, brand, heads, await lastCheckpoint(db, brand), now);
}

/** Whether a checkpoint says that the chain has come as far as this entry. It was written soon after it, if at all. */
export async function isCovered(db: Db, { brand, chain, n, checkpoint }: StoredEntry): Promise<boolean> {
  const { checkpoints } = await readCheckpoints(db, brand, { after: checkpoint - 1, limit: 20 });
  return checkpoints.some(({ heads }) => heads.some((head) => head.chain === chain && head.n >= n));
}

/** A page of a brand's checkpoints, oldest first, after number `after`. `next` is what to ask for then, if there is more. */
export async function readCheckpoints(
  db: Db,
  brand: string,
  { after = 0, limit = 50 }: { readonly after?: number; readonly limit?: number } = {},
): Promise<{ checkpoints: Checkpoint[]; next?: number }> {
  const { pk, sk } = keys.checkpoint(brand, after);
  const { items, last } = await db.query({ pk, limit, startAfter: { pk, sk } });
  const checkpoints = items.map(asCheckpoint);
  const end = checkpoints.at(-1);
  return last && end ? { checkpoints, next: end.m } : { checkpoints };
}

function asCheckpoint({ pk: _pk, sk: _sk, ...checkpoint }: Item): Checkpoint {
  return checkpoint as unknown as Checkpoint;
}
