import { authenticationSettings } from '../../contract/http/management/authentication.ts';
import type { managementRoutes } from '../../contract/http/management.ts';
import { done } from '../core/result.ts';
import {
  type AuthenticationRecord,
  checkAuthentication,
  warningsOf,
} from '../core/settings/authentication.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { etag, versionMeant, whole } from '../edge/versions.ts';
import { changeSetting, createSetting, readAuthentication as readRecord } from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

const view = (record: AuthenticationRecord) => ({
  methods: record.methods,
  requestMinutes: record.requestMinutes,
  authenticatedMinutes: record.authenticatedMinutes,
  acrScale: record.acrScale,
  openConversation: record.openConversation,
  notNowMinutes: record.notNowMinutes,
  mostPrompts: record.mostPrompts,
  ...(record.loginPage === undefined ? {} : { loginPage: record.loginPage }),
  returnAddresses: record.returnAddresses,
  namespaces: record.namespaces,
  warnings: warningsOf(record),
});

export const readAuthentication =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readAuthentication> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const record = await readRecord(deps.db, admin.value.brand);
    return done({ body: view(record), headers: etag(record.version) });
  };

/** Changes how consumers authenticate, for conversations that begin from now on and requests made from now on. */
export const changeAuthentication =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.changeAuthentication> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const checked = checkAuthentication(request.body);
    if (!checked.ok) return checked;
    const { brand } = admin.value;
    const key = keys.authentication(brand);
    const before = await readRecord(deps.db, brand);
    const record = { ...whole(authenticationSettings, request.body), version: version.value };
    // Until the first change there is no item: the defaults are version 0.
    const first =
      version.value === 0 ? await createSetting(deps.db, key, { ...record, version: 1 }) : undefined;
    const changed = first?.ok ? first : await changeSetting(deps.db, key, record, version.value);
    if (!changed.ok) return changed;
    const after = view(changed.value);
    await recordChange(deps, admin.value, { event: 'change_authentication', before: view(before), after });
    return done({ body: after, headers: etag(changed.value.version) });
  };
