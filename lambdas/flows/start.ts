import { shardOf } from '../core/conversation/inbox.ts';
import { newHead } from '../core/conversation/start.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { availabilityOf } from '../core/settings/availability.ts';
import type { EngagementRecord } from '../core/settings/records.ts';
import type { ConsumerSession } from '../store/consumer-sessions.ts';
import { inboxPartition, shardsOf } from '../store/table.ts';
import type { Messaging } from './messaging.ts';

/** The partition of the inbox that a conversation stands in, by the skill that it asks for. */
export const inboxOf = (brand: string, conversation: string, skill?: string): string =>
  inboxPartition(brand, shardOf(conversation, shardsOf(skill)), skill);

/**
 * Starts the conversation of a session, for the skill that its engagement asks for, and with a word for those who begin when
 * nobody is there. A repeat finds it begun; a session whose time to begin is over has ended.
 */
export async function startConversation(
  { conversations, now }: Messaging,
  session: ConsumerSession,
  place: EngagementRecord | undefined,
  claimed?: Readonly<Record<string, string>>,
): Promise<Result<Record<never, never>>> {
  const { brand, conversation: id, engagement, channel, settings, epoch, startBy, held = false } = session;
  const begun = async () => {
    const there = await conversations.head(brand, id);
    return there && (there.epoch === epoch ? done({}) : refuse('unauthorized'));
  };
  // A session of a later epoch than the first is for a conversation that has begun.
  // Nor does anything begin at an engagement that is gone.
  if (epoch > 0 || startBy <= now() || !place) return (await begun()) ?? refuse('session_ended');
  const { skill } = place;
  const { awayMessage: away } = availabilityOf(place, now());
  const inboxPk = inboxOf(brand, id, skill);
  const head = newHead({
    id,
    brand,
    engagement,
    channel,
    settings,
    inboxPk,
    held,
    now: now(),
    ...(skill === undefined ? {} : { skill }),
    ...(away === undefined ? {} : { away }),
    ...(claimed === undefined ? {} : { claimed }),
  });
  if (!(await conversations.start(brand, id, head)))
    return (await begun()) ?? refuse('unavailable', { retryAfter: 1 });
  await conversations.putOwed(head);
  return done({});
}
