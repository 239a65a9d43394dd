import { absent, next, to } from '../core/change.ts';
import { userOf } from '../core/sign-in/user.ts';
import { endInvalidSessions } from '../store/sessions.ts';
import { keys } from '../store/table.ts';
import { changeUser, listUsers } from '../store/users.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Ends every session and every sign-in of users who have no second factor. Each such user's epoch is counted up, whether
 * signed in or not: a sign-in that read the brand's old setting does not complete under the new epoch.
 */
export async function enforceFactor(deps: Dependencies, brand: string): Promise<void> {
  for (let after: string | undefined, more = true; more; ) {
    const { users, cursor } = await listUsers(deps.db, brand, after);
    const without = users.filter(({ factor }) => factor === undefined);
    await Promise.all(without.map(({ id }) => signOutWithoutFactor(deps, brand, id)));
    after = cursor;
    more = cursor !== undefined;
  }
  // Until here the brand says that this is still owed, so that the next change of it begins again.
  await deps.db.change(keys.brand(brand), { guards: [], set: { enforcing: to(false) } });
}

async function signOutWithoutFactor({ db, closeSocket, now }: Dependencies, brand: string, id: string) {
  const outcome = await changeUser(db, brand, id, {
    // Who has enrolled by now has a session that used the factor.
    already: { test: 'exists', path: ['factor'] },
    guards: [{ that: absent('factor'), otherwise: { code: 'conflict' } }],
    set: { epoch: next('epoch') },
  });
  if (outcome.item && userOf(outcome.item)) await endInvalidSessions(db, outcome.item, closeSocket, now());
}
