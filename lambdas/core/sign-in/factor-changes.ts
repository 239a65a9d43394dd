import type { Item } from '../change.ts';
import { absent, type Change, type Condition, equals, exists, type Guard, next, to } from '../change.ts';
import { refuse } from '../result.ts';
import type { Beginning } from './attempt-changes.ts';
import { type Entry, entryAttribute, proven, provenJustNow } from './entry.ts';
import { type Factor, factorsText, readFactors } from './factors.ts';
import { type RecoveryLeft, recoveryText } from './recovery.ts';
import { listed, type Notice, sessionAttribute, type User, useAttribute, userOf, usesOf } from './user.ts';

/** The factors are still those that were read. */
const unchanged = (before: User): Condition =>
  before.factors === undefined ? absent('factors') : equals(['factors'], before.factors);

const stillThose = (before: User): Guard => ({
  that: unchanged(before),
  otherwise: refuse('unavailable', { retryAfter: 1 }).refusal,
});

const sameEpoch = (epoch: number): Guard => ({
  that: equals(['epoch'], epoch),
  otherwise: refuse('unauthorized').refusal,
});

/** Keeps a new authenticator's secret until its first code. */
export const beginTotp = (entry: Entry, sealed: string, now: number): Change => ({
  already: equals(['pending'], sealed),
  guards: provenJustNow(entry, now),
  set: { pending: to(sealed), pendingBy: to(entry.id) },
});

/** What a new factor brings: itself, its use, and for an authenticator app the secrets of all of them, sealed. */
export interface NewFactor {
  readonly factor: Factor;
  /** The time step of its first code, or the moment. */
  readonly use: number;
  readonly secrets?: string;
  /** The sealed secret that was confirmed: it must still be the one that waits. */
  readonly pending?: string;
}

const added = (before: User, { factor, use, secrets }: NewFactor): Change['set'] => ({
  factors: to(factorsText([...readFactors(before.factors), factor])),
  ...(secrets === undefined ? {} : { factor: to(secrets) }),
  [useAttribute(factor.id)]: to(use),
  tries: to(0),
  failures: to(0),
});

const isPending = ({ pending }: NewFactor): readonly Guard[] =>
  pending === undefined
    ? []
    : [{ that: equals(['pending'], pending), otherwise: refuse('enrolment_required').refusal }];

const noLongerPending = ({ pending }: NewFactor) => (pending === undefined ? [] : ['pending', 'pendingBy']);

/** Enrols the first factor. Whatever was signed in without it ends; the session that begins is the only one. */
export const addFirstFactor = (
  before: User,
  entry: Entry,
  fresh: NewFactor,
  begin: Beginning,
  recovery: RecoveryLeft,
  now: number,
): Change => ({
  already: exists(sessionAttribute(begin.session)),
  guards: [...proven(entry, now), sameEpoch(begin.epoch), stillThose(before), ...isPending(fresh)],
  set: {
    ...added(before, fresh),
    recovery: to(recoveryText(recovery)),
    epoch: next('epoch'),
    [sessionAttribute(begin.session)]: to(listed({ ...begin, epoch: begin.epoch + 1 })),
  },
  remove: [...noLongerPending(fresh), entryAttribute(entry)],
});

/** Enrols one more factor. */
export const addFactor = (before: User, entry: Entry, fresh: NewFactor, now: number): Change => ({
  already: exists(useAttribute(fresh.factor.id)),
  guards: [...proven(entry, now), stillThose(before), ...isPending(fresh)],
  set: added(before, fresh),
  remove: noLongerPending(fresh),
});

/** Calls a factor something else. */
export const renameFactor = (before: User, id: string, name: string): Change => ({
  guards: [stillThose(before)],
  set: {
    factors: to(
      factorsText(readFactors(before.factors).map((one) => (one.id === id ? { ...one, name } : one))),
    ),
  },
});

/** Removes one of several factors. @param secrets what is left of the authenticator apps, sealed; left out, as it was */
export const removeFactor = (
  before: User,
  entry: Entry,
  id: string,
  secrets: string | 'none' | undefined,
  now: number,
): Change => ({
  already: absent(useAttribute(id)),
  guards: [...proven(entry, now), stillThose(before)],
  set: {
    factors: to(factorsText(readFactors(before.factors).filter((one) => one.id !== id))),
    ...(secrets === undefined || secrets === 'none' ? {} : { factor: to(secrets) }),
  },
  remove: [useAttribute(id), ...(secrets === 'none' ? ['factor'] : [])],
});

/** All that says of a second factor that there is one. */
const everyFactor = (item: Item): string[] => [
  'factors',
  'factor',
  'recovery',
  'pending',
  'pendingBy',
  ...[...usesOf(item).keys()].map(useAttribute),
];

/** Removes the last factor. Every session ends, and the one that begins is one without a factor. */
export const removeLastFactor = (before: Item, entry: Entry, begin: Beginning, now: number): Change => ({
  already: exists(sessionAttribute(begin.session)),
  guards: [...proven(entry, now), sameEpoch(begin.epoch), stillThose(userOf(before))],
  set: {
    epoch: next('epoch'),
    [sessionAttribute(begin.session)]: to(listed({ ...begin, epoch: begin.epoch + 1 })),
  },
  remove: [...everyFactor(before), entryAttribute(entry)],
});

/** Puts new recovery codes in the place of the old ones. */
export const renewRecovery = (entry: Entry, recovery: RecoveryLeft, now: number): Change => ({
  already: equals(['recovery'], recoveryText(recovery)),
  guards: [
    ...proven(entry, now),
    { that: exists('factors'), otherwise: refuse('enrolment_required').refusal },
  ],
  set: { recovery: to(recoveryText(recovery)) },
});

/** Takes every factor from a person, whose next sign-in enrols one and is told. Whatever was signed in is dead. */
export const resetFactors = (before: Item, notice: Notice): Change => ({
  guards: [stillThose(userOf(before)), sameEpoch(userOf(before).epoch)],
  set: { tries: to(0), failures: to(0), epoch: next('epoch'), notice: to({ ...notice }) },
  remove: everyFactor(before),
});
