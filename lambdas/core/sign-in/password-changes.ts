import { above, absent, all, type Change, equals, exists, type Guard, next, to } from '../change.ts';
import { refuse } from '../result.ts';
import { halfAttribute, listed, sessionAttribute, type User } from './user.ts';

/** One answer for every sign-in that fails: an unknown name, a wrong password, too many tries, a disabled account. */
export const signInFailed = refuse('sign_in_failed').refusal;

/** Nothing that the password was checked against has changed since. */
const unchanged = (user: User): readonly Guard[] => [
  { that: equals(['disabled'], false), otherwise: signInFailed },
  { that: equals(['password'], user.password ?? ''), otherwise: signInFailed },
  // Also when the brand began to ask for a second factor: that counts every user's epoch up.
  { that: equals(['epoch'], user.epoch), otherwise: refuse('unavailable', { retryAfter: 1 }).refusal },
];

/** The password was right: what comes next is the code, or the enrolment. `stale` names what is over. */
export const enterHalf = (user: User, half: string, now: number, stale: readonly string[]): Change => ({
  already: exists(halfAttribute(half)),
  guards: unchanged(user),
  set: { [halfAttribute(half)]: to({ epoch: user.epoch, at: now }) },
  remove: stale,
});

/** The password was right and is all that is asked for. */
export const signInByPassword = (
  user: User,
  session: string,
  until: number,
  stale: readonly string[],
): Change => ({
  already: exists(sessionAttribute(session)),
  guards: [
    ...unchanged(user),
    { that: absent('factor'), otherwise: refuse('unavailable', { retryAfter: 1 }).refusal },
  ],
  set: { [sessionAttribute(session)]: to(listed({ epoch: user.epoch, until })) },
  remove: stale,
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
