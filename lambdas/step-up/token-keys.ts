import type { tokenKeyRoutes } from '../../contract/http/token-keys.ts';
import { done, refuse } from '../core/result.ts';
import { activeKeys, publishedEncryptionKey } from '../core/tokens/encryption-key.ts';
import type { HttpHandler } from '../edge/http.ts';
import { readIssuerById } from '../store/settings.ts';
import type { Dependencies } from './dependencies.ts';

/** The public keys that an issuer's tokens can be encrypted to: a JWK Set (RFC 7517, section 5), for everybody. */
export const readTokenKeys =
  ({ db }: Pick<Dependencies, 'db'>): HttpHandler<typeof tokenKeyRoutes.readTokenKeys> =>
  async ({ params: { brand, issuer } }) => {
    const record = await readIssuerById(db, brand, issuer);
    if (!record) return refuse('not_found');
    const keys = activeKeys(record.encryptionKeys).map((key) => publishedEncryptionKey(issuer, key));
    return done({ body: { keys }, headers: { 'cache-control': 'public, max-age=300' } });
  };
