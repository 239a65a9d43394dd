import type { EntryEvent } from '../../../contract/conversation.ts';
import { any, type Change, equals, type Item, to, type Value } from '../change.ts';
import { recordEntry } from '../conversation/entry.ts';
import { alsoOpen, asSeen, notClosed, ofEpoch, sessionMark } from '../conversation/guards.ts';
import type { Head } from '../conversation/head.ts';
import { moveTo } from '../conversation/inbox.ts';
import { theConsumer } from '../conversation/parties.ts';
import { packStamp } from '../conversation/stamp.ts';
import { assuranceOver } from '../conversation/views.ts';
import { type Refusal, refuse } from '../result.ts';
import { endedSessions, endedSockets } from './step-up.ts';

/** A conversation remembers so many further devices; one more ends them all, and the sockets of everybody. */
const mostDevices = 4;

/** The head of a conversation whose consumer is logged in at this moment; nothing when nobody is. */
export type LoggedIn = Head & { readonly identity: string; readonly until: number };

export const isLoggedIn = (head: Head, now: number): head is LoggedIn =>
  head.identity !== undefined && head.until !== undefined && !assuranceOver(head, now);

export interface Resume {
  /** The conversation that the person is logged in to here. */
  readonly here: LoggedIn;
  /** The one to go on with. */
  readonly other: Item & Head;
  /** S256 of the token that this browser will use there. */
  readonly next: string;
  /** When the login ends that this browser goes on with: at the latest with what holds here. */
  readonly until: number;
  /** Where it was asked for from, for the log. */
  readonly network: string;
  readonly now: number;
}

/** Why a conversation cannot be gone on with from here; nothing when it can. Another person's does not exist. */
export function whyNotResumed({
  here,
  other,
  now,
}: Pick<Resume, 'here' | 'other' | 'now'>): Refusal | undefined {
  if (other.identity !== here.identity) return refuse('not_found').refusal;
  if (other.state === 'closed') return refuse('closed').refusal;
  if (!isLoggedIn(other, now) || acrOf(other) === acrOf(here)) return undefined;
  // Messages are stamped by the conversation: nobody writes there under a login that is stronger or weaker than her own.
  const acr = acrOf(other);
  return refuse('cannot_satisfy', {
    detail: `insufficient_user_authentication${acr === undefined ? '' : `, acr_values="${acr}"`}`,
  }).refusal;
}

const acrOf = ({ assurance }: Head): string | undefined =>
  assurance.level === 'authenticated' ? assurance.acr : undefined;

/** Goes on there: what one write of the head decides, and the session, which is put before and inert until then. */
export interface Resumed {
  readonly change: Change;
  readonly epoch: number;
  /** When the session ends, where that is sooner than that of others. */
  readonly until?: number;
}

/**
 * Goes on with another conversation of the same person. Where the person is logged in already, this browser joins the others,
 * for as long as its own login lasts; where not, the login that holds here holds there too, from a new epoch on.
 */
export function resume(resuming: Resume): Resumed {
  const { other, next, until, now } = resuming;
  const { epoch } = other;
  // By this very request, made before.
  if (other.redeemed?.session === sessionMark(next)) return { change: joinThere(resuming), epoch };
  if (isLoggedIn(other, now)) return { change: joinThere(resuming), epoch, until };
  return { change: carryThere(resuming), epoch: epoch + 1 };
}

function joinThere({ other, here, next }: Resume): Change {
  const device = alsoOpen(next);
  const others = endedSessions(other);
  return {
    already: any(equals([device], other.epoch), equals(['redeemed', 'session'], sessionMark(next))),
    guards: [notClosed, ofEpoch(other.epoch), whose(here)],
    set: { [device]: to(other.epoch) },
    // Whose a socket is does not stand in it: the first device, which stays, comes back with another.
    remove: others.length >= mostDevices ? [...others, ...endedSockets(other)] : [],
  };
}

function carryThere({ other, here, next, until, network, now }: Resume): Change {
  const epoch = other.epoch + 1;
  const acr = acrOf(here);
  const assurance = { ...here.assurance, until };
  const event: EntryEvent = { event: 'resumed', from: here.id, epoch, assurance };
  return {
    already: equals(['redeemed', 'session'], sessionMark(next)),
    guards: [notClosed, ...asSeen(other), whose(here)],
    set: {
      ...moveTo(other.state, now, other.id),
      ...recordEntry(now, theConsumer, event, network),
      epoch: to(epoch),
      assurance: to(assurance as Value),
      stamp: to(packStamp({ level: 'authenticated', ...(acr === undefined ? {} : { acr }), epoch })),
      until: to(until),
      // The time of the login itself: what revokes that login revokes it here as well.
      redeemed: to({
        challenge: here.id,
        verifier: '',
        session: sessionMark(next),
        at: here.redeemed?.at ?? now,
      }),
    },
    remove: ['challenge', 'readFrom', ...endedSockets(other), ...endedSessions(other)],
  };
}

const whose = ({ identity }: LoggedIn) => ({
  that: equals(['identity'], identity),
  otherwise: refuse('not_found').refusal,
});
