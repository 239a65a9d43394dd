import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import { userOf } from '../core/sign-in/user.ts';
import { beginDeletion, isActingAdmin } from '../core/sign-in/user-changes.ts';
import { requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { versionMeant } from '../edge/versions.ts';
import { addAdmin, removeAdmin } from '../store/admins.ts';
import { clearUser } from '../store/clear-user.ts';
import { changeUser, readUser } from '../store/users.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Deletes a user. From the first write on nobody signs in as this user; what follows can be stopped anywhere, and the same
 * call goes on with it.
 */
export const deleteUser =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.deleteUser> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const { db, closeSocket, now } = deps;
    const { brand, agent } = admin.value;
    const id = request.params.user;
    const item = await readUser(db, brand, id);
    if (!item) return refuse('not_found');
    if (id === agent) return refuse('forbidden', { detail: 'Admins cannot delete themselves.' });
    const before = userOf(item);
    if (before.deleting !== true && before.version !== version.value) return refuse('precondition_failed');
    const leaves = isActingAdmin(before);
    const may = leaves ? await removeAdmin(db, brand, id) : done(undefined);
    if (!may.ok) return may;
    const begun = await changeUser(db, brand, id, beginDeletion(before));
    if (!begun.ok) {
      if (leaves) await addAdmin(db, brand, id);
      return begun;
    }
    await clearUser(db, begun.item, closeSocket, now());
    const { role, skills = [] } = before;
    await recordChange(deps, admin.value, { event: 'delete_user', account: id, before: { role, skills } });
    return done({});
  };
