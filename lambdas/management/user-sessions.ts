import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import { sessionView } from '../core/sign-in/session.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { endOldestSessions, endOneSession, listSessions } from '../store/sessions.ts';
import { readUser } from '../store/users.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

export const listUserSessions =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.listUserSessions> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const item = await readUser(deps.db, admin.value.brand, request.params.user);
    if (!item) return refuse('not_found');
    const sessions = await listSessions(deps.db, item, deps.now());
    return done({ body: { sessions: sessions.map(sessionView) } });
  };

/** Signs a user out everywhere. */
export const endUserSessions =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.endUserSessions> =>
  async (request) => {
    const { db, closeSocket, now } = deps;
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { user } = request.params;
    const item = await readUser(db, admin.value.brand, user);
    if (!item) return refuse('not_found');
    await endOldestSessions(db, item, 0, closeSocket, now());
    await recordChange(deps, admin.value, { event: 'end_sessions', account: user });
    return done({});
  };

export const endUserSession =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.endUserSession> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { user, session } = request.params;
    const item = await readUser(deps.db, admin.value.brand, user);
    const ended = item && (await endOneSession(deps.db, item, session, deps.closeSocket, deps.now()));
    if (!ended) return refuse('not_found');
    await recordChange(deps, admin.value, { event: 'end_session', account: user, on: session });
    return done({});
  };
