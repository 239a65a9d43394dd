import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { etag, versionMeant } from '../edge/versions.ts';
import { hasUnderway } from '../store/inbox.ts';
import {
  changeSetting,
  createSetting,
  deleteSetting,
  listSettings,
  readSkill,
  type SkillRecord,
} from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

/** An admin's search asks for each skill's conversations, so there is an end to them. */
const most = 30;

const view = ({ id, name }: SkillRecord) => ({ id, name });

export const listSkills =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.listSkills> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const { records } = await listSettings<SkillRecord>(deps.db, keys.skill(admin.value.brand, ''));
    return done({ body: { items: records.map(view) } });
  };

export const createSkill =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.createSkill> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { records } = await listSettings<SkillRecord>(deps.db, keys.skill(brand, ''));
    if (records.length >= most)
      return refuse('invalid_request', { detail: `A brand has at most ${most} skills.` });
    const record = { ...request.body, version: 1 };
    const made = await createSetting(deps.db, keys.skill(brand, record.id), record);
    if (!made.ok) return made;
    await recordChange(deps, admin.value, {
      event: 'create_skill',
      on: record.id,
      after: view(record),
    });
    return done({ body: view(record), headers: etag(1) });
  };

export const readOneSkill =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readSkill> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const record = await readSkill(deps.db, admin.value.brand, request.params.skill);
    return record ? done({ body: view(record), headers: etag(record.version) }) : refuse('not_found');
  };

export const changeSkill =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.changeSkill> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const { brand } = admin.value;
    const id = request.params.skill;
    const before = await readSkill(deps.db, brand, id);
    if (!before) return refuse('not_found');
    const record = { id, ...request.body, version: version.value };
    const changed = await changeSetting(deps.db, keys.skill(brand, id), record, version.value);
    if (!changed.ok) return changed;
    await recordChange(deps, admin.value, {
      event: 'change_skill',
      on: id,
      before: view(before),
      after: view(changed.value),
    });
    return done({ body: view(changed.value), headers: etag(changed.value.version) });
  };

/** Deletes a skill that nothing goes by any more. Agents may keep its name; it brings them nothing. */
export const deleteSkill =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.deleteSkill> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const { brand } = admin.value;
    const id = request.params.skill;
    if (await namedByEngagement(deps, brand, id))
      return refuse('in_use', { detail: 'An engagement names it.' });
    if (await hasUnderway(deps.db, brand, id))
      return refuse('in_use', { detail: 'Conversations wait or are open under it.' });
    const gone = await deleteSetting<SkillRecord>(deps.db, keys.skill(brand, id), version.value);
    if (!gone.ok) return gone;
    await recordChange(deps, admin.value, { event: 'delete_skill', on: id, before: view(gone.value) });
    return done({});
  };

async function namedByEngagement({ db }: Dependencies, brand: string, skill: string): Promise<boolean> {
  for (let after: string | undefined; ; ) {
    const { records, cursor } = await listSettings<{ readonly skill?: string }>(
      db,
      keys.engagement(brand, ''),
      after,
    );
    if (records.some((one) => one.skill === skill)) return true;
    if (cursor === undefined) return false;
    after = cursor;
  }
}
