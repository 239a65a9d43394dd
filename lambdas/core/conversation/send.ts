import { createHash } from 'node:crypto';
import {
  above,
  absent,
  all,
  any,
  below,
  type Change,
  copyOf,
  differs,
  equals,
  type Guard,
  type Item,
  next,
  to,
} from '../change.ts';
import { refuse } from '../result.ts';
import { fingerprint } from '../secrets.ts';
import { settled } from './entry.ts';
import { admitted, agentSocket, assignedTo, notClosed, notIdle } from './guards.ts';
import { type HeadSocket, socketAttribute, socketValue } from './head.ts';
import { unpackStamp } from './stamp.ts';

/** A message on its way into a conversation, with the sender's own number for it. */
export interface Outgoing {
  readonly sender: string;
  readonly n: number;
  readonly text: string;
  readonly now: number;
}

/** Every `burst`th message of a sender must come this much later than the one that many before: 20 in 10 seconds. */
const burst = 20;
const window = 10_000;

/**
 * The key of one client instance: `participant` is `consumer` or an agent's id. Short, since a head must stay small; the
 * first letter keeps the sides apart, so that no consumer can look for a client id that gives an agent's key.
 */
export const senderKey = (participant: string, clientId: string): string =>
  (participant === 'consumer' ? 'c' : 'a') + fingerprint(participant, clientId).slice(0, 7);

/** 66 bits of a message's SHA-256: it tells a sender's repeat from another text of the same sender. */
const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 11);

/** Why a number is not the next one: the order of these guards is the order in which a client is told. */
function numbered({ sender, n }: Outgoing): Guard[] {
  const last = [`n#${sender}`];
  return [
    { that: differs(last, n), otherwise: refuse('conflict').refusal },
    { that: below(last, n), otherwise: refuse('duplicate').refusal },
    { that: equals(last, n - 1), otherwise: refuse('out_of_order').refusal },
  ];
}

const paced = ({ sender, n, now }: Outgoing): Guard[] =>
  n % burst === 0
    ? [
        {
          that: any(absent(`w#${sender}`), below([`w#${sender}`], now - window)),
          otherwise: refuse('rate_limited', { retryAfter: window / 1000 }).refusal,
        },
      ]
    : [];

/** The assurance has not run out: a message must not be stamped with one that has. The caller steps down and repeats. */
const assured = (now: number): Guard => ({
  that: any(absent('until'), above(['until'], now)),
  otherwise: refuse('unavailable', { retryAfter: 1 }).refusal,
});

/** Gives a message its number and stamp, and records both, so that a repeat is stored from what is recorded. */
function send(message: Outgoing, authority: readonly Guard[], guards: readonly Guard[]): Change {
  const { sender, n, text, now } = message;
  const digest = digestOf(text);
  return {
    authority,
    already: all(equals([`n#${sender}`], n), equals([`d#${sender}`], digest)),
    guards: [...guards, ...numbered(message), ...paced(message), assured(now)],
    set: {
      lastSeq: next('lastSeq'),
      [`n#${sender}`]: to(n),
      [`q#${sender}`]: next('lastSeq'),
      [`a#${sender}`]: copyOf('stamp'),
      [`d#${sender}`]: to(digest),
      [`t#${sender}`]: to(now),
      ...(n % burst === 0 ? { [`w#${sender}`]: to(now) } : {}),
    },
    remove: settled,
  };
}

/** `authority` is that of the consumer's socket; `idle` is in milliseconds. */
export function consumerSends(message: Outgoing, authority: readonly Guard[], idle: number): Change {
  const change = send(message, authority, [notClosed, admitted, notIdle(message.now, idle)]);
  return { ...change, set: { ...change.set, idleUntil: to(message.now + idle) } };
}

/** An agent's message also says that the socket is in use, for as long as the agent's session is. */
export function agentSends(message: Outgoing, agent: string, socket: HeadSocket): Change {
  const authority = agentSocket(socket.connection, message.sender);
  const change = send(message, authority, [notClosed, assignedTo(agent)]);
  return { ...change, set: { ...change.set, [socketAttribute(socket.connection)]: to(socketValue(socket)) } };
}

/** What a head has recorded of a sender's last message. */
export const recordedOf = (head: Item, sender: string) => ({
  seq: Number(head[`q#${sender}`]),
  at: Number(head[`t#${sender}`]),
  stamp: unpackStamp(String(head[`a#${sender}`])),
});
