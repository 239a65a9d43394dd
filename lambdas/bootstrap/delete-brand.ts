import type * as z from 'zod/mini';
import type { deleteBrand, deletedBrand } from '../../contract/http/management/operator.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { Clearing } from '../store/clear-brand.ts';
import { keys } from '../store/table.ts';
import type { Dependencies } from './dependencies.ts';

/** How long one call goes on before it says what is left; milliseconds. The function may take 15 seconds. */
const patience = 8_000;

/**
 * Deletes a brand. With the first write nobody signs in there any more, and nothing begins; the name is kept until the end,
 * so that a deletion that stopped half-way is seen and gone on with.
 */
export async function removeBrand(
  { db, closeSocket, now }: Dependencies,
  { brand, delete: { confirm } }: z.infer<typeof deleteBrand>,
): Promise<Result<z.infer<typeof deletedBrand>>> {
  if (confirm !== brand)
    return refuse('invalid_request', {
      errors: [{ path: 'delete.confirm', message: 'must name the brand that is to be deleted' }],
    });
  const name = keys.brandName(brand);
  const [listed, settings] = await Promise.all([db.get(name), db.get(keys.brand(brand))]);
  if (!listed && !settings) return refuse('not_found');
  await db.put({ name: brand, createdAt: now(), ...listed, ...name, deleting: true });
  await db.delete(keys.brand(brand));
  const clearing = new Clearing(db, brand, closeSocket, now, now() + patience);
  const complete = await clearing.run();
  if (complete) await db.delete(name);
  return done({ brand, done: complete, removed: clearing.removed });
}
