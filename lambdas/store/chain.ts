import type { Item, Value } from '../core/change.ts';
import { chainName, type Happened, type LogEntry, nextEntry, type Subject } from '../core/log/chain.ts';
import { newSecret } from '../core/secrets.ts';
import type { Db } from './db.ts';
import { type Key, keys } from './table.ts';

/** An entry as it is stored: also with the number of the first checkpoint that may cover it, to look for it from there. */
export interface StoredEntry extends LogEntry {
  readonly checkpoint: number;
}

/** Clocks of two environments are never further apart; milliseconds. */
const slack = 60_000;
const pageSize = 10;

const keyOf = (brand: string, { kind, id }: Subject, n: number): Key =>
  kind === 'account' ? keys.accountLog(brand, id, n) : keys.conversationLog(brand, id, n);

export interface Sealed {
  readonly entry: StoredEntry;
  /** Whether it was this call that appended it. */
  readonly fresh: boolean;
}

/**
 * Appends to a chain, unless the record has been sealed before. One conditional write decides it: it puts the next number,
 * which nothing may have yet, after looking at all entries before it that could hold the record already. `checkpoint` is
 * the number that the brand's next checkpoint will have, or a smaller one.
 */
export async function seal(
  db: Db,
  brand: string,
  subject: Subject,
  happened: Happened,
  checkpoint: number,
  now: () => number,
): Promise<Sealed> {
  const chain = chainName(subject);
  // Whoever is quicker takes the number; then the chain is looked at again.
  for (;;) {
    const { tail, found } = await lookBack(db, brand, subject, happened);
    if (found) return { entry: found, fresh: false };
    const next = nextEntry({ brand, chain, tail }, happened, newSecret(), now());
    const entry = { ...next, checkpoint };
    const key = keyOf(brand, subject, entry.n);
    const there = await db.putNew({ ...key, ...asItem(entry) });
    if (!there) return { entry, fresh: true };
    if (there.hash === entry.hash) return { entry, fresh: true };
  }
}

/** The end of a chain, and the entry of a record if it has one: one that was sealed before the record came up is not it. */
async function lookBack(
  db: Db,
  brand: string,
  subject: Subject,
  { source, at }: Happened,
): Promise<{ tail: StoredEntry | undefined; found: StoredEntry | undefined }> {
  const { pk } = keyOf(brand, subject, 0);
  let tail: StoredEntry | undefined;
  let startAfter: Item | undefined;
  do {
    const { items, last } = await db.query({
      pk,
      limit: pageSize,
      newestFirst: true,
      ...(startAfter && { startAfter }),
    });
    const entries = items.map(asEntry);
    tail ??= entries[0];
    const found = entries.find((entry) => entry.source === source);
    if (found || entries.some(({ sealed }) => sealed < at - slack)) return { tail, found };
    startAfter = last;
  } while (startAfter);
  return { tail, found: undefined };
}

/** A page of a chain, oldest first, after number `after`. `next` is what to ask for then, if there is more. */
export async function readChain(
  db: Db,
  brand: string,
  subject: Subject,
  { after = 0, limit = 50 }: { readonly after?: number; readonly limit?: number } = {},
): Promise<{ entries: StoredEntry[]; next?: number }> {
  const { pk, sk } = keyOf(brand, subject, after);
  const { items, last } = await db.query({ pk, limit, startAfter: { pk, sk } });
  const entries = items.map(asEntry);
  const end = entries.at(-1);
  return last && end ? { entries, next: end.n } : { entries };
}

/**
 * Erases what an entry says, with its salt, and what is still waiting of the record that it came from. The commitment
 * stays, tells nothing without the salt, and the chain still verifies. False when there is no such entry.
 */
export async function eraseAuditPayload(
  db: Db,
  brand: string,
  subject: Subject,
  n: number,
): Promise<boolean> {
  const outcome = await db.change(keyOf(brand, subject, n), {
    guards: [],
    set: {},
    remove: ['payload', 'salt'],
  });
  if (!outcome.ok) return false;
  const { source } = asEntry(outcome.item);
  await db.delete(keys.pendingAudit(brand, `${subject.kind}.${subject.id}`, source));
  return true;
}

const asItem = (entry: StoredEntry): Item => ({ ...entry }) as unknown as Readonly<Record<string, Value>>;

function asEntry({ pk: _pk, sk: _sk, ...entry }: Item): StoredEntry {
  return entry as unknown as StoredEntry;
}
