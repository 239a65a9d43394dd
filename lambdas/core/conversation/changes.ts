import type { ConversationState } from '../../../contract/conversation.ts';
import { above, absent, all, any, below, type Change, equals, type Guard, next, to } from '../change.ts';
import { refuse } from '../result.ts';
import { recordEntry } from './entry.ts';
import { assignedTo, notClosed, notIdle } from './guards.ts';
import { moveTo } from './inbox.ts';
import { anAgent, theConsumer, theSystem } from './parties.ts';
import { packStamp } from './stamp.ts';

export interface AgentName {
  readonly id: string;
  readonly name: string;
  readonly bot?: boolean;
}

/** An agent takes a waiting conversation. */
export const accept = (conversation: string, agent: AgentName, now: number): Change => ({
  already: all(equals(['agent', 'id'], agent.id), equals(['state'], 'open')),
  guards: [notClosed, { that: equals(['state'], 'waiting'), otherwise: refuse('already_accepted').refusal }],
  set: {
    ...moveTo('open', now, conversation),
    ...recordEntry(now, anAgent(agent), { event: 'accepted' }),
    agent: to({ ...agent }),
  },
});

const close = (conversation: string, now: number) => moveTo('closed', now, conversation);

export const agentCloses = (conversation: string, agent: AgentName, now: number): Change => ({
  already: equals(['state'], 'closed'),
  guards: [assignedTo(agent.id)],
  set: { ...close(conversation, now), ...recordEntry(now, anAgent(agent), { event: 'closed' }) },
  remove: ['challenge'],
});

export const consumerCloses = (conversation: string, authority: readonly Guard[], now: number): Change => ({
  authority,
  already: equals(['state'], 'closed'),
  guards: [],
  set: { ...close(conversation, now), ...recordEntry(now, theConsumer, { event: 'closed' }) },
  remove: ['challenge'],
});

const hasRead = (side: 'readConsumer' | 'readAgent', seq: number, authority: readonly Guard[]): Change => ({
  authority,
  already: any(equals([side], seq), above([side], seq)),
  guards: [
    {
      that: above(['lastSeq'], seq - 1),
      otherwise: refuse('invalid_request', { detail: 'There is no such message yet.' }).refusal,
    },
  ],
  set: { [side]: to(seq) },
});

/** The agent has read up to `seq`. A mark never goes back. */
export const agentReads = (seq: number, authority: readonly Guard[]): Change =>
  hasRead('readAgent', seq, authority);

/** The consumer has read up to `seq`, which is a sign of life. `idle` is in milliseconds. */
export function consumerReads(seq: number, authority: readonly Guard[], idle: number, now: number): Change {
  const change = hasRead('readConsumer', seq, authority);
  return {
    ...change,
    guards: [...change.guards, notIdle(now, idle)],
    set: { ...change.set, idleUntil: to(now + idle) },
  };
}

/**
 * The authenticated period is over. The consumer may go on, anonymous, and reads from this entry on; whose conversation
 * it is stays. Made by whoever notices first.
 */
export const stepDown = (
  conversation: string,
  state: ConversationState,
  idle: number,
  now: number,
): Change => ({
  already: absent('until'),
  guards: [
    { that: below(['until'], now + 1), otherwise: refuse('conflict').refusal },
    { that: equals(['state'], state), otherwise: refuse('conflict').refusal },
  ],
  set: {
    ...moveTo(state, now, conversation),
    ...recordEntry(now, theSystem, { event: 'stepped_down', why: 'expired' }),
    assurance: to({ level: 'anonymous' }),
    stamp: to(packStamp({ level: 'anonymous' })),
    readFrom: next('lastSeq'),
    idleUntil: to(now + idle),
  },
  remove: ['until'],
});
