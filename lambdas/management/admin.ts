import { difference } from '../core/settings/difference.ts';
import type { Admin } from '../edge/admin-session.ts';
import { recordAudit } from '../store/audit.ts';
import type { Dependencies } from './dependencies.ts';

/** What an admin did: to which thing or account, and what it was like before and after. Nothing secret may be in it. */
export interface Deed {
  readonly event: string;
  readonly on?: string;
  readonly account?: string;
  readonly before?: object;
  readonly after?: object;
}

/** Writes into the log what an admin did, with the fields that it changed. */
export const recordChange = (
  { db, now }: Dependencies,
  { brand, agent, network }: Admin,
  { before, after, ...what }: Deed,
): Promise<void> =>
  recordAudit(db, {
    brand,
    account: agent,
    by: agent,
    network,
    ok: true,
    at: now(),
    ...what,
    ...difference(before, after),
  });
