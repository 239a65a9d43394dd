import type { Item } from '../change.ts';
import { readFactors } from './factors.ts';
import { codesLeft } from './recovery.ts';
import { stepTime } from './totp.ts';
import { userOf, usesOf } from './user.ts';

/** A user's second factors as their owner and admins read them: names and times, nothing that one could sign in with. */
export function factorsView(item: Item) {
  const { factors, recovery } = userOf(item);
  const uses = usesOf(item);
  return {
    factors: readFactors(factors).map(({ id, kind, name, createdAt }) => {
      const use = uses.get(id) ?? 0;
      return {
        id,
        kind,
        name,
        createdAt: createdAt * 1000,
        lastUsedAt: kind === 'totp' ? stepTime(use) : use,
      };
    }),
    recoveryCodesLeft: codesLeft(recovery),
  };
}
