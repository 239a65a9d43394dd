import type { Item } from '../core/change.ts';
import { userOf } from '../core/sign-in/user.ts';
import { revokeBotKeys } from './bot-keys.ts';
import type { Db } from './db.ts';
import { dropFactors } from './factors.ts';
import { dropInvitation } from './invitations.ts';
import { type CloseSocket, endOldestSessions } from './sessions.ts';
import { unlistUser } from './staff.ts';
import { removeUser } from './users.ts';

/** Clears away what a user has who is being deleted, and the user's item last. Safe to repeat, and to go on with. */
export async function clearUser(db: Db, item: Item, close: CloseSocket, now: number): Promise<void> {
  const user = userOf(item);
  await Promise.all([
    endOldestSessions(db, item, 0, close, now),
    revokeBotKeys(db, item, close, now),
    user.invitation === undefined ? undefined : dropInvitation(db, user.brand, user.invitation),
    dropFactors(db, user),
  ]);
  await unlistUser(db, user);
  await removeUser(db, user);
}
