import type { managementRoutes } from '../../contract/http/management.ts';
import { done } from '../core/result.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { makeSecurityKey } from '../flows/security-key.ts';
import { readSecurityKeys, removeSecurityKey } from '../store/security-keys.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

export const listSecurityKeys =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.listSecurityKeys> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const { keys } = await readSecurityKeys(deps.db, admin.value.brand);
    return done({ body: { keys: keys.map(({ id, createdAt, by }) => ({ id, createdAt, by })) } });
  };

/** Makes a key; nobody is shown it again, and the table holds it sealed. */
export const createSecurityKey =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.createSecurityKey> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand, agent: by } = admin.value;
    const made = await makeSecurityKey(deps, brand, by);
    if (!made.ok) return made;
    await recordChange(deps, admin.value, { event: 'create_security_key', on: made.value.id });
    return done({ body: made.value });
  };

export const revokeSecurityKey =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.revokeSecurityKey> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { key } = request.params;
    const removed = await removeSecurityKey(deps.db, admin.value.brand, key);
    if (!removed.ok) return removed;
    await recordChange(deps, admin.value, { event: 'revoke_security_key', on: key });
    return done({});
  };
