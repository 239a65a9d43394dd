import type { Item } from '../core/change.ts';
import { fingerprint } from '../core/secrets.ts';
import { mostSessions } from '../core/sign-in/lifetimes.ts';
import { sessionsOf, userOf } from '../core/sign-in/user.ts';
import { endInvalidSessions, endOldestSessions, storeSession } from '../store/sessions.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Stores the session that the user's item lists since a moment ago. Then, seldom, ends what is too much: the oldest of
 * more than ten, and those of an earlier epoch. False when the session was ended before it began.
 */
export async function openSession(
  { db, closeSocket, now }: Dependencies,
  item: Item,
  secret: string,
  device: string,
): Promise<boolean> {
  const stored = await storeSession(db, userOf(item), fingerprint(secret), now(), device);
  await endInvalidSessions(db, item, closeSocket, now());
  if (sessionsOf(item).length > mostSessions)
    await endOldestSessions(db, item, mostSessions, closeSocket, now());
  return stored;
}

/** What the browser says it is, cut to a line that is safe to show. */
export const deviceOf = (headers: Readonly<Record<string, string | undefined>>): string =>
  (headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 120);
