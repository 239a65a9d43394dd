import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import { type IssuerRecord, issuerId, issuerView, readIssuerSettings } from '../core/settings/issuer.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { pageOf, startOf } from '../edge/pages.ts';
import { etag, versionMeant } from '../edge/versions.ts';
import {
  changeSetting,
  createSetting,
  deleteSetting,
  listSettings,
  readIssuerById,
} from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

/** Ten keys each make large items, and a page is one answer. */
const pageSize = 20;

export const listIssuers =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.listIssuers> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const start = startOf(request.query);
    if (!start.ok) return start;
    const first = keys.issuer(admin.value.brand, '');
    const { records, cursor } = await listSettings<IssuerRecord>(deps.db, first, start.value, pageSize);
    return done({ body: pageOf(records.map(issuerView), cursor) });
  };

export const createIssuer =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.createIssuer> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const record = readIssuerSettings(request.body, 1, deps.loopback);
    if (!record.ok) return record;
    const made = await createSetting(deps.db, keys.issuer(admin.value.brand, record.value.id), record.value);
    if (!made.ok) return made;
    const after = issuerView(made.value);
    await recordChange(deps, admin.value, { event: 'create_issuer', on: made.value.id, after });
    return done({ body: after, headers: etag(made.value.version) });
  };

export const readOneIssuer =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readIssuer> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const record = await readIssuerById(deps.db, admin.value.brand, request.params.issuer);
    return record ? done({ body: issuerView(record), headers: etag(record.version) }) : refuse('not_found');
  };

export const changeIssuer =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.changeIssuer> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const { issuer } = request.params;
    const { brand } = admin.value;
    const before = await readIssuerById(deps.db, brand, issuer);
    if (!before) return refuse('not_found');
    // The id is that of the `iss`, so another `iss` is another issuer.
    if (issuerId(request.body.iss) !== issuer)
      return refuse('invalid_request', {
        errors: [{ path: 'iss', message: 'cannot change; create another issuer' }],
      });
    const record = readIssuerSettings(request.body, 1, deps.loopback);
    if (!record.ok) return record;
    const changed = await changeSetting(deps.db, keys.issuer(brand, issuer), record.value, version.value);
    if (!changed.ok) return changed;
    const after = issuerView(changed.value);
    const deed = { event: 'change_issuer', on: issuer, before: issuerView(before), after };
    await recordChange(deps, admin.value, deed);
    return done({ body: after, headers: etag(changed.value.version) });
  };

export const deleteIssuer =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.deleteIssuer> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const id = request.params.issuer;
    const key = keys.issuer(admin.value.brand, id);
    const gone = await deleteSetting<IssuerRecord>(deps.db, key, version.value);
    if (!gone.ok) return gone;
    await recordChange(deps, admin.value, { event: 'delete_issuer', on: id, before: issuerView(gone.value) });
    return done({});
  };
