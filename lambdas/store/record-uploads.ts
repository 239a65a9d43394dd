import { createHmac } from 'node:crypto';
import { absent, type Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

interface Part {
  readonly upload: string;
  readonly part: number;
}

/** How long it is kept what came of a part: a week, in seconds. */
const life = 7 * 24 * 60 * 60;

/** Names all that was sent; under the brand's own key, since a part may hold one row, which could be guessed. */
const markOf = (part: Part, key: string): string =>
  createHmac('sha256', key)
    .update(`part\n${JSON.stringify(part)}`)
    .digest('base64url');

/** What came of a part that was loaded before; a `conflict` when something else was sent under its number. */
export async function findPart<T>(
  db: Db,
  brand: string,
  part: Part,
  key: string,
): Promise<Result<T | undefined>> {
  const kept = await db.get(keys.recordUpload(brand, part.upload, part.part));
  if (!kept) return done(undefined);
  if (kept.mark === markOf(part, key)) return done(kept.report as unknown as T);
  return refuse('conflict', { detail: 'Other rows were sent as this part of the upload.' });
}

/** Keeps what came of a part. */
export async function keepPart(
  db: Db,
  brand: string,
  part: Part,
  key: string,
  report: object,
  now: number,
): Promise<void> {
  const kept = { mark: markOf(part, key), report, ttl: Math.ceil(now / 1000) + life };
  const item = JSON.parse(JSON.stringify(kept)) as Item;
  await db.put({ ...item, ...keys.recordUpload(brand, part.upload, part.part) }, absent('pk'));
}
