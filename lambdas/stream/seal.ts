import type { Item } from '../core/change.ts';
import { owedEntry } from '../core/conversation/entry.ts';
import { asHead } from '../core/conversation/head.ts';
import { chainName, type Happened, type Subject } from '../core/log/chain.ts';
import type { ChainHead } from '../core/log/checkpoint.ts';
import { loggedFacts } from '../core/log/entries.ts';
import { log } from '../edge/log.ts';
import { pendingOf } from '../store/audit.ts';
import { type Sealed, seal } from '../store/chain.ts';
import { addCheckpoint, isCovered, lastCheckpoint, type Sign } from '../store/checkpoints.ts';
import type { Db } from '../store/db.ts';
import type { Batch, StreamRecord } from './batch.ts';

interface Dependencies {
  readonly db: Db;
  readonly sign: Sign;
  readonly now: () => number;
}

/** Something of a record that the log is to hold. */
interface Sealable {
  readonly record: StreamRecord;
  readonly brand: string;
  readonly subject: Subject;
  readonly happened: Happened;
}

/** What this environment has sealed and signed lately: the image of a head shows what it owes more than once. */
const known = new Set<string>();
const mostKnown = 1000;
const nameOf = ({ brand, subject, happened }: Omit<Sealable, 'record'>) =>
  `${brand}/${chainName(subject)}/${happened.source}`;

/**
 * Seals what the records tell into the chains of the log, in their order, and signs a checkpoint of each brand. Safe to
 * repeat.
 */
export async function sealAll(deps: Dependencies, batch: Batch): Promise<void> {
  const found = batch.records.flatMap((record) =>
    sealableIn(record.item).map((one): Sealable => ({ record, ...one })),
  );
  const unknown = found.filter((one) => !known.has(nameOf(one)));
  const brands = Object.entries(Object.groupBy(unknown, ({ brand }) => brand));
  await Promise.all(brands.map(([brand, those = []]) => sealBrand(deps, batch, brand, those)));
}

async function sealBrand(
  deps: Dependencies,
  batch: Batch,
  brand: string,
  those: readonly Sealable[],
): Promise<void> {
  const { db, sign, now } = deps;
  const done: Sealable[] = [];
  try {
    const last = await lastCheckpoint(db, brand);
    const chains = Object.values(Object.groupBy(those, ({ subject }) => chainName(subject)));
    const heads = await Promise.all(
      chains.map((chain = []) => sealChain(deps, batch, chain, (last?.m ?? 0) + 1, done)),
    );
    const moved = heads.flatMap((head) => head ?? []);
    if (moved.length > 0) {
      const { m, hash } = await addCheckpoint(db, sign, brand, moved, last, now());
      // The log of the function is a witness outside of the table.
      log.info('log_checkpoint', { brand, m, hash, chains: moved.length });
    }
    for (const one of done) remember(one);
  } catch (error) {
    for (const { record } of done) batch.fail(record, error);
  }
}

/** Seals what belongs to one chain, one after the other. Returns how far it has come, if no checkpoint says so yet. */
async function sealChain(
  { db, now }: Dependencies,
  batch: Batch,
  those: readonly Sealable[],
  checkpoint: number,
  done: Sealable[],
): Promise<ChainHead | undefined> {
  const open: Sealed['entry'][] = [];
  for (const one of those) {
    const { record, brand, subject, happened } = one;
    try {
      const { entry, fresh } = await seal(db, brand, subject, happened, checkpoint, now);
      if (fresh || !(await isCovered(db, entry))) open.push(entry);
      done.push(one);
    } catch (error) {
      batch.fail(record, error);
      break;
    }
  }
  const [first] = open;
  const last = open.at(-1);
  return first && last && { chain: last.chain, from: first.n, n: last.n, hash: last.hash };
}

function remember(one: Sealable): void {
  known.add(nameOf(one));
  const [oldest] = known;
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
}

/** What an item tells the log: a writer's entry that waits, or what a conversation has decided last. */
function sealableIn(item: Item): Omit<Sealable, 'record'>[] {
  const pending = pendingOf(item);
  if (pending) return [pending];
  if (item.sk !== 'HEAD') return [];
  const head = asHead(item);
  const entry = owedEntry(head);
  const payload = entry && loggedFacts(entry, head.owes?.network);
  if (!entry || !payload) return [];
  const happened = { source: String(entry.seq), at: entry.at, payload };
  return [{ brand: head.brand, subject: { kind: 'conversation', id: head.id }, happened }];
}
