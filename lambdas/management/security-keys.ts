import type { managementRoutes } from '../../contract/http/management.ts';
import { done } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { addSecurityKey, readSecurityKeys, removeSecurityKey } from '../store/security-keys.ts';
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
    const secret = newSecret();
    const key = { id: newSecret().slice(0, 12), createdAt: deps.now(), by };
    const sealed = await deps.seals.seal(brand, 'backend', secret);
    const added = await addSecurityKey(deps.db, brand, { ...key, sealed });
    if (!added.ok) return added;
    await recordChange(deps, admin.value, { event: 'create_security_key', on: key.id });
    return done({ body: { ...key, key: secret } });
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
