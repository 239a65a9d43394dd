import type { RecordField } from '../../contract/http/management/records.ts';
import type { managementRoutes } from '../../contract/http/management.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { startOf } from '../edge/pages.ts';
import { etag, versionMeant } from '../edge/versions.ts';
import { type LoadReport, loadRows } from '../flows/load-rows.ts';
import { CustomerRecords } from '../store/customer-records.ts';
import { type RecordSettings, readRecordSettings as readSettings } from '../store/record-settings.ts';
import { findPart, keepPart } from '../store/record-uploads.ts';
import { changeSetting, createSetting } from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';
import { readRows } from './read-rows.ts';

const fieldsOf = (settings: RecordSettings | undefined): RecordField[] =>
  (settings?.fields ?? []).map(({ name, as }) => ({ name, as }));

export const readRecordSettings =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readRecordSettings> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const settings = await readSettings(deps.db, admin.value.brand);
    return done({ body: { fields: fieldsOf(settings) }, headers: etag(settings?.version ?? 0) });
  };

/** Changes by what customers are matched. The key of the digests is made with the first settings, and stays. */
export const changeRecordSettings =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.changeRecordSettings> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const { brand } = admin.value;
    const { fields } = request.body;
    if (new Set(fields.map(({ name }) => name)).size < fields.length)
      return refuse('invalid_request', { errors: [{ path: 'fields', message: 'names a field twice' }] });
    const changed = await storeSettings(deps, brand, fields, version.value);
    if (!changed.ok) return changed;
    await recordChange(deps, admin.value, { event: 'change_record_settings' });
    return done({ body: { fields: fieldsOf(changed.value) }, headers: etag(changed.value.version) });
  };

async function storeSettings(
  { db, seals }: Dependencies,
  brand: string,
  fields: RecordField[],
  version: number,
): Promise<Result<RecordSettings>> {
  const key = keys.recordSettings(brand);
  const before = await readSettings(db, brand);
  if ((before?.version ?? 0) !== version) return refuse('precondition_failed');
  // Not the item as it was read: its keys cannot be written again.
  if (before) return changeSetting(db, key, { version, fields, sealed: before.sealed }, version);
  const sealed = await seals.seal(brand, 'records', newSecret());
  const made = await createSetting(db, key, { version: 1, fields, sealed });
  return made.ok ? made : refuse('precondition_failed');
}

/** Loads a part of the records, and reports the rows that were refused. The same part again is loaded once. */
export const loadRecords =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.loadRecords> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const settings = await readSettings(deps.db, brand);
    if (!settings) return refuse('conflict', { detail: 'Say first by which fields customers are matched.' });
    const key = await deps.seals.open(brand, 'records', settings.sealed);
    const known = await findPart<LoadReport>(deps.db, brand, request.body, key);
    if (!known.ok) return known;
    if (known.value) return done({ body: known.value });
    const rows = readRows(request.body, settings.fields);
    if (!rows.ok) return rows;
    const report = await loadRows(new CustomerRecords(deps.db), brand, rows.value, settings.fields, key);
    await keepPart(deps.db, brand, request.body, key, report, deps.now());
    await recordChange(deps, admin.value, { event: 'load_customer_records', on: request.body.upload });
    return done({ body: report });
  };

/** So many records one call deletes, or counts. */
const mostDeleted = 200;
const mostCounted = 2000;

export const deleteRecords =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.deleteRecords> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const records = new CustomerRecords(deps.db);
    const { deleted, more } =
      'subject' in request.body
        ? { deleted: (await records.delete(brand, request.body.subject)) ? 1 : 0, more: false }
        : await records.deleteSome(brand, mostDeleted);
    await recordChange(deps, admin.value, { event: 'delete_customer_records' });
    return done({ body: { deleted, done: !more } });
  };

export const countRecords =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.countRecords> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const start = startOf(request.query);
    if (!start.ok) return start;
    const records = new CustomerRecords(deps.db);
    const { count, after } = await records.count(admin.value.brand, mostCounted, start.value);
    return done({ body: { count, ...(after === undefined ? {} : { cursor: after }) } });
  };
