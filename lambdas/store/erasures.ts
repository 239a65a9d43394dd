import { ulid } from 'ulid';
import { absent, equals, type Item, to } from '../core/change.ts';
import { refuse } from '../core/result.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** Who is to be erased: a person with all her conversations, or one conversation. */
export type Subject = { readonly identity: string } | { readonly conversation: string };

/** How much has been erased. */
export interface Erased {
  readonly conversations: number;
  readonly messages: number;
  readonly entries: number;
  readonly others: number;
  readonly logEntries: number;
}

/** An order to erase somebody, and how far it is. When it is done it names nobody any more. */
export interface Erasure {
  readonly id: string;
  readonly brand: string;
  /** The admin who asked for it. */
  readonly by: string;
  readonly requestedAt: number;
  readonly finishedAt?: number;
  readonly subject?: Subject;
  readonly erased: Erased;
  /** The conversation that was counted last, so that none is counted twice. */
  readonly counted?: string;
  /** Counts the writes: two that go on at the same time do not both record. */
  readonly step: number;
}

const none: Erased = { conversations: 0, messages: 0, entries: 0, others: 0, logEntries: 0 };

const asErasure = (item: Item): Erasure => item as unknown as Erasure;

/** Orders an erasure: first it is listed as unfinished, so that whatever ends here, somebody goes on with it. */
export async function orderErasure(
  db: Db,
  { brand, by, subject, now }: { brand: string; by: string; subject: Subject; now: number },
): Promise<Erasure> {
  const id = ulid(now);
  const erasure: Erasure = { id, brand, by, requestedAt: now, subject, erased: none, step: 0 };
  await db.put({ ...keys.unfinishedErasure(brand, id), brand, erasure: id });
  await db.put(
    { ...(JSON.parse(JSON.stringify(erasure)) as Item), ...keys.erasure(brand, id) },
    absent('pk'),
  );
  return erasure;
}

export async function readErasure(db: Db, brand: string, id: string): Promise<Erasure | undefined> {
  const item = await db.get(keys.erasure(brand, id));
  return item && asErasure(item);
}

/** A page of a brand's erasures, newest first. */
export async function listErasures(db: Db, brand: string, before?: string, limit = 50) {
  const { pk } = keys.erasure(brand, '');
  const startAfter = before === undefined ? {} : { startAfter: { pk, sk: before } };
  const { items, last } = await db.query({ pk, limit, newestFirst: true, ...startAfter });
  return { erasures: items.map(asErasure), ...(last ? { next: String(last.sk) } : {}) };
}

/** Erasures of all brands that are not done: the first so many. */
export async function unfinishedErasures(db: Db, limit: number): Promise<{ brand: string; id: string }[]> {
  const { items } = await db.query({ pk: keys.unfinishedErasure('', '').pk, limit });
  return items.map(({ brand, erasure }) => ({ brand: String(brand), id: String(erasure) }));
}

/** Records a conversation as erased. When another call did so first, that one's record is the answer. */
export async function countErased(
  db: Db,
  { brand, id, step }: Erasure,
  counted: string,
  erased: Erased,
): Promise<Erasure> {
  const outcome = await db.change(keys.erasure(brand, id), {
    guards: [{ that: equals(['step'], step), otherwise: refuse('conflict').refusal }],
    set: { counted: to(counted), erased: to({ ...erased }), step: to(step + 1) },
  });
  if (!outcome.item) throw new Error('An erasure is gone.');
  return asErasure(outcome.item);
}

/** Ends an erasure: from here on not even the order says who it was. */
export async function finishErasure(db: Db, { brand, id }: Erasure, now: number): Promise<Erasure> {
  const outcome = await db.change(keys.erasure(brand, id), {
    already: { test: 'exists', path: ['finishedAt'] },
    guards: [],
    set: { finishedAt: to(now) },
    remove: ['subject', 'counted'],
  });
  if (!outcome.item) throw new Error('An erasure is gone.');
  await db.delete(keys.unfinishedErasure(brand, id));
  return asErasure(outcome.item);
}
