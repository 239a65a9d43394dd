import type { FrameAnswer } from '../../contract/frames.ts';
import type { Change, Item } from '../core/change.ts';
import { asHead, socketAttribute } from '../core/conversation/head.ts';
import { drop, isCrowded, surplus } from '../core/conversation/join.ts';
import { conversationView, type Viewer } from '../core/conversation/views.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { Messaging } from './messaging.ts';
import { stepDownIfOver } from './step-down.ts';

export interface Joining {
  readonly brand: string;
  readonly conversation: string;
  readonly connection: string;
  readonly sender: string;
  readonly viewer: Viewer;
  readonly change: Change;
}

/** Adds a socket to a conversation, and tells it where the conversation and its own numbering stand. */
export async function join(
  messaging: Messaging,
  joining: Joining,
): Promise<Result<FrameAnswer<'consumer.join'>>> {
  const { brand, conversation, connection, sender, viewer, change } = joining;
  const outcome = await messaging.conversations.change(brand, conversation, change);
  if (!outcome.ok) return outcome;
  if (isCrowded(outcome.item, sender, messaging.now())) {
    await messaging.conversations.drop(brand, conversation, [socketAttribute(connection), `n#${sender}`]);
    return refuse('rate_limited', { retryAfter: 10 });
  }
  const extra = surplus(outcome.item, messaging.now());
  if (extra.length > 0) await messaging.conversations.change(brand, conversation, drop(extra));
  const item: Item = await stepDownIfOver(messaging, outcome.item);
  // Meanwhile somebody has logged in anew: then this socket is one of before.
  if (viewer === 'consumer' && asHead(item).epoch !== asHead(outcome.item).epoch) return refuse('rejoin');
  const n = Number(item[`n#${sender}`] ?? 0);
  return done({ conversation: conversationView(asHead(item), viewer, messaging.now()), sender, n });
}
