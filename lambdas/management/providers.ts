import { generateKeyPairSync } from 'node:crypto';
import type { ProviderSettings } from '../../contract/http/management/providers.ts';
import type { managementRoutes } from '../../contract/http/management.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import {
  type ProviderKey,
  type ProviderRecord,
  providerView,
  readProviderSettings,
} from '../core/settings/provider.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { pageOf, startOf } from '../edge/pages.ts';
import { etag, versionMeant } from '../edge/versions.ts';
import { readProvider } from '../store/providers.ts';
import { changeSetting, createSetting, deleteSetting, listSettings } from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

/** Keys make large items, and a page is one answer. */
const pageSize = 20;

export const listProviders =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.listProviders> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const start = startOf(request.query);
    if (!start.ok) return start;
    const { brand } = admin.value;
    const first = keys.provider(brand, '');
    const { records, cursor } = await listSettings<ProviderRecord>(deps.db, first, start.value, pageSize);
    return done({
      body: pageOf(
        records.map((record) => view(deps, brand, record)),
        cursor,
      ),
    });
  };

export const createProvider =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.createProvider> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { id, ...settings } = request.body;
    const { brand } = admin.value;
    const record = await complete(deps, brand, id, settings, undefined);
    if (!record.ok) return record;
    const made = await createSetting(deps.db, keys.provider(brand, id), record.value);
    if (!made.ok) return made;
    const after = view(deps, brand, made.value);
    await recordChange(deps, admin.value, { event: 'create_provider', on: id, after });
    return answer(deps, brand, made.value);
  };

export const readOneProvider =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readProvider> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const record = await readProvider(deps.db, brand, request.params.provider);
    return record ? answer(deps, brand, record) : refuse('not_found');
  };

export const changeProvider =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.changeProvider> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const { brand } = admin.value;
    const id = request.params.provider;
    const known = await readProvider(deps.db, brand, id);
    if (!known) return refuse('not_found');
    const record = await complete(deps, brand, id, request.body, known);
    if (!record.ok) return record;
    const changed = await changeSetting(deps.db, keys.provider(brand, id), record.value, version.value);
    if (!changed.ok) return changed;
    const before = view(deps, brand, known);
    const after = view(deps, brand, changed.value);
    await recordChange(deps, admin.value, { event: 'change_provider', on: id, before, after });
    return answer(deps, brand, changed.value);
  };

export const deleteProvider =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.deleteProvider> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const id = request.params.provider;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const gone = await deleteSetting<ProviderRecord>(deps.db, keys.provider(brand, id), version.value);
    if (!gone.ok) return gone;
    const before = view(deps, brand, gone.value);
    await recordChange(deps, admin.value, { event: 'delete_provider', on: id, before });
    return done({});
  };

export const rotateProviderKey =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.rotateProviderKey> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    // A repeat must not rotate again, since only one key of before stays published.
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const { brand } = admin.value;
    const id = request.params.provider;
    const known = await readProvider(deps.db, brand, id);
    if (!known?.keys) return refuse('not_found');
    const made = { keys: [await newKey(deps, brand), ...known.keys.slice(0, 1)], version: version.value };
    const changed = await changeSetting(deps.db, keys.provider(brand, id), made, version.value);
    if (!changed.ok) return changed;
    await recordChange(deps, admin.value, { event: 'rotate_provider_key', on: id });
    return answer(deps, brand, { ...known, ...changed.value });
  };

/** The record of settings that are good, its secrets sealed: the client's, or a key that is made for it. */
async function complete(
  deps: Dependencies,
  brand: string,
  id: string,
  settings: ProviderSettings,
  known: ProviderRecord | undefined,
): Promise<Result<ProviderRecord>> {
  const record = readProviderSettings(id, settings, deps.loopback, known);
  if (!record.ok) return record;
  const { clientSecret, clientAuthentication: way } = settings;
  if (clientSecret !== undefined)
    return done({ ...record.value, sealed: await deps.seals.seal(brand, 'oidc', clientSecret) });
  if (way === 'private_key_jwt' && !record.value.keys)
    return done({ ...record.value, keys: [await newKey(deps, brand)] });
  return record;
}

async function newKey({ seals }: Dependencies, brand: string): Promise<ProviderKey> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { d = '', ...jwk } = privateKey.export({ format: 'jwk' });
  const kid = newSecret().slice(0, 22);
  return {
    kid,
    jwk: { kty: 'EC', ...jwk, kid, alg: 'ES256', use: 'sig' },
    sealed: await seals.seal(brand, 'oidc', d),
  };
}

const view = ({ publicOrigin }: Dependencies, brand: string, record: ProviderRecord) =>
  providerView(record, `${publicOrigin}/api/consumer/${brand}/providers/${record.id}/jwks.json`);

const answer = (deps: Dependencies, brand: string, record: ProviderRecord) =>
  done({ body: view(deps, brand, record), headers: etag(record.version) });
