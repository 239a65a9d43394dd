import type { Entry } from '../../contract/conversation.ts';
import type { Item } from '../core/change.ts';
import { asHead } from '../core/conversation/head.ts';
import type { Sockets } from '../edge/sockets.ts';
import type { Messaging } from '../flows/messaging.ts';
import type { Db } from '../store/db.ts';
import { putInLists } from '../store/lists.ts';
import type { Revocations } from '../store/revocations.ts';
import type { Roster } from '../store/roster.ts';
import type { StepUps } from '../store/step-ups.ts';
import { whatDesksHear } from './desks.ts';
import { rememberStepUp } from './revoked.ts';

export interface Dependencies extends Messaging {
  readonly db: Db;
  readonly roster: Roster;
  readonly stepUps: StepUps;
  readonly revocations: Revocations;
  readonly sockets: Sockets;
  /** Whether agents of this brand are notified when a conversation is stepped up. */
  readonly notifies: (brand: string) => Promise<boolean>;
}

/** When the youngest of the entries came up that these heads owe; milliseconds. */
export const latestDebt = (items: readonly Item[]): number =>
  Math.max(0, ...items.map((item) => asHead(item).owes?.at ?? 0));

/**
 * A head that owes an entry gets it put, should its own request have ended too early, and the sockets are told; a step-up
 * lists the conversation among those of the person, and it is listed among those of the agent who gets it. Safe to repeat.
 */
export async function settleHead(deps: Dependencies, image: Item): Promise<void> {
  const { db, conversations, push } = deps;
  if (image.sk !== 'HEAD') return;
  const head = asHead(image);
  const [owed] = await Promise.all([
    conversations.putOwed(image),
    rememberStepUp(deps, head),
    putInLists(db, head),
  ]);
  if (!owed?.stored) return;
  const now = await conversations.head(head.brand, head.id);
  if (now) await push.entry(now, owed.entry);
}

/** An entry tells every desk of the brand what became of the conversation. Safe to repeat. */
export async function tellDesks(
  { conversations, roster, sockets, notifies, now }: Dependencies,
  entry: Item,
): Promise<void> {
  if (entry.kind !== 'entry') return;
  const [, brand = '', , id = ''] = String(entry.pk).split('#');
  const [head, desks] = await Promise.all([conversations.head(brand, id), roster.list(brand, now())]);
  // A held conversation stands in no inbox.
  if (!head || head.inboxPk === undefined) return;
  const told = await whatDesksHear(head, entry as unknown as Entry, notifies);
  const outcomes = await Promise.all(
    desks.flatMap((desk) => {
      const { connection } = desk;
      const push = told(desk);
      return push ? [sockets.post(connection, push).then((outcome) => ({ connection, outcome }))] : [];
    }),
  );
  const gone = outcomes.filter(({ outcome }) => outcome === 'gone');
  await Promise.all(gone.map(({ connection }) => roster.remove(brand, connection)));
}
