import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import type { BrandRecord } from '../core/settings/records.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { changeSetting, readBrand as readRecord } from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';
import { enforceFactor } from './enforce-factor.ts';
import { etag, versionMeant } from './versions.ts';

const view = ({ id, name, authenticatorApps, mfa }: BrandRecord) => ({ id, name, authenticatorApps, mfa });

export const readBrand =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readBrand> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const record = await readRecord(deps.db, admin.value.brand);
    if (!record) return refuse('not_found');
    return done({ body: view(record), headers: etag(record.version) });
  };

/** Changes the brand. From the moment it asks for a second factor, whoever is signed in without one is signed out. */
export const changeBrand =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.changeBrand> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const before = await readRecord(deps.db, brand);
    if (!before) return refuse('not_found');
    const enforcing = request.body.mfa && (!before.mfa || before.enforcing === true);
    const record = { id: brand, ...request.body, enforcing, version: version.value };
    const changed = await changeSetting(deps.db, keys.brand(brand), record, version.value);
    if (!changed.ok) return changed;
    await recordChange(deps, admin.value, { event: 'change_brand' });
    if (enforcing) await enforceFactor(deps, brand);
    return done({ body: view(changed.value), headers: etag(changed.value.version) });
  };
