import type { managementRoutes } from '../../contract/http/management.ts';
import type { Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { userOf, userView } from '../core/sign-in/user.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { etag } from '../edge/versions.ts';
import { makeBotKey } from '../flows/bot-key.ts';
import { listBotKeys as listKeys, revokeBotKey as revokeKey } from '../store/bot-keys.ts';
import { settleUser } from '../store/staff.ts';
import { createBot as create, readUser } from '../store/users.ts';
import { recordChange } from './admin.ts';
import { checkSkills } from './check-skills.ts';
import type { Dependencies } from './dependencies.ts';

export const createBot =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.createBot> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const known = await checkSkills(deps.db, brand, request.body.skills);
    if (!known.ok) return known;
    const made = await create(deps.db, { brand, ...request.body }, deps.now());
    if (!made.ok) return made;
    await settleUser(deps.db, made.value);
    await recordChange(deps, admin.value, { event: 'create_bot', account: made.value.id });
    return done({ body: userView(made.value, deps.now()), headers: etag(made.value.version) });
  };

/** The item of a user who is a bot. */
async function readBot({ db }: Dependencies, brand: string, id: string): Promise<Result<Item>> {
  const item = await readUser(db, brand, id);
  return item && userOf(item).role === 'bot' ? done(item) : refuse('not_found');
}

export const listBotKeys =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.listBotKeys> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const bot = await readBot(deps, admin.value.brand, request.params.user);
    if (!bot.ok) return bot;
    return done({ body: { keys: await listKeys(deps.db, userOf(bot.value)) } });
  };

export const createBotKey =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.createBotKey> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const bot = await readBot(deps, admin.value.brand, request.params.user);
    if (!bot.ok) return bot;
    if (userOf(bot.value).disabled) return refuse('forbidden', { detail: 'This bot is disabled.' });
    const made = await makeBotKey(deps.db, bot.value, request.body, deps.now());
    if (!made.ok) return made;
    const { id, scopes } = made.value;
    await recordChange(deps, admin.value, {
      event: 'create_bot_key',
      account: userOf(bot.value).id,
      on: id,
      after: { scopes },
    });
    return done({ body: { ...made.value, scopes: [...scopes] } });
  };

export const revokeBotKey =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.revokeBotKey> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { user, key } = request.params;
    const bot = await readBot(deps, admin.value.brand, user);
    if (!bot.ok) return bot;
    const gone = await revokeKey(deps.db, bot.value, key, deps.closeSocket, deps.now());
    if (!gone) return refuse('not_found');
    await recordChange(deps, admin.value, { event: 'revoke_bot_key', account: user, on: key });
    return done({});
  };
