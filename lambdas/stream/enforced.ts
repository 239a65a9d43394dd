import type { Item } from '../core/change.ts';
import type { Sockets } from '../edge/sockets.ts';
import { enforceFactor } from '../flows/enforce-factor.ts';
import type { Db } from '../store/db.ts';

/**
 * A brand that has begun to ask for a second factor, and still owes it to close the sockets of those without: should the
 * request that began it have ended before. Safe to repeat.
 */
export async function enforceOwed(
  { db, sockets }: { readonly db: Db; readonly sockets: Pick<Sockets, 'close'> },
  image: Item,
): Promise<void> {
  if (image.enforcing !== true) return;
  await enforceFactor(db, String(image.id), (connection) => sockets.close(connection));
}
