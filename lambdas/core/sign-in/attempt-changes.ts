import {
  above,
  absent,
  all,
  any,
  below,
  type Change,
  type Condition,
  equals,
  exists,
  type Guard,
  next,
  previous,
  to,
} from '../change.ts';
import { refuse } from '../result.ts';
import { type Entry, entryAlive, entryAttribute, factorShown } from './entry.ts';
import { attempts } from './lifetimes.ts';
import { type RecoveryLeft, recoveryText } from './recovery.ts';
import { listed, type Proof, proofAttribute, sessionAttribute, useAttribute } from './user.ts';

/** What is tried: a code of an authenticator app, of one that is being enrolled, a recovery code, or a passkey. */
export type Tried = 'code' | 'pending' | 'recovery' | 'passkey';

/** One answer for everything that is not accepted, so that it says nothing about why. */
export const codeRefused = refuse('code_refused', {
  detail: 'After five refused codes in a row none is accepted for some minutes; a code works once.',
}).refusal;

const enrolled: Guard = { that: exists('factors'), otherwise: refuse('enrolment_required').refusal };

const mayBeTried: Record<Tried, (entry: Entry) => readonly Guard[]> = {
  code: () => [enrolled, { that: exists('factor'), otherwise: codeRefused }],
  recovery: () => [enrolled, { that: exists('recovery'), otherwise: codeRefused }],
  passkey: () => [enrolled],
  pending: (entry) => [
    factorShown(entry),
    { that: equals(['pendingBy'], entry.id), otherwise: refuse('enrolment_required').refusal },
  ],
};

interface Attempt {
  readonly entry: Entry;
  readonly tried: Tried;
  readonly now: number;
}

const mayTry = ({ entry, tried, now }: Attempt): readonly Guard[] => [
  entryAlive(entry, now),
  ...mayBeTried[tried](entry),
  { that: below(['failures'], attempts.beforeDisabled), otherwise: codeRefused },
];

/** Counts an attempt as refused before it is looked at; accepting it takes the count back. */
export const countAttempt = (attempt: Attempt): Change => ({
  guards: [...mayTry(attempt), { that: below(['tries'], attempts.beforeLock), otherwise: codeRefused }],
  set: { tries: next('tries'), failures: next('failures'), triedAt: to(attempt.now) },
});

/** The same for the first attempt after the short lock. @param lock milliseconds */
export const countAfterLock = (attempt: Attempt, lock: number): Change => ({
  guards: [...mayTry(attempt), { that: below(['triedAt'], attempt.now - lock), otherwise: codeRefused }],
  set: { tries: to(1), failures: next('failures'), triedAt: to(attempt.now) },
});

/** Takes one count back: the code was right, and had been used. Nobody was guessing. */
export const uncountAttempt: Change = {
  guards: [{ that: all(above(['tries'], 0), above(['failures'], 0)), otherwise: refuse('conflict').refusal }],
  set: { tries: previous('tries'), failures: previous('failures') },
};

/** A factor that was right: what says that it was not used before, and what then says that it was. */
export interface Use {
  readonly unused: Condition;
  readonly made: Condition;
  readonly set: Change['set'];
}

export const codeUse = (factor: string, step: number): Use => ({
  unused: any(absent(useAttribute(factor)), below([useAttribute(factor)], step)),
  made: equals([useAttribute(factor)], step),
  set: { [useAttribute(factor)]: to(step) },
});

export const recoveryUse = (before: RecoveryLeft, after: RecoveryLeft): Use => ({
  unused: equals(['recovery'], recoveryText(before)),
  made: equals(['recovery'], recoveryText(after)),
  set: { recovery: to(recoveryText(after)) },
});

/** A passkey's answer was to a question that was asked once: that it is still enrolled is all that is left to see. */
export const passkeyUse = (factors: string, id: string, now: number): Use => ({
  unused: equals(['factors'], factors),
  made: equals([useAttribute(id)], now),
  set: { [useAttribute(id)]: to(now) },
});

/** A session that begins: its hash, its end, and the user's epoch when it was decided. */
export interface Beginning {
  readonly session: string;
  readonly until: number;
  readonly epoch: number;
}

const sameEpoch = (epoch: number): Guard => ({
  that: equals(['epoch'], epoch),
  otherwise: refuse('unauthorized').refusal,
});

const noFailures = { tries: to(0), failures: to(0) };

/** Completes a sign-in: the factor is used, the session is listed. */
export const completeSignIn = (half: string, use: Use, begin: Beginning, now: number): Change => {
  const entry: Entry = { kind: 'half', id: half };
  return {
    already: all(use.made, exists(sessionAttribute(begin.session))),
    guards: [entryAlive(entry, now), sameEpoch(begin.epoch), { that: use.unused, otherwise: codeRefused }],
    set: { ...use.set, ...noFailures, [sessionAttribute(begin.session)]: to(listed(begin)) },
    remove: [entryAttribute(entry)],
  };
};

/** Completes a session's proof. */
export const completeProof = (session: string, use: Use, proof: Proof, now: number): Change => ({
  already: all(use.made, equals([proofAttribute(session), 'factor'], now)),
  guards: [
    entryAlive({ kind: 'session', id: session }, now),
    sameEpoch(proof.epoch),
    { that: use.unused, otherwise: codeRefused },
  ],
  set: { ...use.set, ...noFailures, [proofAttribute(session)]: to({ ...proof, factor: now }) },
});

/** Signs in by a passkey that has seen its owner: password and code in one. The count of guesses stays as it is. */
export const signInByPasskey = (use: Use, begin: Beginning, stale: readonly string[]): Change => ({
  already: all(use.made, exists(sessionAttribute(begin.session))),
  guards: [
    { that: equals(['disabled'], false), otherwise: refuse('sign_in_failed').refusal },
    { that: equals(['epoch'], begin.epoch), otherwise: refuse('sign_in_failed').refusal },
    { that: use.unused, otherwise: refuse('sign_in_failed').refusal },
  ],
  set: { ...use.set, [sessionAttribute(begin.session)]: to(listed(begin)) },
  remove: stale,
});
