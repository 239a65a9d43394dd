import { createHash } from 'node:crypto';
import type { ConversationState, InboxLine } from '../../../contract/conversation.ts';
import type { Item } from '../change.ts';
import { type Assignment, to } from '../change.ts';
import { asHead } from './head.ts';
import { anAgent } from './parties.ts';

const pad = (time: number) => String(time).padStart(15, '0');

/** Which of `shards` partitions of the inbox a conversation stands in: by its id, for ever. */
export const shardOf = (conversation: string, shards: number): number =>
  createHash('sha256').update(conversation).digest().readUInt32BE(0) % shards;

/** The inbox sorts by state, then by the time of the last change; the end of the id tells apart what changed at one time. */
export const inboxSort = (state: ConversationState, changedAt: number, id: string) =>
  `${state}#${pad(changedAt)}#${id.slice(-10)}`;

/** What every change of state sets: the time, and so the place in the inbox. */
export const moveTo = (state: ConversationState, now: number, id: string): Record<string, Assignment> => ({
  state: to(state),
  changedAt: to(now),
  inboxSk: to(inboxSort(state, now, id)),
});

/** A line of the inbox, from a head or from the index. */
/** A held conversation has none, so whoever asks for its line has made a mistake. */
export function inboxLineOf(item: Item): InboxLine {
  const { id, engagement, channel, state, createdAt, changedAt, identity, name, agent, skill } = asHead(item);
  if (state === 'held') throw new Error('A held conversation stands in no inbox.');
  return {
    id,
    engagement,
    channel,
    state,
    createdAt,
    changedAt,
    steppedUp: identity !== undefined,
    ...(name === undefined ? {} : { name }),
    ...(agent === undefined ? {} : { agent: anAgent(agent) }),
    ...(skill === undefined ? {} : { skill }),
  };
}
