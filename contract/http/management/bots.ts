import * as z from 'zod/mini';
import { displayName, id, time } from '../../fields.ts';
import { botScope } from '../../scopes.ts';
import type { HttpRoute } from '../route.ts';
import { create, read, remove, shared } from './list.ts';
import { user, userSettings } from './users.ts';

const params = z.strictObject({ user: id });

export const botKey = z.strictObject({
  id,
  name: displayName,
  scopes: z.array(botScope).check(z.minLength(1), z.maxLength(botScope.options.length)),
  createdAt: time,
  /** To five minutes; left out, it was never used. */
  lastUsedAt: z.optional(time),
});

export const botRoutes = {
  createBot: {
    ...shared,
    ...create,
    path: '/api/manage/bots',
    summary: 'Make a bot: a user that does not sign in and works with keys.',
    body: z.pick(userSettings, { name: true, skills: true, openLimit: true }),
    answer: user,
  },
  listBotKeys: {
    ...shared,
    ...read,
    path: '/api/manage/users/{user}/keys',
    summary: 'List the keys of a bot, with their last use.',
    params,
    answer: z.strictObject({ keys: z.array(botKey) }),
  },
  createBotKey: {
    ...shared,
    ...create,
    path: '/api/manage/users/{user}/keys',
    summary:
      'Make a key for a bot, shown in this answer only. Two may be in use, so that one can take over from the other.',
    params,
    body: z.pick(botKey, { name: true, scopes: true }),
    /** `key` is what the bot sends as `Authorization: Bearer`. */
    answer: z.extend(botKey, { key: z.string() }),
  },
  revokeBotKey: {
    ...shared,
    ...remove,
    path: '/api/manage/users/{user}/keys/{key}',
    summary: 'Revoke a key of a bot: it is refused from now on, and its sockets are closed.',
    params: z.extend(params, { key: id }),
  },
} as const satisfies Record<string, HttpRoute>;
