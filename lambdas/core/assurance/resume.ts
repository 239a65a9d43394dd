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

/** The epoch that a session will be of which goes on with this conversation. */
export const epochOf = ({ other, now }: Pick<Resume, 'other' | 'now'>): number =>
  isLoggedIn(other, now) ? other.epoch : other.epoch + 1;

/**
 * Goes on with another conversation of the same person. Where the person is logged in already, this browser joins the others;
 * where not, the login that holds here holds there too, from a new epoch on.
 */
export const resume = (resuming: Resume): Change =>
  isLoggedIn(resuming.other, resuming.now) ? joinThere(resuming) : carryThere(resuming);

function joinThere({ other, here, next }: Resume): Change {
  const device = alsoOpen(next);
  const others = endedSessions(other);
  return {
    // Made by this very request: now, or as the one that carried the login there.
    already: any(equals([device], other.epoch), equals(['redeemed', 'session'], sessionMark(next))),
    guards: [notClosed, ofEpoch(other.epoch), whose(here)],
    set: { [device]: to(other.epoch) },
    // Whose a socket is does not stand in it: the first device, which stays, comes back with another.
    remove: others.length >= mostDevices ? [...others, ...endedSockets(other)] : [],
  };
}

function carryThere({ other, here, next, network, now }: Resume): Change {
  const epoch = other.epoch + 1;
  const acr = acrOf(here);
  const event: EntryEvent = { event: 'resumed', from: here.id, epoch, assurance: here.assurance };
  return {
    already: equals(['redeemed', 'session'], sessionMark(next)),
    guards: [notClosed, ...asSeen(other), whose(here)],
    set: {
      ...moveTo(other.state, now, other.id),
      ...recordEntry(now, theConsumer, event, network),
      epoch: to(epoch),
      assurance: to(here.assurance as Value),
      stamp: to(packStamp({ level: 'authenticated', ...(acr === undefined ? {} : { acr }), epoch })),
      until: to(here.until),
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
