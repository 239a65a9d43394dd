import { ulid } from 'ulid';
import { absent, type Item } from '../core/change.ts';
import type { Happened, Subject } from '../core/log/chain.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** What happened to an account, or in a conversation. No secret and nothing that a person typed belongs here. */
export type AuditEntry = AuditFacts & ({ readonly account: string } | { readonly conversation: string });

interface AuditFacts {
  readonly brand: string;
  readonly event: string;
  readonly ok: boolean;
  /** Why it failed, for those who may read the log; callers are told less. */
  readonly why?: string;
  /** Who did it, when it was not the account itself. */
  readonly by?: string;
  /** What it was done to: a session, an engagement, an issuer. */
  readonly on?: string;
  /** The fields that were changed, as they were and as they are, without secrets. */
  readonly before?: Item;
  readonly after?: Item;
  readonly network: string;
  /** Milliseconds. */
  readonly at: number;
}

/** The account of a name that is not that of a user. */
export const nobody = 'nobody';

/** How long an entry waits at most to be sealed; days. The stream takes moments, and an alarm tells when it does not. */
const patience = 30;

/**
 * Gives the log an entry: one write, and never over one that is there. The stream's function seals it into the chain of its
 * account or conversation, where no other function can write.
 */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<void> {
  const { brand, at, ...rest } = entry;
  const { kind, id } = subjectOf(entry);
  const facts = Object.entries(rest).filter(
    ([name, value]) => value !== undefined && name !== 'account' && name !== 'conversation',
  );
  const key = keys.pendingAudit(brand, `${kind}.${id}`, ulid(at));
  const ttl = Math.ceil(at / 1000) + patience * 24 * 60 * 60;
  await db.put({ ...key, kind: 'pending', at, ttl, ...Object.fromEntries(facts) }, absent('pk'));
}

const subjectOf = (entry: AuditEntry): Subject =>
  'account' in entry
    ? { kind: 'account', id: entry.account }
    : { kind: 'conversation', id: entry.conversation };

/** What a waiting entry says, as the log will hold it; nothing when the item is none. */
export function pendingOf(item: Item): { brand: string; subject: Subject; happened: Happened } | undefined {
  if (item.kind !== 'pending') return undefined;
  const { pk, sk, kind: _kind, ttl: _ttl, at, ...payload } = item;
  const [, brand = '', , about = ''] = String(pk).split('#');
  const dot = about.indexOf('.');
  const kind = about.slice(0, dot) === 'account' ? 'account' : 'conversation';
  return {
    brand,
    subject: { kind, id: about.slice(dot + 1) },
    happened: { source: String(sk), at: Number(at), payload },
  };
}
