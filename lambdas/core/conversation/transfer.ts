import type { EntryEvent } from '../../../contract/conversation.ts';
import { absent, any, type Change, equals, type Guard, to } from '../change.ts';
import { refuse } from '../result.ts';
import type { AgentName } from './changes.ts';
import { recordEntry } from './entry.ts';
import { assignedTo, notClosed } from './guards.ts';
import { type Head, socketAttribute, socketsOf } from './head.ts';
import { moveTo } from './inbox.ts';
import { anAgent } from './parties.ts';

/** A conversation that changes hands: as it was read, by whom, and what marks this very request. */
export interface Handover {
  readonly head: Head;
  readonly by: AgentName;
  /** Whether the one who asks may hand on what is not theirs. */
  readonly admin: boolean;
  readonly note?: string;
  readonly mark: string;
  readonly now: number;
}

type Holder = NonNullable<Extract<EntryEvent, { event: 'transferred' }>['to']>;

/** It is in the hands that it was in when it was read, and may be handed on by the one who asks. */
const inHand = ({ head: { agent }, by, admin }: Handover): readonly Guard[] => [
  notClosed,
  {
    that: any(equals(['state'], 'waiting'), equals(['state'], 'open')),
    otherwise: refuse('not_found').refusal,
  },
  ...(admin ? [] : [assignedTo(by.id)]),
  {
    that: agent === undefined ? absent('agent') : equals(['agent', 'id'], agent.id),
    otherwise: refuse('already_accepted').refusal,
  },
];

const told = (handover: Handover, holder: Holder) => {
  const { head, by, note, now } = handover;
  const from = {
    ...(head.agent === undefined ? {} : { agent: anAgent(head.agent) }),
    ...(head.skill === undefined ? {} : { skill: head.skill }),
  };
  const said = note === undefined ? {} : { note };
  return recordEntry(now, anAgent(by), { event: 'transferred', from, to: holder, ...said });
};

/** Hands a conversation to another agent. */
export const giveToAgent = (handover: Handover, agent: AgentName): Change => ({
  already: equals(['moved'], handover.mark),
  guards: inHand(handover),
  set: {
    ...moveTo('open', handover.now, handover.head.id),
    ...told(handover, { agent: anAgent(agent) }),
    agent: to({ ...agent }),
    moved: to(handover.mark),
  },
});

/**
 * Hands a conversation to those with a skill, for whom it waits. Agents' sockets leave it: who may see it from now on joins
 * again. `inboxPk` is its new place.
 */
export const giveToSkill = (handover: Handover, skill: string, inboxPk: string): Change => ({
  already: equals(['moved'], handover.mark),
  guards: inHand(handover),
  set: {
    ...moveTo('waiting', handover.now, handover.head.id),
    ...told(handover, { skill }),
    skill: to(skill),
    inboxPk: to(inboxPk),
    moved: to(handover.mark),
  },
  remove: ['agent', ...agentSockets(handover.head)],
});

/** Gives a conversation back: it waits again, for those it waited for before. */
export const release = (handover: Handover): Change => ({
  already: equals(['moved'], handover.mark),
  guards: inHand(handover),
  set: {
    ...moveTo('waiting', handover.now, handover.head.id),
    ...recordEntry(handover.now, anAgent(handover.by), { event: 'released' }),
    moved: to(handover.mark),
  },
  remove: ['agent'],
});

/** The attributes of the agents' sockets in a head. */
export const agentSockets = (head: Head): string[] =>
  socketsOf(head as never)
    .filter(({ role }) => role === 'agent')
    .map(({ connection }) => socketAttribute(connection));
