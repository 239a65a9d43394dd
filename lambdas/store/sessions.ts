import { absent, type Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { enforcementOf } from '../core/settings/access-rules.ts';
import {
  type AgentSession,
  endedSession,
  endSession as endingSession,
  forgetNotice,
  newSession,
  openSocket,
  sessionOf,
  socketsOf,
  type Terms,
  useSession,
} from '../core/sign-in/session.ts';
import { sessionAttribute, sessionsOf, type User, userOf } from '../core/sign-in/user.ts';
import type { Db } from './db.ts';
import { readBrand } from './settings.ts';
import { keys } from './table.ts';

/** Closes an open socket; one that is gone already is none. */
export type CloseSocket = (connection: string) => Promise<void>;

export interface SessionName {
  readonly brand: string;
  readonly hash: string;
  /** Set when it is the key of a bot: a session without an end. */
  readonly bot?: 'yes';
}

const keyOf = ({ brand, hash, bot }: SessionName) =>
  bot ? keys.botKey(brand, hash) : keys.agentSession(brand, hash);

/**
 * The session, if it goes on: one strong read. One that began without a second factor is good only until its brand asks
 * for one, so it is read together with the brand: one read more.
 */
export async function readSession(db: Db, name: SessionName, now: number): Promise<Result<AgentSession>> {
  const session = sessionOf(await db.get(keyOf(name)), now);
  if (!session.ok || session.value.bare === undefined) return session;
  const brand = await readBrand(db, name.brand);
  const good = brand && !brand.mfa && enforcementOf(brand) === session.value.bare;
  return good ? session : refuse('unauthorized');
}

/** Whose session it is or was. */
export async function agentOf(db: Db, name: SessionName): Promise<string | undefined> {
  const item = await db.get(keyOf(name));
  return typeof item?.agent === 'string' ? item.agent : undefined;
}

/** Stores a session that its user's item lists already. False when it was ended in the meantime. */
export const storeSession = (db: Db, user: User, hash: string, now: number, device: string, terms: Terms) =>
  db.put(
    { ...keys.agentSession(user.brand, hash), ...newSession(user, hash, now, device, terms) },
    absent('pk'),
  );

/** Records that the session is in use, so that it does not go idle, and where it may be used from now on. */
export async function touchSession(
  db: Db,
  session: AgentSession,
  now: number,
  networks?: readonly string[],
): Promise<Result<undefined>> {
  const outcome = await db.change(keyOf(session), useSession(session, now, networks));
  return outcome.ok ? done(undefined) : outcome;
}

/** Ties a socket to the session, so that it is closed when the session ends. */
export async function addSocket(
  db: Db,
  session: AgentSession,
  connection: string,
  now: number,
): Promise<Result<undefined>> {
  if (session.bare !== undefined) {
    // Registered first and looked at again then: whichever came first, the brand's change or this socket, one sees the other.
    await registerBareSocket(db, session.brand, connection, now);
    const again = await readSession(db, session, now);
    if (!again.ok) return again;
  }
  const outcome = await db.change(keyOf(session), openSocket(session, connection, now));
  return outcome.ok ? done(undefined) : outcome;
}

/** API Gateway closes every socket after two hours. */
const socketLife = 2 * 60 * 60;

const registerBareSocket = (db: Db, brand: string, connection: string, now: number) =>
  db.put({ ...keys.bareSocket(brand, connection), ttl: Math.ceil(now / 1000) + socketLife });

/** Closes the sockets of all sessions that began without a second factor. Safe to repeat, and to go on with. */
export async function closeBareSockets(db: Db, brand: string, close: CloseSocket): Promise<void> {
  for (;;) {
    const { pk } = keys.bareSocket(brand, '');
    const { items, last } = await db.query({ pk, limit: 200 });
    await Promise.all(
      items.map(async ({ sk }) => {
        await close(String(sk));
        await db.delete({ pk, sk: String(sk) });
      }),
    );
    if (!last) return;
  }
}

/** Ends a session, whether it is stored yet or not, and closes its sockets. Safe to repeat. */
export async function endSession(db: Db, name: SessionName, close: CloseSocket, now: number): Promise<void> {
  const key = keyOf(name);
  const ended = await db.change(key, endingSession(now));
  if (ended.ok) {
    await Promise.all(socketsOf(ended.item).map(({ connection }) => close(connection)));
    return;
  }
  // It was listed and is about to be stored: take its place. When that fails it has just been stored.
  const kept = await db.put({ ...key, ...endedSession(now) }, absent('pk'));
  if (!kept) await endSession(db, name, close, now);
}

/** Ends those of a user's sessions that `ends` names, then takes them off the list. */
async function endListed(db: Db, item: Item, ends: readonly string[], close: CloseSocket, now: number) {
  if (ends.length === 0) return;
  const { brand, id } = userOf(item);
  await Promise.all(ends.map((hash) => endSession(db, { brand, hash }, close, now)));
  await db.change(keys.user(brand, id), { guards: [], set: {}, remove: ends.map(sessionAttribute) });
}

/** Ends the sessions that an earlier change of the user has made invalid. */
export function endInvalidSessions(db: Db, item: Item, close: CloseSocket, now: number): Promise<void> {
  const invalid = sessionsOf(item).filter(([, { epoch }]) => epoch !== userOf(item).epoch);
  return endListed(db, item, idsOf(invalid), close, now);
}

/** Ends a user's oldest sessions, until `most` are left. */
export function endOldestSessions(
  db: Db,
  item: Item,
  most: number,
  close: CloseSocket,
  now: number,
): Promise<void> {
  const sessions = sessionsOf(item);
  return endListed(db, item, idsOf(sessions.slice(0, Math.max(0, sessions.length - most))), close, now);
}

const idsOf = (sessions: ReturnType<typeof sessionsOf>) => sessions.map(([hash]) => hash);

/** Ends one session of a user's list. False when it is not there. */
export async function endOneSession(db: Db, item: Item, hash: string, close: CloseSocket, now: number) {
  if (!sessionsOf(item).some(([listed]) => listed === hash)) return false;
  await endListed(db, item, [hash], close, now);
  return true;
}

/** Ends all of a user's sessions but one. */
export function endOtherSessions(db: Db, item: Item, kept: string, close: CloseSocket, now: number) {
  const others = idsOf(sessionsOf(item)).filter((hash) => hash !== kept);
  return endListed(db, item, others, close, now);
}

/** Forgets what the person was told, once it was read. */
export async function forgetSessionNotice(db: Db, name: SessionName): Promise<void> {
  await db.change(keyOf(name), forgetNotice);
}

/** The sessions of a user that go on, newest first. */
export async function listSessions(db: Db, item: Item, now: number): Promise<AgentSession[]> {
  const { brand } = userOf(item);
  const found = await Promise.all(sessionsOf(item).map(([hash]) => readSession(db, { brand, hash }, now)));
  return found.flatMap((one) => (one.ok ? [one.value] : [])).reverse();
}
