import { engagementSettings } from '../../contract/http/management/engagements.ts';
import type { managementRoutes } from '../../contract/http/management.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { checkEngagement, engagementView } from '../core/settings/engagement.ts';
import type { EngagementRecord } from '../core/settings/records.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { pageOf, startOf } from '../edge/pages.ts';
import { etag, versionMeant, whole } from '../edge/versions.ts';
import {
  changeSetting,
  createSetting,
  deleteSetting,
  listSettings,
  readEngagement,
  readSkill,
} from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

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

/** That the skill is one of the brand's. */
async function checkSkill(
  { db }: Dependencies,
  brand: string,
  skill: string | undefined,
): Promise<Result<undefined>> {
  if (skill === undefined || (await readSkill(db, brand, skill))) return done(undefined);
  return refuse('invalid_request', { errors: [{ path: 'skill', message: 'is no skill of this brand' }] });
}

export const createEngagement =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.createEngagement> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const checked = checkEngagement(request.body);
    if (!checked.ok) return checked;
    const known = await checkSkill(deps, brand, checked.value.skill);
    if (!known.ok) return known;
    const record = { ...checked.value, version: 1 };
    const made = await createSetting(deps.db, keys.engagement(brand, record.id), record);
    if (!made.ok) return made;
    const after = engagementView(record);
    await recordChange(deps, admin.value, { event: 'create_engagement', on: record.id, after });
    return done({ body: after, headers: etag(record.version) });
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
    const { brand } = admin.value;
    const id = request.params.engagement;
    const checked = checkEngagement(request.body);
    if (!checked.ok) return checked;
    const before = await readEngagement(deps.db, brand, id);
    if (!before) return refuse('not_found');
    const known = await checkSkill(deps, brand, checked.value.skill);
    if (!known.ok) return known;
    const record = { ...whole(engagementSettings, checked.value), id, version: version.value };
    const changed = await changeSetting(deps.db, keys.engagement(brand, id), record, version.value);
    if (!changed.ok) return changed;
    const after = engagementView(changed.value);
    await recordChange(deps, admin.value, {
      event: 'change_engagement',
      on: id,
      before: engagementView(before),
      after,
    });
    return done({ body: after, headers: etag(changed.value.version) });
  };

export const deleteEngagement =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.deleteEngagement> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const { brand } = admin.value;
    const id = request.params.engagement;
    const gone = await deleteSetting<EngagementRecord>(deps.db, keys.engagement(brand, id), version.value);
    if (!gone.ok) return gone;
    await recordChange(deps, admin.value, {
      event: 'delete_engagement',
      on: id,
      before: engagementView(gone.value),
    });
    return done({});
  };
