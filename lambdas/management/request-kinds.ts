import type { managementRoutes } from '../../contract/http/management.ts';
import { kindView, type RequestKindRecord, readKind } from '../core/request/kind.ts';
import { done, refuse } from '../core/result.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { pageOf, startOf } from '../edge/pages.ts';
import { etag, versionMeant } from '../edge/versions.ts';
import {
  changeSetting,
  createSetting,
  deleteSetting,
  listSettings,
  readAuthentication,
  readRequestKind,
} from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

/** Schemas may be long, and a page is one answer. */
const pageSize = 20;

export const listRequestKinds =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.listRequestKinds> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const start = startOf(request.query);
    if (!start.ok) return start;
    const first = keys.requestKind(admin.value.brand, '');
    const { records, cursor } = await listSettings<RequestKindRecord>(deps.db, first, start.value, pageSize);
    return done({ body: pageOf(records.map(kindView), cursor) });
  };

export const createRequestKind =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.createRequestKind> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { name, ...settings } = request.body;
    const { acrScale } = await readAuthentication(deps.db, brand);
    const kind = readKind(name, settings, acrScale);
    if (!kind.ok) return kind;
    const made = await createSetting(deps.db, keys.requestKind(brand, name), kind.value);
    if (!made.ok) return made;
    const after = kindView(kind.value);
    await recordChange(deps, admin.value, { event: 'create_request_kind', on: name, after });
    return done({ body: kindView(made.value), headers: etag(made.value.version) });
  };

export const readOneRequestKind =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readRequestKind> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const record = await readRequestKind(deps.db, admin.value.brand, request.params.request);
    return record ? done({ body: kindView(record), headers: etag(record.version) }) : refuse('not_found');
  };

export const changeRequestKind =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.changeRequestKind> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { request: name } = request.params;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const [{ acrScale }, before] = await Promise.all([
      readAuthentication(deps.db, brand),
      readRequestKind(deps.db, brand, name),
    ]);
    if (!before) return refuse('not_found');
    const kind = readKind(name, request.body, acrScale, version.value);
    if (!kind.ok) return kind;
    const changed = await changeSetting(deps.db, keys.requestKind(brand, name), kind.value, version.value);
    if (!changed.ok) return changed;
    const [was, is] = [kindView(before), kindView(changed.value)];
    await recordChange(deps, admin.value, { event: 'change_request_kind', on: name, before: was, after: is });
    return done({ body: kindView(changed.value), headers: etag(changed.value.version) });
  };

export const deleteRequestKind =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.deleteRequestKind> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { request: name } = request.params;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const key = keys.requestKind(admin.value.brand, name);
    const gone = await deleteSetting<RequestKindRecord>(deps.db, key, version.value);
    if (!gone.ok) return gone;
    const before = kindView(gone.value);
    await recordChange(deps, admin.value, { event: 'delete_request_kind', on: name, before });
    return done({});
  };
