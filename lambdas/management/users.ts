import type { UserSettings } from '../../contract/http/management/users.ts';
import type { managementRoutes } from '../../contract/http/management.ts';
import type { Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { normalLoginName } from '../core/sign-in/login-name.ts';
import { searchable } from '../core/sign-in/search-terms.ts';
import { type User, userOf, userView } from '../core/sign-in/user.ts';
import { changeSettings, endsSessions, isActingAdmin, withSettings } from '../core/sign-in/user-changes.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { pageOf, startOf } from '../edge/pages.ts';
import { etag, versionMeant } from '../edge/versions.ts';
import { addAdmin, removeAdmin } from '../store/admins.ts';
import { revokeBotKeys } from '../store/bot-keys.ts';
import { invite } from '../store/invitations.ts';
import { endInvalidSessions, endOldestSessions } from '../store/sessions.ts';
import { findUsers as findPage, settleUser, spreadProfile } from '../store/staff.ts';
import {
  changeUser as change,
  createUser,
  listUsers as listPage,
  readUser as readItem,
} from '../store/users.ts';
import { recordChange } from './admin.ts';
import { announce } from './announce.ts';
import { checkSkills } from './check-skills.ts';
import type { Dependencies } from './dependencies.ts';

export const listUsers =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.listUsers> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const start = startOf(request.query);
    if (!start.ok) return start;
    const { users, cursor } = await listPage(deps.db, admin.value.brand, start.value);
    const items = users.map((user) => userView(user, deps.now()));
    return done({ body: pageOf(items, cursor) });
  };

/** Finds users by the beginning of a name. The cursor is the term that the page before ended with, encoded. */
export const findUsers =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.findUsers> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const { name, cursor } = request.query;
    const after = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
    if (after !== undefined && !(after.startsWith(searchable(name)) && /#[A-Za-z0-9_-]{1,64}$/.test(after)))
      return refuse('invalid_request', {
        errors: [{ path: 'cursor', message: 'is not from an earlier answer' }],
      });
    const { found, last } = await findPage(deps.db, admin.value.brand, name, after);
    // One user may stand here twice, by name and by login name.
    const users = [...new Map(found.map((one) => [one.user, one])).values()].map((one) => ({
      id: one.user,
      name: one.name,
      role: one.role,
      disabled: one.disabled,
      ...(one.loginName === undefined ? {} : { loginName: one.loginName }),
    }));
    return done({ body: pageOf(users, last && Buffer.from(last).toString('base64url')) });
  };

export const readUser =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readUser> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const item = await readItem(deps.db, admin.value.brand, request.params.user);
    if (!item) return refuse('not_found');
    return done({ body: userView(userOf(item), deps.now()), headers: etag(userOf(item).version) });
  };

export const inviteUser =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.inviteUser> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { loginName, ...settings } = request.body;
    const known = await checkSkills(deps.db, brand, settings.skills);
    if (!known.ok) return known;
    const wanted = { ...settings, brand, loginName: normalLoginName(loginName) };
    const made = await createUser(deps.db, wanted, deps.now());
    if (!made.ok) return made;
    const { id } = made.value;
    const invited = await invite(deps.db, brand, id, deps.publicOrigin, deps.now());
    if (!invited.ok) return invited;
    await settleUser(deps.db, made.value);
    const { link, expiresAt, item } = invited.value;
    const user = userView(userOf(item), deps.now());
    await recordChange(deps, admin.value, { event: 'invite', account: id, after: loggedOf(userOf(item)) });
    await announce(deps, admin.value, 'user.invited', {
      user: id,
      loginName: wanted.loginName,
      link,
      expiresAt,
    });
    return done({ body: { user, invitation: { link, expiresAt } }, headers: etag(made.value.version) });
  };

/** What the log holds of a user's settings: names are a matter of the account, not of the log. */
const loggedOf = ({ role, disabled, skills = [], openLimit }: User) => ({
  role,
  disabled,
  skills,
  openLimit,
});

/** Lets a user choose a new password: an invitation again, or a reset. It never touches a second factor. */
export const inviteUserAgain =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.inviteUserAgain> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand, agent } = admin.value;
    const { user } = request.params;
    // Whoever has stolen the session would choose a password without knowing the present one.
    if (user === agent) return refuse('forbidden', { detail: 'Change your own password in your account.' });
    const item = await readItem(deps.db, brand, user);
    if (!item) return refuse('not_found');
    const { role, password } = userOf(item);
    if (role === 'bot') return refuse('forbidden', { detail: 'A bot does not sign in.' });
    const invited = await invite(deps.db, brand, user, deps.publicOrigin, deps.now());
    if (!invited.ok) return invited;
    const event = password === undefined ? 'invite' : 'reset_password';
    await recordChange(deps, admin.value, { event, account: user });
    const { link, expiresAt } = invited.value;
    const told = { user, loginName: userOf(item).loginName, link, expiresAt };
    await announce(deps, admin.value, event === 'invite' ? 'user.invited' : 'user.password_reset', told);
    return done({ body: { link, expiresAt } });
  };

/** What speaks against making a user what the settings say. */
async function checkSettings(
  deps: Dependencies,
  { brand, agent }: { readonly brand: string; readonly agent: string },
  before: User,
  settings: UserSettings,
): Promise<Result<undefined>> {
  const { role, disabled, skills } = settings;
  if (before.deleting) return refuse('forbidden', { detail: 'This user is being deleted.' });
  if ((before.role === 'bot') !== (role === 'bot'))
    return refuse('invalid_request', {
      errors: [{ path: 'role', message: 'a bot stays one, and nobody else becomes one' }],
    });
  if (before.id === agent && (role !== 'admin' || disabled))
    return refuse('forbidden', { detail: 'Admins cannot disable themselves or give up their own role.' });
  return checkSkills(deps.db, brand, skills);
}

/** Changes a user. One whose role changes or who is disabled is signed out everywhere before this answers. */
export const changeUser =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.changeUser> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const { db, closeSocket, now } = deps;
    const { brand } = admin.value;
    const id = request.params.user;
    const item = await readItem(db, brand, id);
    if (!item) return refuse('not_found');
    const before = userOf(item);
    const allowed = await checkSettings(deps, admin.value, before, request.body);
    if (!allowed.ok) return allowed;
    if (before.version !== version.value) return refuse('precondition_failed');
    const wanted = withSettings(before, request.body);
    const leaves = isActingAdmin(before) && !isActingAdmin(wanted);
    const may = leaves ? await removeAdmin(db, brand, id) : done(undefined);
    if (!may.ok) return may;
    // First what is open, then, by the change, what opens meanwhile: stopped half-way, nobody keeps what they lose.
    if (endsSessions(before, request.body)) await endAccess(deps, item);
    else await spreadProfile(db, item, before, wanted, closeSocket, now());
    const outcome = await change(db, brand, id, changeSettings(before, request.body));
    if (!outcome.ok) {
      if (leaves) await addAdmin(db, brand, id);
      return outcome;
    }
    const user = userOf(outcome.item);
    await settleUser(db, user);
    await recordChange(deps, admin.value, {
      event: user.disabled ? 'disable_user' : 'change_user',
      account: id,
      before: loggedOf(before),
      after: loggedOf(user),
    });
    await endInvalidSessions(db, outcome.item, closeSocket, now());
    if (user.disabled) await revokeBotKeys(db, outcome.item, closeSocket, now());
    await spreadProfile(db, without(outcome.item, item), before, user, closeSocket, now());
    return done({ body: userView(user, now()), headers: etag(user.version) });
  };

/** Ends what somebody works with: sessions, and the keys of a bot. */
async function endAccess({ db, closeSocket, now }: Dependencies, item: Item): Promise<void> {
  await endOldestSessions(db, item, 0, closeSocket, now());
  await revokeBotKeys(db, item, closeSocket, now());
}

/** A user's item without the sessions and keys that it had earlier: what was opened in between. */
const without = (item: Item, earlier: Item): Item =>
  Object.fromEntries(
    Object.entries(item).filter(([name]) => !(/^(?:s#|key\d)/.test(name) && earlier[name] !== undefined)),
  );
