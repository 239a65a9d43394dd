import { ulid } from 'ulid';
import type { Role } from '../../contract/http/sign-in.ts';
import { absent, type Change, equals, type Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { loginNameHash } from '../core/sign-in/login-name.ts';
import { type User, userOf } from '../core/sign-in/user.ts';
import type { Db, Outcome } from './db.ts';
import { keys } from './table.ts';

export interface NewUser {
  readonly brand: string;
  readonly loginName: string;
  readonly name: string;
  readonly role: Role;
  readonly skills?: readonly string[] | undefined;
  readonly openLimit?: number | undefined;
}

export const readUser = (db: Db, brand: string, id: string): Promise<Item | undefined> =>
  db.get(keys.user(brand, id));

export const changeUser = (db: Db, brand: string, id: string, change: Change): Promise<Outcome> =>
  db.change(keys.user(brand, id), change);

/** An id that no user has: looking it up costs what looking up a user costs. */
const noUser = '_';

/** The user of a login name. A name that nobody has takes as many steps as one that somebody has. */
export async function readUserByLoginName(
  db: Db,
  brand: string,
  loginName: string,
): Promise<Item | undefined> {
  const login = await db.get(keys.login(brand, loginNameHash(loginName)));
  return readUser(db, brand, typeof login?.user === 'string' ? login.user : noUser);
}

/**
 * Makes a user. The login name decides: it is taken first, and whoever has it already has it. A login name that was
 * taken by a call that went no further gets its user now.
 */
export async function createUser(db: Db, user: NewUser, now: number): Promise<Result<User>> {
  const { brand, loginName } = user;
  const login = keys.login(brand, loginNameHash(loginName));
  const fresh = ulid(now);
  const taken = !(await db.put({ ...login, user: fresh }, absent('pk')));
  const id = taken ? String((await db.get(login))?.user) : fresh;
  return putUser(db, user, id, now);
}

/** Makes a bot, which has no login name and does not sign in. */
export const createBot = (
  db: Db,
  bot: Omit<NewUser, 'loginName' | 'role'>,
  now: number,
): Promise<Result<User>> => putUser(db, { ...bot, loginName: '', role: 'bot' }, ulid(now), now);

async function putUser(db: Db, user: NewUser, id: string, now: number): Promise<Result<User>> {
  const { skills = [], openLimit, ...rest } = user;
  const item = {
    ...keys.user(user.brand, id),
    ...rest,
    skills: [...skills],
    ...(openLimit === undefined ? {} : { openLimit }),
    id,
    disabled: false,
    createdAt: now,
    version: 1,
    epoch: 1,
    tries: 0,
    failures: 0,
  };
  const made = await db.put(item, absent('pk'));
  return made ? done(item) : refuse('exists');
}

/** Deletes a user's item and its login name, last of all that a user has. */
export async function removeUser(db: Db, { brand, id, loginName, role }: User): Promise<void> {
  // The name first: one that led to nobody would give its id to the next who takes it.
  if (role !== 'bot') await db.take(keys.login(brand, loginNameHash(loginName)), equals(['user'], id));
  await db.delete(keys.user(brand, id));
}

/** A page of the brand's users, oldest first. */
export async function listUsers(db: Db, brand: string, after?: string, limit = 50) {
  const { pk } = keys.user(brand, '');
  const { items, last } = await db.query({
    pk,
    limit,
    ...(after === undefined ? {} : { startAfter: { pk, sk: after } }),
  });
  return { items, users: items.map(userOf), ...(last ? { cursor: String(last.sk) } : {}) };
}
