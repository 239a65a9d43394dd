import { above, absent, any, differs, equals, type Guard, holds, type Item, same } from '../change.ts';
import { type Refusal, refuse } from '../result.ts';
import { fingerprint } from '../secrets.ts';
import { type Head, socketAttribute } from './head.ts';

const otherwise = (...args: Parameters<typeof refuse>): Refusal => refuse(...args).refusal;

/** The consumer's socket stands in the head, under the current epoch, while its session lasts, and for this sender. */
export const consumerSocket = (connection: string, now: number, sender?: string): Guard[] => {
  const socket = socketAttribute(connection);
  return [
    { that: equals([socket, 'r'], 'c'), otherwise: otherwise('rejoin') },
    { that: same([socket, 'e'], ['epoch']), otherwise: otherwise('rejoin') },
    { that: any(absent(socket, 'u'), above([socket, 'u'], now)), otherwise: otherwise('rejoin') },
    ...(sender ? [{ that: equals([socket, 'x'], sender), otherwise: otherwise('rejoin') }] : []),
  ];
};

/** The agent's socket stands in the head, and for this sender. */
export const agentSocket = (connection: string, sender?: string): Guard[] => {
  const socket = socketAttribute(connection);
  return [
    { that: equals([socket, 'r'], 'a'), otherwise: otherwise('rejoin') },
    ...(sender ? [{ that: equals([socket, 'x'], sender), otherwise: otherwise('rejoin') }] : []),
  ];
};

/** Its consumer has logged in, if that had to come first. */
export const admitted: Guard = { that: differs(['state'], 'held'), otherwise: otherwise('login_required') };

export const notClosed: Guard = { that: differs(['state'], 'closed'), otherwise: otherwise('closed') };

/** The conversation is this agent's. */
export const assignedTo = (agent: string): Guard => ({
  that: equals(['agent', 'id'], agent),
  otherwise: otherwise('not_assigned'),
});

/** The consumer has not been silent for too long: `isIdle`, as a condition. `idle` is in milliseconds. */
export const notIdle = (now: number, idle: number): Guard => ({
  that: any(above(['idleUntil'], now), above(['until'], now - idle)),
  otherwise: otherwise('session_ended'),
});

/** The conversation has not been stepped up in the meantime. */
export const ofEpoch = (epoch: number): Guard => ({
  that: equals(['epoch'], epoch),
  otherwise: otherwise('unauthorized'),
});

/** Nobody has moved it since it was looked at: whoever sets its place in the inbox anew must know where it is. */
export const sameState = ({ state }: Head): Guard => ({
  that: equals(['state'], state),
  otherwise: otherwise('unavailable', { retryAfter: 1 }),
});

/** Nobody has moved, stepped up or ended it since it was looked at. */
export const asSeen = (head: Head): Guard[] => [ofEpoch(head.epoch), sameState(head)];

/** What a head holds of a session. */
export const sessionMark = (hash: string): string => fingerprint('session', hash);

/** Under this a head keeps a session of the same person on another device, with its epoch. */
export const alsoOpen = (hash: string): string => `z#${sessionMark(hash)}`;

/** A session by its hash, and the epoch that it is for. */
export interface SessionOfEpoch {
  readonly hash: string;
  readonly epoch: number;
}

/**
 * The session is the conversation's own: of this epoch, and the very one that the step-up to it began. Whoever tries to step
 * up puts a session for the next epoch first, and whoever loses the race must not be let in by it.
 */
export const ofSession = ({ hash, epoch }: SessionOfEpoch): Guard[] => [
  ofEpoch(epoch),
  {
    that:
      epoch === 0
        ? absent('redeemed')
        : any(equals(['redeemed', 'session'], sessionMark(hash)), equals([alsoOpen(hash)], epoch)),
    otherwise: otherwise('unauthorized'),
  },
];

/** The same of a head that was read. */
export const isOwnSession = (head: Head, session: SessionOfEpoch): boolean =>
  ofSession(session).every(({ that }) => holds(that, head as unknown as Item));
