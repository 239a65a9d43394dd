import { absent, type Item, to } from '../core/change.ts';
import { done, type Result } from '../core/result.ts';
import { newSecret, s256 } from '../core/secrets.ts';
import { lifetimes } from '../core/sign-in/lifetimes.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';
import { changeUser, readUser } from './users.ts';

export const invitationHash = (secret: string): string => s256(secret);

/** The user whom an invitation was made for. Whether it is still open, the user's item says. */
export async function readInvited(db: Db, brand: string, hash: string): Promise<Item | undefined> {
  const invitation = await db.get(keys.invitation(brand, hash));
  return typeof invitation?.user === 'string' ? readUser(db, brand, invitation.user) : undefined;
}

export const dropInvitation = (db: Db, brand: string, hash: string): Promise<void> =>
  db.delete(keys.invitation(brand, hash));

/**
 * Invites a user, or invites again: an earlier invitation is good no more. The link is the only place where the secret
 * stands, in its fragment, which no server is sent.
 */
export async function invite(
  db: Db,
  brand: string,
  user: string,
  publicOrigin: string,
  now: number,
): Promise<Result<{ link: string; expiresAt: number; item: Item }>> {
  const secret = newSecret();
  const hash = invitationHash(secret);
  const until = now + lifetimes.invitation;
  const ttl = Math.ceil(until / 1000);
  // The way to the user first: it leads nowhere until the user's item names the invitation.
  await db.put({ ...keys.invitation(brand, hash), user, ttl }, absent('pk'));
  const outcome = await changeUser(db, brand, user, {
    guards: [],
    set: { invitation: to(hash), invitedUntil: to(until) },
  });
  if (!outcome.ok) return outcome;
  const fragment = new URLSearchParams({ invitation: secret, brand });
  const link = `${publicOrigin}/sign-in/#${fragment}`;
  return done({ link, expiresAt: until, item: outcome.item });
}
