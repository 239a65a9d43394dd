import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import { checkEngagement, engagementView } from '../core/settings/engagement.ts';
import type { EngagementRecord } from '../core/settings/records.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { changeSetting, createSetting, listSettings, readEngagement } from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';
import { pageOf, startOf } from './pages.ts';
import { etag, versionMeant } from './versions.ts';

export const listEngagements =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.listEngagements> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const start = startOf(request.query);
    if (!start.ok) return start;
    const first = keys.engagement(admin.value.brand, '');
    const { records, cursor } = await listSettings<EngagementRecord>(deps.db, first, start.value);
    return done({ body: pageOf(records.map(engagementView), cursor) });
  };

export const createEngagement =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.createEngagement> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const checked = checkEngagement(request.body);
    if (!checked.ok) return checked;
    const record = { ...checked.value, version: 1 };
    const made = await createSetting(deps.db, keys.engagement(admin.value.brand, record.id), record);
    if (!made.ok) return made;
    await recordChange(deps, admin.value, { event: 'create_engagement', on: record.id });
    return done({ body: engagementView(record), headers: etag(record.version) });
  };

export const readOneEngagement =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readEngagement> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const record = await readEngagement(deps.db, admin.value.brand, request.params.engagement);
    return record
      ? done({ body: engagementView(record), headers: etag(record.version) })
      : refuse('not_found');
  };

export const changeEngagement =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.changeEngagement> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const checked = checkEngagement(request.body);
    if (!checked.ok) return checked;
    const id = request.params.engagement;
    const record = { ...checked.value, id, version: version.value };
    const key = keys.engagement(admin.value.brand, id);
    const changed = await changeSetting(deps.db, key, record, version.value);
    if (!changed.ok) return changed;
    await recordChange(deps, admin.value, { event: 'change_engagement', on: id });
    return done({ body: engagementView(changed.value), headers: etag(changed.value.version) });
  };
