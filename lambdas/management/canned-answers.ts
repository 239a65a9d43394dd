import { ulid } from 'ulid';
import type { CannedAnswer } from '../../contract/http/management/answers.ts';
import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { pageOf, startOf } from '../edge/pages.ts';
import { etag, versionMeant } from '../edge/versions.ts';
import { changeSetting, createSetting, deleteSetting, listSettings } from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { recordChange } from './admin.ts';
import { checkSkills } from './check-skills.ts';
import type { Dependencies } from './dependencies.ts';

interface AnswerRecord extends CannedAnswer {
  readonly version: number;
}

const view = ({ id, name, text, skills }: CannedAnswer) => ({
  id,
  name,
  text,
  ...(skills === undefined ? {} : { skills }),
});

export const listCannedAnswers =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.listCannedAnswers> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const start = startOf(request.query);
    if (!start.ok) return start;
    const first = keys.cannedAnswer(admin.value.brand, '');
    const { records, cursor } = await listSettings<AnswerRecord>(deps.db, first, start.value);
    return done({ body: pageOf(records.map(view), cursor) });
  };

export const createCannedAnswer =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.createCannedAnswer> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const known = await checkSkills(deps.db, brand, request.body.skills);
    if (!known.ok) return known;
    const record = { ...request.body, id: ulid(deps.now()), version: 1 };
    const made = await createSetting(deps.db, keys.cannedAnswer(brand, record.id), record);
    if (!made.ok) return made;
    const after = view(record);
    await recordChange(deps, admin.value, { event: 'create_canned_answer', on: record.id, after });
    return done({ body: after, headers: etag(1) });
  };

const readRecord = async ({ db }: Dependencies, brand: string, id: string) =>
  (await db.get(keys.cannedAnswer(brand, id))) as unknown as AnswerRecord | undefined;

export const readCannedAnswer =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readCannedAnswer> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const record = await readRecord(deps, admin.value.brand, request.params.answer);
    return record ? done({ body: view(record), headers: etag(record.version) }) : refuse('not_found');
  };

export const changeCannedAnswer =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.changeCannedAnswer> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const { brand } = admin.value;
    const id = request.params.answer;
    const before = await readRecord(deps, brand, id);
    if (!before) return refuse('not_found');
    const known = await checkSkills(deps.db, brand, request.body.skills);
    if (!known.ok) return known;
    const record: AnswerRecord = { id, skills: undefined, ...request.body, version: version.value };
    const changed = await changeSetting(deps.db, keys.cannedAnswer(brand, id), record, version.value);
    if (!changed.ok) return changed;
    const after = view(changed.value);
    await recordChange(deps, admin.value, {
      event: 'change_canned_answer',
      on: id,
      before: view(before),
      after,
    });
    return done({ body: after, headers: etag(changed.value.version) });
  };

export const deleteCannedAnswer =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.deleteCannedAnswer> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const { brand } = admin.value;
    const id = request.params.answer;
    const gone = await deleteSetting<AnswerRecord>(deps.db, keys.cannedAnswer(brand, id), version.value);
    if (!gone.ok) return gone;
    await recordChange(deps, admin.value, {
      event: 'delete_canned_answer',
      on: id,
      before: view(gone.value),
    });
    return done({});
  };
