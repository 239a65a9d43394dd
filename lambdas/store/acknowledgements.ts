import { absent, any, below } from '../core/change.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** That an agent has taken note of a step-up. */
export interface Acknowledgement {
  readonly conversation: string;
  readonly epoch: number;
  /** Milliseconds. */
  readonly at: number;
}

/** Kept for 30 days, in seconds. */
const life = 30 * 24 * 60 * 60;

/** Takes note of a step-up for one agent; of an earlier one than the last, nothing is left to note. */
export async function acknowledge(
  db: Db,
  brand: string,
  agent: string,
  { conversation, epoch, at }: Acknowledgement,
): Promise<void> {
  await db.put(
    { ...keys.acknowledgement(brand, agent, conversation), epoch, at, ttl: Math.ceil(at / 1000) + life },
    any(absent('pk'), below(['epoch'], epoch)),
  );
}

/** A page of what an agent has taken note of, newest conversation first. */
export async function listAcknowledgements(
  db: Db,
  brand: string,
  agent: string,
  after?: string,
): Promise<{ items: Acknowledgement[]; next?: string }> {
  const { pk } = keys.acknowledgement(brand, agent, '');
  const { items, last } = await db.query({
    pk,
    limit: 50,
    newestFirst: true,
    ...(after === undefined ? {} : { startAfter: { pk, sk: after } }),
  });
  const listed = items.map(({ sk, epoch, at }) => ({
    conversation: String(sk),
    epoch: Number(epoch),
    at: Number(at),
  }));
  return last ? { items: listed, next: String(last.sk) } : { items: listed };
}
