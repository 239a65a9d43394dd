import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import { factorsView } from '../core/sign-in/factor-list.ts';
import { normalLoginName } from '../core/sign-in/login-name.ts';
import { userOf, userView } from '../core/sign-in/user.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { resetFactors } from '../store/factors.ts';
import { readUser } from '../store/users.ts';
import { recordChange } from './admin.ts';
import { announce } from './announce.ts';
import type { Dependencies } from './dependencies.ts';

export const listUserFactors =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.listUserFactors> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const item = await readUser(deps.db, admin.value.brand, request.params.user);
    return item ? done({ body: factorsView(item) }) : refuse('not_found');
  };

/**
 * Helps a user who has lost every factor. The confirmation names the user, so that nobody is reset by a slip. Nobody helps
 * himself in this way: a stolen session of an admin would be rid of the factor.
 */
export const resetUserFactors =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.resetUserFactors> =>
  async (request) => {
    const { db, closeSocket, now } = deps;
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand, agent } = admin.value;
    const { user: id } = request.params;
    if (id === agent)
      return refuse('forbidden', { detail: 'Another admin, or the operator, has to reset an admin.' });
    const item = await readUser(db, brand, id);
    if (!item) return refuse('not_found');
    if (normalLoginName(request.body.loginName) !== userOf(item).loginName)
      return refuse('invalid_request', {
        errors: [{ path: 'loginName', message: 'is not the name of this user' }],
      });
    const reset = await resetFactors(db, brand, id, closeSocket, now());
    if (!reset.ok) return reset;
    await recordChange(deps, admin.value, { event: 'reset_factors', account: id });
    await announce(deps, admin.value, 'user.factors_reset', { user: id });
    return done({ body: userView(userOf(reset.value), now()) });
  };
