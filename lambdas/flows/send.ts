import type { Message, Party } from '../../contract/conversation.ts';
import type { Change, Item } from '../core/change.ts';
import { asHead } from '../core/conversation/head.ts';
import { recordedOf } from '../core/conversation/send.ts';
import { assuranceOver } from '../core/conversation/views.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { Messaging } from './messaging.ts';
import { stepDownIfOver } from './step-down.ts';

export interface Sending {
  readonly brand: string;
  readonly conversation: string;
  readonly connection: string;
  readonly from: Party;
  readonly sender: string;
  readonly n: number;
  readonly text: string;
  /** The change that gives the message its number, made for a time. */
  readonly change: (now: number) => Change;
}

/**
 * Sends a message: the head gives it number and stamp, it is put at that number, the others are told. Whatever is lost on
 * the way, a repeat is finished from what the head recorded, and is stored once.
 */
export async function send(
  messaging: Messaging,
  sending: Sending,
): Promise<Result<{ seq: number; at: number }>> {
  const { brand, conversation, connection, from, sender, n, text } = sending;
  const head = await number(messaging, sending);
  if (!head.ok) return head;
  const { seq, at, stamp } = recordedOf(head.value.item, sender);
  const message: Message = { kind: 'message', seq, at, from, sender, n, text, assurance: stamp };
  const put = await messaging.conversations.putMessage(brand, conversation, message);
  if (put === 'lost') return refuse('lost');
  // A repeat is pushed again as well: the first try may have ended before it told anybody. Clients know a number again.
  await messaging.push.message(head.value.item, message, connection);
  return done({ seq, at });
}

async function number(
  messaging: Messaging,
  { brand, conversation, change }: Sending,
): Promise<Result<{ item: Item }>> {
  const { conversations, now } = messaging;
  const outcome = await conversations.change(brand, conversation, change(now()));
  if (outcome.ok) return done({ item: outcome.item });
  if (!outcome.item || !assuranceOver(asHead(outcome.item), now())) return outcome;
  await stepDownIfOver(messaging, outcome.item);
  const again = await conversations.change(brand, conversation, change(now()));
  return again.ok ? done({ item: again.item }) : again;
}
