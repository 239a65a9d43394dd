import { equals, type Item } from '../core/change.ts';
import { setProfile } from '../core/desk/card.ts';
import { searchable, termsOf } from '../core/sign-in/search-terms.ts';
import { socketsOf } from '../core/sign-in/session.ts';
import { profileOf, sessionsOf, type User, userOf } from '../core/sign-in/user.ts';
import { isActingAdmin } from '../core/sign-in/user-changes.ts';
import { addAdmin } from './admins.ts';
import { botKeysOf } from './bot-keys.ts';
import { Colleagues } from './colleagues.ts';
import type { Db } from './db.ts';
import { type CloseSocket, endSession } from './sessions.ts';
import { keys } from './table.ts';
import { changeUser } from './users.ts';

/** What follows from a user's item, each part safe to repeat: the card, the names it is found by, the count of admins. */
export async function settleUser(db: Db, user: User): Promise<void> {
  await Promise.all([
    new Colleagues(db).save(user.brand, user.id, profileOf(user), user.disabled),
    listNames(db, user),
    isActingAdmin(user) ? addAdmin(db, user.brand, user.id) : undefined,
  ]);
}

/** Lists a user under its names, and no longer under those it had. */
async function listNames(db: Db, user: User): Promise<void> {
  const { brand, id, name, loginName, role, disabled, version, terms = [] } = user;
  const now = termsOf(user);
  const shown = { user: id, name, role, disabled, ...(role === 'bot' ? {} : { loginName }) };
  const old = terms.filter((term) => !now.includes(term));
  await Promise.all([
    ...now.map((term) => db.put({ ...keys.userName(brand, term), ...shown })),
    ...old.map((term) => db.delete(keys.userName(brand, term))),
  ]);
  if (terms.length === 0) return;
  await changeUser(db, brand, id, {
    guards: [{ that: equals(['version'], version), otherwise: { code: 'conflict' } }],
    set: {},
    remove: ['terms'],
  });
}

/** Takes a user off every list. */
export async function unlistUser(db: Db, user: User): Promise<void> {
  const { brand, id, terms = [] } = user;
  await Promise.all([
    new Colleagues(db).remove(brand, id),
    ...[...new Set([...terms, ...termsOf(user)])].map((term) => db.delete(keys.userName(brand, term))),
  ]);
}

export interface FoundUser {
  readonly user: string;
  readonly name: string;
  readonly loginName?: string;
  readonly role: User['role'];
  readonly disabled: boolean;
}

/** A page of the users whose name or login name begins like this: one query, however many users there are. */
export async function findUsers(db: Db, brand: string, name: string, after?: string, limit = 50) {
  const { pk } = keys.userName(brand, '');
  const start = after === undefined ? {} : { startAfter: { pk, sk: after } };
  const { items, last } = await db.query({ pk, prefix: searchable(name), limit, ...start });
  return { found: items as unknown as FoundUser[], ...(last ? { last: String(last.sk) } : {}) };
}

const shown = (user: User, part?: 'skills'): string => {
  const { name, role, skills, openLimit } = profileOf(user);
  return JSON.stringify(part ? skills : [name, role, skills, openLimit]);
};

/**
 * Gives open sessions, or a bot's keys, the profile that the user has from now on. With other skills their sockets are
 * closed: those that come back hear what they may. A session that is only about to be stored ends: it would begin with the
 * old profile.
 */
export async function spreadProfile(
  db: Db,
  item: Item,
  before: User,
  profile: User,
  close: CloseSocket,
  now: number,
): Promise<void> {
  if (shown(before) === shown(profile)) return;
  const closes = shown(before, 'skills') !== shown(profile, 'skills');
  const { brand } = profile;
  const names = [
    ...sessionsOf(item)
      .filter(([, { until }]) => until > now)
      .map(([hash]) => ({ brand, hash })),
    ...botKeysOf(userOf(item)).map(({ id: hash }) => ({ brand, hash, bot: 'yes' as const })),
  ];
  await Promise.all(
    names.map(async (name) => {
      const key = 'bot' in name ? keys.botKey(brand, name.hash) : keys.agentSession(brand, name.hash);
      const outcome = await db.change(key, setProfile(profileOf(profile)));
      if (!outcome.ok) return endSession(db, name, close, now);
      if (closes) await Promise.all(socketsOf(outcome.item).map(({ connection }) => close(connection)));
    }),
  );
}
