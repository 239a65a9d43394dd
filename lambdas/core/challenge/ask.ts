import type { EntryEvent, Party } from '../../../contract/conversation.ts';
import { absent, all, any, below, type Change, differs, equals, type Guard, next, to } from '../change.ts';
import type { AgentName } from '../conversation/changes.ts';
import { recordEntry } from '../conversation/entry.ts';
import { assignedTo, notClosed, notIdle, ofSession, type SessionOfEpoch } from '../conversation/guards.ts';
import type { Head, HeadChallenge } from '../conversation/head.ts';
import { anAgent, theConsumer } from '../conversation/parties.ts';
import { refuse } from '../result.ts';
import { fingerprint } from '../secrets.ts';
import type { AuthenticationRecord } from '../settings/authentication.ts';
import { asSeen, asValue, notOpen } from './changes.ts';
import type { Wanted } from './wanted.ts';

const minute = 60_000;

/** How often consumers may begin on their own account in one conversation: each time stands in the timeline. */
const mostOwn = 100;

/** The id of a request that was made in this way: 96 bits, since it stands in the head. */
export const challengeId = (...made: readonly string[]): string =>
  fingerprint('challenge', ...made).slice(0, 16);

/** A request to log in, before it is known who makes it. */
export interface Asking {
  readonly id: string;
  readonly wanted: Wanted;
  readonly reason?: string;
  /** The protected request that waits for it. */
  readonly request?: string;
  readonly now: number;
}

/** A request that is new, and what the timeline says of it. One that is still open is superseded. */
function newChallenge(head: Head, { id, wanted, reason, request, now }: Asking, by: HeadChallenge['by']) {
  const life = head.settings.request;
  const said = {
    ...(reason === undefined ? {} : { reason }),
    ...(life === undefined ? {} : { expiresAt: now + life }),
    ...(wanted.acr === undefined ? {} : { acr: wanted.acr }),
    ...(wanted.maxAge === undefined ? {} : { maxAge: wanted.maxAge }),
    ...(request === undefined ? {} : { request }),
  };
  const previous = head.challenge;
  const open = previous && (previous.state === 'requested' || previous.state === 'started');
  const challenge: HeadChallenge = {
    id,
    state: 'requested',
    ...said,
    ...wanted,
    ...(by === undefined ? {} : { by }),
    at: now,
    attempts: 0,
  };
  const event: EntryEvent = {
    event: 'challenge_requested',
    challenge: id,
    ...said,
    ...(open ? { supersedes: previous.id } : {}),
  };
  return { challenge, event };
}

const unchanged = ({ challenge }: Head): Guard[] =>
  challenge ? asSeen(challenge) : [{ that: absent('challenge'), otherwise: notOpen }];

const steppable: Guard = {
  that: equals(['channel'], 'messaging'),
  otherwise: refuse('channel_not_supported').refusal,
};

/** Also when it has been answered since. */
const asked = (id: string) => any(equals(['challenge', 'id'], id), equals(['redeemed', 'challenge'], id));

/** What both kinds of requests set. */
const set = (now: number, by: Party, { challenge, event }: ReturnType<typeof newChallenge>) => ({
  ...recordEntry(now, by, event),
  challenge: to(asValue(challenge)),
});

export interface Ask extends Asking {
  readonly agent: AgentName;
  readonly settings: Pick<AuthenticationRecord, 'mostPrompts' | 'notNowMinutes'>;
}

/** An agent asks for a login: not too often, and not soon after a 'not now'. */
export function ask(head: Head, asking: Ask): Change {
  const { id, agent, settings, now } = asking;
  const pause = settings.notNowMinutes * minute;
  const wait = Math.max(1, Math.ceil(((head.notNow ?? 0) + pause - now) / 1000));
  return {
    already: asked(id),
    guards: [
      notClosed,
      steppable,
      assignedTo(agent.id),
      ...unchanged(head),
      {
        that: any(absent('asked'), below(['asked'], settings.mostPrompts)),
        otherwise: refuse('prompt_limit').refusal,
      },
      {
        that: any(absent('notNow'), below(['notNow'], now - pause + 1)),
        otherwise: refuse('asked_too_soon', { retryAfter: wait }).refusal,
      },
    ],
    set: {
      ...set(now, anAgent(agent), newChallenge(head, asking, agent)),
      asked: head.asked === undefined ? to(1) : next('asked'),
    },
  };
}

export interface OwnLogin extends Asking {
  readonly session: SessionOfEpoch;
  /** Milliseconds. */
  readonly idle: number;
}

/** The consumer logs in on her own account. What an agent asks for is answered instead, so it is not replaced. */
export function logInUnasked(head: Head, asking: OwnLogin): Change {
  const { id, session, idle, now } = asking;
  const mine: Guard = {
    that: any(
      absent('challenge'),
      absent('challenge', 'by'),
      all(differs(['challenge', 'state'], 'requested'), differs(['challenge', 'state'], 'started')),
      below(['challenge', 'expiresAt'], now + 1),
    ),
    otherwise: notOpen,
  };
  const few: Guard = {
    that: any(absent('own'), below(['own'], mostOwn)),
    otherwise: refuse('rate_limited', { retryAfter: 60 }).refusal,
  };
  return {
    authority: ofSession(session),
    already: asked(id),
    guards: [notIdle(now, idle), notClosed, steppable, mine, ...unchanged(head), few],
    set: {
      ...set(now, theConsumer, newChallenge(head, asking, undefined)),
      own: head.own === undefined ? to(1) : next('own'),
    },
  };
}
