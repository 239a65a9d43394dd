import { above, absent, all, any, equals, exists, type Guard, same } from '../change.ts';
import { refuse } from '../result.ts';
import { lifetimes } from './lifetimes.ts';
import { halfAttribute, proofAttribute, sessionAttribute } from './user.ts';

/** Where a factor is entered: in a sign-in that is not complete, or in a session's proof. `id` is the hash of its cookie. */
export interface Entry {
  readonly kind: 'half' | 'session';
  readonly id: string;
}

export const entryAttribute = ({ kind, id }: Entry): string =>
  kind === 'half' ? halfAttribute(id) : proofAttribute(id);

const passwordRequired = refuse('password_required').refusal;

/** The sign-in, or the proof, must still be going on. */
export const entryAlive = (entry: Entry, now: number): Guard => {
  const name = entryAttribute(entry);
  const alive = (life: number) => [
    same([name, 'epoch'], ['epoch']),
    above([name, 'at'], now - life),
    equals(['disabled'], false),
  ];
  return entry.kind === 'half'
    ? { that: all(...alive(lifetimes.half)), otherwise: refuse('unauthorized').refusal }
    : {
        that: all(...alive(lifetimes.freshPassword), exists(sessionAttribute(entry.id))),
        otherwise: passwordRequired,
      };
};

/** The factor was shown since, where there is one. In a sign-in that is not complete that is only who has none. */
export const factorShown = ({ kind, id }: Entry): Guard => ({
  that: kind === 'half' ? absent('factors') : any(absent('factors'), exists(proofAttribute(id), 'factor')),
  otherwise: refuse('second_factor_required').refusal,
});

/**
 * Who may change a person's factors, recovery codes and password: who has entered the password a short while ago and,
 * where there is a factor, has shown it since.
 */
export const proven = (entry: Entry, now: number): readonly Guard[] => [
  entryAlive(entry, now),
  factorShown(entry),
];

/** Who may begin to enrol: the same, with the password just now also in a sign-in, which itself lasts longer. */
export const provenJustNow = (entry: Entry, now: number): readonly Guard[] => [
  ...proven(entry, now),
  {
    that: above([entryAttribute(entry), 'at'], now - lifetimes.freshPassword),
    otherwise: passwordRequired,
  },
];
