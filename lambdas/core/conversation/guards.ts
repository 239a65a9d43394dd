import { above, any, differs, equals, exists, type Guard, same } from '../change.ts';
import { type Refusal, refuse } from '../result.ts';
import { socketAttribute } from './head.ts';

const otherwise = (...args: Parameters<typeof refuse>): Refusal => refuse(...args).refusal;

/** The consumer's socket stands in the head, under the current epoch and for this sender. */
export const consumerSocket = (connection: string, sender?: string): Guard[] => {
  const socket = socketAttribute(connection);
  return [
    { that: equals([socket, 'r'], 'c'), otherwise: otherwise('rejoin') },
    { that: same([socket, 'e'], ['epoch']), otherwise: otherwise('rejoin') },
    ...(sender ? [{ that: equals([socket, 'x'], sender), otherwise: otherwise('rejoin') }] : []),
  ];
};

/** The agent's socket stands in the head, for this agent and sender. */
export const agentSocket = (connection: string, agent: string, sender?: string): Guard[] => {
  const socket = socketAttribute(connection);
  return [
    { that: equals([socket, 'i'], agent), otherwise: otherwise('rejoin') },
    ...(sender ? [{ that: equals([socket, 'x'], sender), otherwise: otherwise('rejoin') }] : []),
  ];
};

export const notClosed: Guard = { that: differs(['state'], 'closed'), otherwise: otherwise('closed') };

/** The conversation is this agent's. */
export const assignedTo = (agent: string): Guard => ({
  that: equals(['agent', 'id'], agent),
  otherwise: otherwise('not_assigned'),
});

/** An anonymous consumer has not been silent for too long; an authenticated one is ended by the assurance instead. */
export const notIdle = (now: number): Guard => ({
  that: any(above(['idleUntil'], now), exists('until')),
  otherwise: otherwise('session_ended'),
});

/** The session belongs to this epoch: a step-up ends all earlier ones. */
export const ofEpoch = (epoch: number): Guard => ({
  that: equals(['epoch'], epoch),
  otherwise: otherwise('unauthorized'),
});
