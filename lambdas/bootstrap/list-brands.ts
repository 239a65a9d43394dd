import type * as z from 'zod/mini';
import type { listBrands, listedBrand } from '../../contract/http/management/operator.ts';
import { done, type Result } from '../core/result.ts';
import { pageOf, startOf } from '../edge/pages.ts';
import { keys } from '../store/table.ts';
import type { Dependencies } from './dependencies.ts';

type Listed = z.infer<typeof listedBrand>;

/** A page of the brands there are. */
export async function brandsOf(
  { db }: Dependencies,
  { cursor }: z.infer<typeof listBrands>,
): Promise<Result<{ items: Listed[]; cursor?: string }>> {
  const start = startOf({ cursor });
  if (!start.ok) return start;
  const { pk } = keys.brandName('');
  const after = start.value === undefined ? {} : { startAfter: { pk, sk: start.value } };
  const { items, last } = await db.query({ pk, limit: 50, ...after });
  const brands = items.map(
    ({ sk, name, createdAt, deleting }): Listed => ({
      id: String(sk),
      name: String(name),
      createdAt: Number(createdAt),
      ...(deleting === true ? { deleting } : {}),
    }),
  );
  return done(pageOf(brands, last && String(last.sk)));
}
