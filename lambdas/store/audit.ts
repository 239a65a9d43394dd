import { ulid } from 'ulid';
import { absent } from '../core/change.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** What happened to an account. No secret and nothing that a person typed belongs here. */
export interface AuditEntry {
  readonly brand: string;
  /** The user's id, or `nobody` when the name is not that of a user. */
  readonly account: string;
  readonly event: string;
  readonly ok: boolean;
  /** Why it failed, for those who may read the log; callers are told less. */
  readonly why?: string;
  /** Who did it, when it was not the account itself. */
  readonly by?: string;
  /** What it was done to: a session, an engagement, an issuer. */
  readonly on?: string;
  readonly network: string;
  /** Milliseconds. */
  readonly at: number;
}

export const nobody = 'nobody';

/** Appends to the log: one write, and never over an entry that is there. */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<void> {
  const { brand, account, at, ...rest } = entry;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  await db.put({ ...keys.audit(brand, account, ulid(at)), at, ...given }, absent('pk'));
}
