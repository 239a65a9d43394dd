import type { BotScope } from '../../contract/scopes.ts';
import { absent, equals, type Item, to, type Value } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { newBotKey } from '../core/sign-in/session.ts';
import { type User, userOf } from '../core/sign-in/user.ts';
import type { Db } from './db.ts';
import { type CloseSocket, endSession } from './sessions.ts';
import { keys } from './table.ts';
import { changeUser } from './users.ts';

/** A key as the bot's item lists it; its `id` is the hash that it is looked up by. */
export interface ListedKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly BotScope[];
  readonly createdAt: number;
}

/** Two keys may be in use: one that goes, and one that takes over. */
const slots = ['key1', 'key2'] as const;

export const botKeysOf = (bot: User): ListedKey[] =>
  slots.flatMap((slot) => {
    const key = (bot as unknown as Item)[slot];
    return key === undefined ? [] : [key as unknown as ListedKey];
  });

/** The keys of a bot with their last use; one read for each. */
export const listBotKeys = (db: Db, bot: User) =>
  Promise.all(
    botKeysOf(bot).map(async (key) => {
      const item = await db.get(keys.botKey(bot.brand, key.id));
      const lastUsedAt = Number(item?.lastUsedAt ?? 0);
      return { ...key, scopes: [...key.scopes], ...(lastUsedAt === 0 ? {} : { lastUsedAt }) };
    }),
  );

/** Makes a key: the bot's item lists it first, so that there is none that nobody could revoke. */
export async function addBotKey(db: Db, item: Item, key: ListedKey): Promise<Result<undefined>> {
  const bot = userOf(item);
  const slot = slots.find((one) => item[one] === undefined);
  if (slot === undefined) return refuse('in_use', { detail: 'Two keys are in use; revoke one.' });
  const listed = await changeUser(db, bot.brand, bot.id, {
    already: { test: 'equals', path: [slot, 'id'], value: key.id },
    guards: [
      { that: equals(['disabled'], false), otherwise: refuse('forbidden').refusal },
      { that: absent(slot), otherwise: refuse('in_use').refusal },
    ],
    set: { [slot]: to({ ...key, scopes: [...key.scopes] } as unknown as Value) },
  });
  if (!listed.ok) return listed;
  const stored = { ...newBotKey(userOf(listed.item), key.id, key.scopes, key.createdAt) };
  const put = await db.put({ ...keys.botKey(bot.brand, key.id), ...stored }, absent('pk'));
  return put ? done(undefined) : refuse('unavailable', { retryAfter: 1 });
}

/** Revokes all keys of a bot. Safe to repeat. */
export async function revokeBotKeys(db: Db, item: Item, close: CloseSocket, now: number): Promise<void> {
  await Promise.all(botKeysOf(userOf(item)).map(({ id }) => revokeBotKey(db, item, id, close, now)));
}

/** Revokes a key and closes its sockets. False when the bot has no such key. */
export async function revokeBotKey(db: Db, item: Item, id: string, close: CloseSocket, now: number) {
  const { brand, id: bot } = userOf(item);
  const slot = slots.find((one) => (item[one] as unknown as ListedKey | undefined)?.id === id);
  if (slot === undefined) return false;
  await endSession(db, { brand, hash: id, bot: 'yes' }, close, now);
  // It never ended by itself, so it has no time to live yet; it stays for a day, so that no late write brings it back.
  await db.change(keys.botKey(brand, id), {
    guards: [],
    set: { ttl: to(Math.ceil(now / 1000) + 24 * 60 * 60) },
  });
  await changeUser(db, brand, bot, {
    guards: [{ that: { test: 'equals', path: [slot, 'id'], value: id }, otherwise: { code: 'conflict' } }],
    set: {},
    remove: [slot],
  });
  return true;
}
