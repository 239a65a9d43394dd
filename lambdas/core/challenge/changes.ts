import type { EntryEvent, Party } from '../../../contract/conversation.ts';
import {
  above,
  absent,
  all,
  any,
  below,
  type Change,
  equals,
  type Guard,
  to,
  type Value,
} from '../change.ts';
import type { AgentName } from '../conversation/changes.ts';
import { recordEntry, settled } from '../conversation/entry.ts';
import { assignedTo, notClosed, notIdle, ofSession, type SessionOfEpoch } from '../conversation/guards.ts';
import type { Head, HeadChallenge } from '../conversation/head.ts';
import { anAgent, theConsumer, theSystem } from '../conversation/parties.ts';
import { type Refusal, refuse } from '../result.ts';
import { fingerprint } from '../secrets.ts';

/** A login request may be tried this often before the agent must ask again. */
export const mostAttempts = 3;

/** It may be begun this often: each time is told to the agent. */
const mostStarts = 20;

/** How long one start is good for, whatever the request's own life. */
const startLife = 10 * 60 * 1000;

export const notOpen = refuse('challenge_not_open').refusal;

/** Still the challenge that was looked at, in the state that it had: else somebody was quicker. */
export const asSeen = (challenge: HeadChallenge): Guard[] => [
  { that: equals(['challenge', 'id'], challenge.id), otherwise: notOpen },
  { that: equals(['challenge', 'state'], challenge.state), otherwise: notOpen },
  { that: equals(['challenge', 'attempts'], challenge.attempts), otherwise: notOpen },
];

/** Why a challenge cannot be answered now; nothing when it can. */
export function whyNotOpen(head: Head, id: string, now: number): Refusal | undefined {
  const { challenge } = head;
  if (head.state === 'closed') return refuse('closed').refusal;
  if (challenge?.id !== id)
    return head.redeemed?.challenge === id ? refuse('already_stepped_up').refusal : notOpen;
  if (challenge.state === 'expired') return refuse('challenge_expired').refusal;
  if (challenge.state === 'declined' || challenge.attempts >= mostAttempts) return notOpen;
  return (challenge.expiresAt ?? Number.POSITIVE_INFINITY) <= now
    ? refuse('challenge_expired').refusal
    : undefined;
}

export const asValue = (challenge: HeadChallenge): Value => ({ ...challenge }) as unknown as Value;

/** Not begun too often, and not again since it was looked at. */
const mayStart = ({ starts }: HeadChallenge): Guard[] => [
  {
    that: starts === undefined ? absent('challenge', 'starts') : equals(['challenge', 'starts'], starts),
    otherwise: notOpen,
  },
  {
    that: any(absent('challenge', 'starts'), below(['challenge', 'starts'], mostStarts)),
    otherwise: notOpen,
  },
];

export interface Begin {
  readonly challenge: HeadChallenge;
  readonly session: SessionOfEpoch;
  /** Milliseconds of silence after which an anonymous session ends. */
  readonly idle: number;
  /** S256 of the verifier. */
  readonly verifier: string;
  readonly nonce: string;
  readonly now: number;
}

/** The consumer's browser begins to answer, which is a sign of life; what an earlier start handed out is void. */
export function begin({ challenge, session, idle, verifier, nonce, now }: Begin): Change {
  const startUntil = Math.min(now + startLife, challenge.expiresAt ?? Number.POSITIVE_INFINITY);
  const starts = (challenge.starts ?? 0) + 1;
  const start = { verifier, nonce, startUntil, starts, begun: now };
  const started: HeadChallenge = { ...challenge, state: 'started', ...start };
  return {
    authority: ofSession(session),
    // The same browser, once more: it keeps the nonce that it has.
    already: all(
      equals(['challenge', 'id'], challenge.id),
      equals(['challenge', 'verifier'], verifier),
      above(['challenge', 'startUntil'], now),
    ),
    guards: [notIdle(now, idle), notClosed, ...asSeen(challenge), ...mayStart(challenge)],
    set: { challenge: to(asValue(started)), idleUntil: to(now + idle) },
    remove: settled,
  };
}

/** How a challenge ends without a step-up, and who says so. */
function end(
  challenge: HeadChallenge,
  state: 'declined' | 'failed' | 'expired',
  by: Party,
  event: EntryEvent,
  authority: readonly Guard[],
  now: number,
  failure?: string,
  network?: string,
): Change {
  const attempts = state === 'failed' ? challenge.attempts + 1 : challenge.attempts;
  const { verifier: _v, nonce: _n, startUntil: _s, begun: _b, failure: _f, ...rest } = challenge;
  const ended = { ...rest, state, attempts, ...(failure === undefined ? {} : { failure }) };
  // A failure may come again, so each has a mark of its own; the other ends are final.
  const mark = failure === undefined ? [] : [equals(['challenge', 'failure'], failure)];
  return {
    authority,
    already: all(equals(['challenge', 'id'], challenge.id), equals(['challenge', 'state'], state), ...mark),
    guards: [notClosed, ...asSeen(challenge), { that: isOpen, otherwise: notOpen }],
    set: {
      ...recordEntry(now, by, event, network),
      challenge: to(asValue(ended)),
      ...(state === 'declined' ? { notNow: to(now) } : {}),
    },
  };
}

/** A failed try may be followed by another until the attempts are used up. */
const isOpen = any(
  equals(['challenge', 'state'], 'requested'),
  equals(['challenge', 'state'], 'started'),
  all(equals(['challenge', 'state'], 'failed'), below(['challenge', 'attempts'], mostAttempts)),
);

export const decline = (challenge: HeadChallenge, authority: readonly Guard[], now: number): Change =>
  end(
    challenge,
    'declined',
    theConsumer,
    { event: 'challenge_declined', challenge: challenge.id },
    authority,
    now,
  );

/**
 * A login or a token that came to nothing. `why` is a stable code; the request may be tried again a few times. `failure`
 * names this very failure, so that it counts once; `network` is where it was made from, for the log.
 */
export const fail = (
  challenge: HeadChallenge,
  failure: string,
  why: string,
  authority: readonly Guard[],
  now: number,
  network?: string,
): Change =>
  end(
    challenge,
    'failed',
    theConsumer,
    { event: 'challenge_failed', challenge: challenge.id, why },
    authority,
    now,
    fingerprint('failure', failure),
    network,
  );

/** The request's time is over. Either side may say so; the head's own clock decides. */
export const expire = (challenge: HeadChallenge, authority: readonly Guard[], now: number): Change => {
  const over: Guard = {
    that: below(['challenge', 'expiresAt'], now + 1),
    otherwise: refuse('not_yet').refusal,
  };
  const event: EntryEvent = { event: 'challenge_expired', challenge: challenge.id };
  return end(challenge, 'expired', theSystem, event, [...authority, over], now);
};

/** The agent who has the conversation takes the request back, before its time is over. */
export const withdraw = (challenge: HeadChallenge, agent: AgentName, now: number): Change =>
  end(
    challenge,
    'expired',
    anAgent(agent),
    { event: 'challenge_expired', challenge: challenge.id },
    [assignedTo(agent.id)],
    now,
  );

/** Whether a request may still be started: used to guard a redeem. */
export const startedWith = (verifier: string, now: number): Guard[] => [
  { that: equals(['challenge', 'verifier'], verifier), otherwise: notOpen },
  { that: above(['challenge', 'startUntil'], now), otherwise: refuse('challenge_expired').refusal },
];
