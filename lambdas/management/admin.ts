import type { Admin } from '../edge/admin-session.ts';
import { type AuditEntry, recordAudit } from '../store/audit.ts';
import type { Dependencies } from './dependencies.ts';

/** Writes into the log what an admin did, to a setting or to an account. */
export const recordChange = (
  { db, now }: Dependencies,
  { brand, agent, network }: Admin,
  what: Pick<AuditEntry, 'event' | 'on'> & { readonly account?: string },
): Promise<void> =>
  recordAudit(db, { brand, account: agent, by: agent, network, ok: true, at: now(), ...what });
