import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import { type IssuerRecord, issuerId, issuerView, readIssuerSettings } from '../core/settings/issuer.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { pageOf, startOf } from '../edge/pages.ts';
import { etag, versionMeant } from '../edge/versions.ts';
import { changeSetting, createSetting, listSettings, readIssuerById } from '../store/settings.ts';
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
    await recordChange(deps, admin.value, { event: 'create_issuer', on: made.value.id });
    return done({ body: issuerView(made.value), headers: etag(made.value.version) });
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
    // The id is that of the `iss`, so another `iss` is another issuer.
    if (issuerId(request.body.iss) !== issuer)
      return (await readIssuerById(deps.db, admin.value.brand, issuer))
        ? refuse('invalid_request', {
            errors: [{ path: 'iss', message: 'cannot change; create another issuer' }],
          })
        : refuse('not_found');
    const record = readIssuerSettings(request.body, 1, deps.loopback);
    if (!record.ok) return record;
    const key = keys.issuer(admin.value.brand, issuer);
    const changed = await changeSetting(deps.db, key, record.value, version.value);
    if (!changed.ok) return changed;
    await recordChange(deps, admin.value, { event: 'change_issuer', on: issuer });
    return done({ body: issuerView(changed.value), headers: etag(changed.value.version) });
  };
