import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import {
  type EncryptionKey,
  encryptionKid,
  newEncryptionKey,
  openingKeys,
} from '../core/tokens/encryption-key.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { changeEncryptionKeys } from '../store/encryption-keys.ts';
import { readIssuerById } from '../store/settings.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

const most = 3;
/** A backend keeps our key set for 5 minutes, and a token lives 10: until both are over, a retired key opens. */
const grace = 20 * 60_000;

const view = (issuer: string, { id, alg, createdAt, until }: EncryptionKey) => ({
  id,
  kid: encryptionKid(issuer, id),
  alg,
  createdAt,
  ...(until === undefined ? {} : { until }),
});

export const listEncryptionKeys =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.listEncryptionKeys> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { issuer } = request.params;
    const record = await readIssuerById(deps.db, brand, issuer);
    if (!record) return refuse('not_found');
    const items = openingKeys(record.encryptionKeys, deps.now()).map((key) => view(issuer, key));
    return done({ body: { jwksPath: `/api/keys/${brand}/${issuer}/jwks.json`, items } });
  };

/** Makes a key pair; only step-up and the inspector can open the private half. */
export const createEncryptionKey =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.createEncryptionKey> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { issuer } = request.params;
    // Before a key is made, which takes a while and a call to KMS.
    if (!(await readIssuerById(deps.db, brand, issuer))) return refuse('not_found');
    const { alg } = request.body;
    const { jwk, secret } = await newEncryptionKey(alg);
    const sealed = await deps.seals.seal(brand, 'tokens', secret);
    const key: EncryptionKey = { id: newSecret().slice(0, 12), alg, jwk, sealed, createdAt: deps.now() };
    const changed = await changeEncryptionKeys(deps.db, brand, issuer, (keys) => {
      const kept = openingKeys(keys, deps.now());
      return kept.length < most ? done([...kept, key]) : refuse('limit_reached');
    });
    if (!changed.ok) return changed;
    const after = view(issuer, key);
    await recordChange(deps, admin.value, { event: 'create_encryption_key', on: issuer, after });
    return done({ body: after });
  };

export const retireEncryptionKey =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.retireEncryptionKey> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { issuer, key: id } = request.params;
    const atOnce = request.query.now === 'true';
    const end = deps.now() + (atOnce ? 0 : grace);
    const changed = await changeEncryptionKeys(deps.db, admin.value.brand, issuer, (keys) => {
      if (!keys.some((key) => key.id === id)) return refuse('not_found');
      // A key that was retired before keeps its end, unless it ends now.
      return done(
        keys.map((key) => (key.id === id ? { ...key, until: Math.min(key.until ?? end, end) } : key)),
      );
    });
    if (!changed.ok) return changed;
    const retired = changed.value.find((key) => key.id === id);
    if (!retired) return refuse('not_found');
    const after = view(issuer, retired);
    await recordChange(deps, admin.value, { event: 'retire_encryption_key', on: issuer, after });
    return done({ body: after });
  };
