import {
  above,
  absent,
  all,
  any,
  below,
  type Change,
  copyOf,
  equals,
  exists,
  type Guard,
  next,
  previous,
  same,
  to,
} from '../change.ts';
import { refuse } from '../result.ts';
import { attempts, lifetimes } from './lifetimes.ts';
import { halfAttribute, listed, sessionAttribute } from './user.ts';

/** Which secret a code is tried against: the confirmed one, or the one being enrolled. */
export type CodeFor = 'factor' | 'pending';

/** One answer for every code that is not accepted, so that it says nothing about why. */
export const codeRefused = refuse('code_refused', {
  detail: 'After five refused codes in a row none is accepted for five minutes; a code works once.',
}).refusal;

/** The sign-in that this half session belongs to must still be going on. */
export const halfAlive = (half: string, now: number): Guard => ({
  that: all(
    same([halfAttribute(half), 'epoch'], ['epoch']),
    above([halfAttribute(half), 'at'], now - lifetimes.half),
    equals(['disabled'], false),
  ),
  otherwise: refuse('unauthorized').refusal,
});

const hasSecret: Record<CodeFor, (half: string) => readonly Guard[]> = {
  factor: () => [{ that: exists('factor'), otherwise: refuse('enrolment_required').refusal }],
  pending: (half) => [
    { that: absent('factor'), otherwise: refuse('second_factor_required').refusal },
    { that: equals(['pendingBy'], half), otherwise: refuse('enrolment_required').refusal },
  ],
};

interface Attempt {
  readonly half: string;
  readonly use: CodeFor;
  readonly now: number;
}

const mayTry = ({ half, use, now }: Attempt): readonly Guard[] => [
  halfAlive(half, now),
  ...hasSecret[use](half),
  { that: below(['failures'], attempts.beforeDisabled), otherwise: codeRefused },
];

/** Counts a code as refused before it is looked at; accepting it takes the count back. */
export const countCode = (attempt: Attempt): Change => ({
  guards: [...mayTry(attempt), { that: below(['tries'], attempts.beforeLock), otherwise: codeRefused }],
  set: { tries: next('tries'), failures: next('failures'), triedAt: to(attempt.now) },
});

/** The same for the first code after the short lock. */
export const countCodeAfterLock = (attempt: Attempt): Change => ({
  guards: [
    ...mayTry(attempt),
    { that: below(['triedAt'], attempt.now - lifetimes.codeLock), otherwise: codeRefused },
  ],
  set: { tries: to(1), failures: next('failures'), triedAt: to(attempt.now) },
});

/** Takes one count back: the code was right, and had been used. Nobody was guessing. */
export const uncountCode: Change = {
  guards: [{ that: all(above(['tries'], 0), above(['failures'], 0)), otherwise: refuse('conflict').refusal }],
  set: { tries: previous('tries'), failures: previous('failures') },
};

interface Accepted {
  readonly half: string;
  readonly step: number;
  readonly now: number;
  readonly session: string;
  readonly until: number;
  /** The user's epoch when the code was counted. */
  readonly epoch: number;
}

const recorded = ({ step, session }: Accepted) =>
  all(equals(['lastStep'], step), exists(sessionAttribute(session)));

/** Accepts a code: its time step is used up, the sign-in is complete, the session is listed. */
export const acceptCode = (accepted: Accepted): Change => ({
  already: recorded(accepted),
  guards: [
    halfAlive(accepted.half, accepted.now),
    { that: equals(['epoch'], accepted.epoch), otherwise: refuse('unauthorized').refusal },
    { that: any(absent('lastStep'), below(['lastStep'], accepted.step)), otherwise: codeRefused },
  ],
  set: {
    lastStep: to(accepted.step),
    tries: to(0),
    failures: to(0),
    [sessionAttribute(accepted.session)]: to(listed(accepted)),
  },
  remove: [halfAttribute(accepted.half)],
});

/** Confirms a new factor by its first code. Whatever was signed in without it ends. */
export const confirmFactor = (accepted: Accepted, sealed: string): Change => ({
  already: recorded(accepted),
  guards: [
    halfAlive(accepted.half, accepted.now),
    { that: equals(['epoch'], accepted.epoch), otherwise: refuse('unauthorized').refusal },
    { that: all(absent('factor'), equals(['pending'], sealed)), otherwise: codeRefused },
  ],
  set: {
    factor: copyOf('pending'),
    lastStep: to(accepted.step),
    tries: to(0),
    failures: to(0),
    epoch: next('epoch'),
    [sessionAttribute(accepted.session)]: to(listed({ ...accepted, epoch: accepted.epoch + 1 })),
  },
  remove: ['pending', 'pendingBy', halfAttribute(accepted.half)],
});

/** Keeps a new secret until its first code. The password must have been entered just now. */
export const beginFactor = (half: string, sealed: string, now: number): Change => ({
  already: equals(['pending'], sealed),
  guards: [
    halfAlive(half, now),
    { that: absent('factor'), otherwise: refuse('second_factor_required').refusal },
    {
      that: above([halfAttribute(half), 'at'], now - lifetimes.freshPassword),
      otherwise: refuse('password_required').refusal,
    },
  ],
  set: { pending: to(sealed), pendingBy: to(half) },
});
