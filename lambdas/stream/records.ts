import type { EntryEvent } from '../../contract/conversation.ts';
import type { Item } from '../core/change.ts';
import { asHead } from '../core/conversation/head.ts';
import { inboxLineOf } from '../core/conversation/inbox.ts';
import type { Sockets } from '../edge/sockets.ts';
import type { Messaging } from '../flows/messaging.ts';
import type { Db } from '../store/db.ts';
import { putInLists } from '../store/lists.ts';
import type { Roster } from '../store/roster.ts';
import type { StepUps } from '../store/step-ups.ts';

export interface Dependencies extends Messaging {
  readonly db: Db;
  readonly roster: Roster;
  readonly stepUps: StepUps;
  readonly sockets: Sockets;
}

/** When the youngest of the entries came up that these heads owe; milliseconds. */
export const latestDebt = (items: readonly Item[]): number =>
  Math.max(0, ...items.map((item) => asHead(item).owes?.at ?? 0));

/**
 * A head that owes an entry gets it put, should its own request have ended too early, and the sockets are told; a step-up
 * lists the conversation among those of the person, and it is listed among those of the agent who gets it. Safe to repeat.
 */
export async function settleHead(
  { db, conversations, stepUps, push }: Dependencies,
  image: Item,
): Promise<void> {
  if (image.sk !== 'HEAD') return;
  const head = asHead(image);
  const [owed] = await Promise.all([
    conversations.putOwed(image),
    stepUps.rememberFor(head),
    putInLists(db, head),
  ]);
  if (!owed?.stored) return;
  const now = await conversations.head(head.brand, head.id);
  if (now) await push.entry(now, owed.entry);
}

/** An entry tells every desk of the brand what became of the conversation. Safe to repeat. */
export async function tellDesks(
  { conversations, roster, sockets, now }: Dependencies,
  entry: Item,
): Promise<void> {
  if (entry.kind !== 'entry') return;
  const [, brand = '', , id = ''] = String(entry.pk).split('#');
  const [head, desks] = await Promise.all([conversations.head(brand, id), roster.list(brand, now())]);
  // A held conversation stands in no inbox.
  if (!head || head.inboxPk === undefined) return;
  const { event } = entry.what as unknown as EntryEvent;
  const push = { type: 'inbox', line: inboxLineOf(head), why: event };
  const outcomes = await Promise.all(
    desks.map(async ({ connection }) => ({ connection, outcome: await sockets.post(connection, push) })),
  );
  const gone = outcomes.filter(({ outcome }) => outcome === 'gone');
  await Promise.all(gone.map(({ connection }) => roster.remove(brand, connection)));
}
