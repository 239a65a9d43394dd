import type { Item } from '../core/change.ts';
import type { LogEntry, Subject } from '../core/log/chain.ts';
import type { ChainHead, Checkpoint } from '../core/log/checkpoint.ts';
import { readChain } from './chain.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** A page of the log, newest first; `next` is the number that it ended with, if there is more. */
export interface LogPage {
  readonly entries: LogEntry[];
  readonly next?: number;
}

const asEntry = (item: Item) => item as unknown as LogEntry;

/** What a chain is about, by its name. */
export function subjectOf(chain: string): Subject {
  const slash = chain.indexOf('/');
  return {
    kind: chain.slice(0, slash) === 'account' ? 'account' : 'conversation',
    id: chain.slice(slash + 1),
  };
}

const keyOf = (brand: string, { kind, id }: Subject, n: number) =>
  kind === 'account' ? keys.accountLog(brand, id, n) : keys.conversationLog(brand, id, n);

/** A page of one chain, newest first: one query. `before` is the number that the page before ended with. */
export async function readNewest(
  db: Db,
  brand: string,
  subject: Subject,
  limit: number,
  before?: number,
): Promise<LogPage> {
  const { pk, sk } = keyOf(brand, subject, before ?? 0);
  const startAfter = before === undefined ? {} : { startAfter: { pk, sk } };
  const { items, last } = await db.query({ pk, limit, newestFirst: true, ...startAfter });
  const end = items.at(-1);
  return { entries: items.map(asEntry), ...(last && end ? { next: Number(end.n) } : {}) };
}

/** The entries that a checkpoint is the first to name, oldest first. */
export async function entriesOf(db: Db, brand: string, heads: readonly ChainHead[]): Promise<LogEntry[]> {
  const pages = await Promise.all(
    heads.map(({ chain, from, n }) =>
      readChain(db, brand, subjectOf(chain), { after: from - 1, limit: n - from + 1 }),
    ),
  );
  return pages.flatMap(({ entries }) => entries);
}

const checkpointsAtOnce = 10;

/**
 * A page of everything that happened in a brand, newest first, found by its checkpoints: they are in order, and each names
 * the entries that are new since the one before. It ends with the checkpoint that brings it to `enough` entries.
 */
export async function readAllNewest(
  db: Db,
  brand: string,
  enough: number,
  before?: number,
): Promise<LogPage> {
  const { pk, sk } = keys.checkpoint(brand, before ?? 0);
  const startAfter = before === undefined ? {} : { startAfter: { pk, sk } };
  const { items, last } = await db.query({ pk, limit: checkpointsAtOnce, newestFirst: true, ...startAfter });
  const checkpoints = items.map((item) => item as unknown as Checkpoint);
  const wanted: Checkpoint[] = [];
  for (let count = 0; count < enough && wanted.length < checkpoints.length; ) {
    const next = checkpoints[wanted.length];
    if (!next) break;
    wanted.push(next);
    count += next.heads.reduce((sum, { from, n }) => sum + n - from + 1, 0);
  }
  const pages = await Promise.all(wanted.map(({ heads }) => entriesOf(db, brand, heads)));
  const entries = pages.flatMap((page) => page.sort((a, b) => b.sealed - a.sealed));
  const end = wanted.at(-1);
  const more = last !== undefined || wanted.length < checkpoints.length;
  return { entries, ...(more && end ? { next: end.m } : {}) };
}
