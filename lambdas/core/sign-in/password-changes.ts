import { above, absent, all, type Change, equals, exists, type Guard, next, to } from '../change.ts';
import { refuse } from '../result.ts';
import type { Beginning } from './attempt-changes.ts';
import { type Entry, entryAttribute, proven } from './entry.ts';
import {
  type Half,
  halfAttribute,
  listed,
  type Proof,
  proofAttribute,
  sessionAttribute,
  type User,
} from './user.ts';

/** One answer for every sign-in that fails: an unknown name, a wrong password, too many tries, a disabled account. */
export const signInFailed = refuse('sign_in_failed').refusal;

const changedMeanwhile = refuse('unavailable', { retryAfter: 1 }).refusal;

/** Nothing that the password was checked against has changed since. */
const unchanged = (user: User): readonly Guard[] => [
  { that: equals(['disabled'], false), otherwise: signInFailed },
  { that: equals(['password'], user.password ?? ''), otherwise: signInFailed },
  { that: equals(['epoch'], user.epoch), otherwise: changedMeanwhile },
];

/** The password was right: what comes next is the code, or the enrolment. `stale` names what is over. */
export const enterHalf = (user: User, half: string, entry: Half, stale: readonly string[]): Change => ({
  already: exists(halfAttribute(half)),
  guards: unchanged(user),
  set: { [halfAttribute(half)]: to({ ...entry }) },
  remove: stale,
});

/** The password was right and is all that is asked for. */
export const signInByPassword = (user: User, begin: Beginning, stale: readonly string[]): Change => ({
  already: exists(sessionAttribute(begin.session)),
  guards: [...unchanged(user), { that: absent('factors'), otherwise: changedMeanwhile }],
  set: { [sessionAttribute(begin.session)]: to(listed(begin)) },
  remove: stale,
});

/** The password was entered afresh in a session. */
export const beginProof = (user: User, session: string, proof: Proof, stale: readonly string[]): Change => ({
  already: equals([proofAttribute(session), 'at'], proof.at),
  guards: [
    ...unchanged(user),
    { that: exists(sessionAttribute(session)), otherwise: refuse('unauthorized').refusal },
  ],
  set: { [proofAttribute(session)]: to({ ...proof }) },
  remove: stale.filter((name) => name !== proofAttribute(session)),
});

/** Changes one's own password. Every session ends, and one begins. A link to choose another is good no more. */
export const changePassword = (entry: Entry, password: string, begin: Beginning, now: number): Change => ({
  already: equals(['password'], password),
  guards: [
    ...proven(entry, now),
    { that: equals(['epoch'], begin.epoch), otherwise: refuse('unauthorized').refusal },
  ],
  set: {
    password: to(password),
    epoch: next('epoch'),
    [sessionAttribute(begin.session)]: to(listed({ ...begin, epoch: begin.epoch + 1 })),
  },
  remove: ['invitation', 'invitedUntil', entryAttribute(entry)],
});

/** The password of an invitation, chosen once. Sessions under an earlier password end; a factor stays. */
export const choosePassword = (invitation: string, password: string, now: number): Change => ({
  already: equals(['password'], password),
  guards: [
    {
      that: all(
        equals(['invitation'], invitation),
        above(['invitedUntil'], now),
        equals(['disabled'], false),
      ),
      otherwise: refuse('invitation_refused').refusal,
    },
  ],
  set: { password: to(password), epoch: next('epoch') },
  remove: ['invitation', 'invitedUntil'],
});
