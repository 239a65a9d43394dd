import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import { normalLoginName } from '../core/sign-in/login-name.ts';
import { userOf, userView } from '../core/sign-in/user.ts';
import { changeSettings, endsSessions } from '../core/sign-in/user-changes.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { invite } from '../store/invitations.ts';
import { endInvalidSessions, endOldestSessions } from '../store/sessions.ts';
import {
  changeUser as change,
  createUser,
  listUsers as listPage,
  readUser as readItem,
} from '../store/users.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';
import { pageOf, startOf } from './pages.ts';
import { etag, versionMeant } from './versions.ts';

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
    const { loginName, name, role } = request.body;
    const wanted = { brand, loginName: normalLoginName(loginName), name, role };
    const made = await createUser(deps.db, wanted, deps.now());
    if (!made.ok) return made;
    const { id } = made.value;
    const invited = await invite(deps.db, brand, id, deps.publicOrigin, deps.now());
    if (!invited.ok) return invited;
    await recordChange(deps, admin.value, { event: 'invite', account: id });
    const { link, expiresAt, item } = invited.value;
    const user = userView(userOf(item), deps.now());
    return done({ body: { user, invitation: { link, expiresAt } }, headers: etag(made.value.version) });
  };

/** Lets a user choose a new password. It never touches a second factor. */
export const inviteUserAgain =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.inviteUserAgain> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { user } = request.params;
    const invited = await invite(deps.db, brand, user, deps.publicOrigin, deps.now());
    if (!invited.ok) return invited;
    await recordChange(deps, admin.value, { event: 'invite', account: user });
    const { link, expiresAt } = invited.value;
    return done({ body: { link, expiresAt } });
  };

/** Changes a user. One whose role changes or who is disabled is signed out everywhere before this answers. */
export const changeUser =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.changeUser> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const { brand, agent } = admin.value;
    const id = request.params.user;
    const before = await readItem(deps.db, brand, id);
    if (!before) return refuse('not_found');
    const { role, disabled } = request.body;
    if (id === agent && (role !== 'admin' || disabled))
      return refuse('forbidden', { detail: 'Admins cannot disable themselves or give up their own role.' });
    if (userOf(before).version !== version.value) return refuse('precondition_failed');
    // First those that are open, then, by the change, those that open meanwhile: stopped half-way, nobody keeps what they lose.
    if (endsSessions(userOf(before), request.body))
      await endOldestSessions(deps.db, before, 0, deps.closeSocket, deps.now());
    const outcome = await change(deps.db, brand, id, changeSettings(userOf(before), request.body));
    if (!outcome.ok) return outcome;
    await recordChange(deps, admin.value, { event: disabled ? 'disable_user' : 'change_user', account: id });
    await endInvalidSessions(deps.db, outcome.item, deps.closeSocket, deps.now());
    const user = userOf(outcome.item);
    return done({ body: userView(user, deps.now()), headers: etag(user.version) });
  };
