import type * as z from 'zod/mini';
import type { resetAdmin, resetUser } from '../../contract/http/management/operator.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { normalLoginName } from '../core/sign-in/login-name.ts';
import { userOf } from '../core/sign-in/user.ts';
import { recordAudit } from '../store/audit.ts';
import { resetFactors } from '../store/factors.ts';
import { readUserByLoginName } from '../store/users.ts';
import type { Dependencies } from './dependencies.ts';

/** Helps an admin who has lost every factor and has no colleague to help. The password stays. */
export async function resetAdminFactors(
  { db, closeSocket, now }: Dependencies,
  { brand, resetFactors: { loginName } }: z.infer<typeof resetAdmin>,
): Promise<Result<z.infer<typeof resetUser>>> {
  const item = await readUserByLoginName(db, brand, normalLoginName(loginName));
  if (!item || userOf(item).role !== 'admin') return refuse('not_found');
  const { id } = userOf(item);
  const reset = await resetFactors(db, brand, id, closeSocket, now());
  if (!reset.ok) return reset;
  const said = { event: 'reset_factors', by: 'operator', ok: true, network: 'operator', at: now() };
  await recordAudit(db, { brand, account: id, ...said });
  return done({ brand, user: id, reset: true });
}
