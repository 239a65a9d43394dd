import type * as z from 'zod/mini';
import type { openedNetworks, openNetworks } from '../../contract/http/management/operator.ts';
import { equals, type Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { nobody, recordAudit } from '../store/audit.ts';
import { readBrand } from '../store/settings.ts';
import type { Dependencies } from './dependencies.ts';

/** Lets a brand's people in from everywhere again, when none of them is in an allowed network any more. */
export async function openBrandNetworks(
  { db, now }: Dependencies,
  { brand }: z.infer<typeof openNetworks>,
): Promise<Result<z.infer<typeof openedNetworks>>> {
  const record = await readBrand(db, brand);
  if (!record) return refuse('not_found');
  const { version } = record;
  const open = { ...record, networks: [], version: version + 1 } as unknown as Item;
  if (!(await db.put(open, equals(['version'], version)))) return refuse('precondition_failed');
  const said = { event: 'open_networks', by: 'operator', ok: true, network: 'operator', at: now() };
  await recordAudit(db, { brand, account: nobody, ...said });
  return done({ brand, networks: 'any' });
}
