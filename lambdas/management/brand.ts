import { brandSettings } from '../../contract/http/management/brand.ts';
import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import { enforcementOf } from '../core/settings/access-rules.ts';
import type { BrandRecord } from '../core/settings/records.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import { requireNetwork } from '../edge/agent-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { etag, versionMeant, whole } from '../edge/versions.ts';
import { enforceFactor } from '../flows/enforce-factor.ts';
import { changeSetting, readBrand as readRecord } from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

const view = ({ id, name, authenticatorApps, mfa, signInPolicy, networks, ...more }: BrandRecord) => ({
  id,
  name,
  authenticatorApps,
  mfa,
  ...(signInPolicy ? { signInPolicy } : {}),
  ...(networks ? { networks } : {}),
  stepUpNotification: more.stepUpNotification !== false,
  ...(more.openLimit === undefined ? {} : { openLimit: more.openLimit }),
});

export const readBrand =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readBrand> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const record = await readRecord(deps.db, admin.value.brand);
    if (!record) return refuse('not_found');
    return done({ body: view(record), headers: etag(record.version) });
  };

export const readOwnAddress =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readOwnAddress> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    return admin.ok ? done({ body: { address: request.address } }) : admin;
  };

/** Changes the brand. From the moment it asks for a second factor, every session without one is over. */
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
    // Whoever sets the networks is in one of them, so that no admin is shut out by a slip.
    const here = requireNetwork(request.address, request.body.networks ?? []);
    if (!here.ok) return here;
    const begins = request.body.mfa && !before.mfa;
    const enforcing = begins || (request.body.mfa && before.enforcing === true);
    const enforced = enforcementOf(before) + (begins ? 1 : 0);
    const settings = whole(brandSettings, request.body);
    const record = { id: brand, ...settings, enforced, enforcing, version: version.value };
    const changed = await changeSetting(deps.db, keys.brand(brand), record, version.value);
    if (!changed.ok) return changed;
    await recordChange(deps, admin.value, {
      event: 'change_brand',
      before: view(before),
      after: view(changed.value),
    });
    if (enforcing) await enforceFactor(deps.db, brand, deps.closeSocket);
    return done({ body: view(changed.value), headers: etag(changed.value.version) });
  };
