import type { stepUpRoutes } from '../../contract/http/step-up.ts';
import { done, refuse } from '../core/result.ts';
import type { HttpHandler } from '../edge/http.ts';
import { readProvider } from '../store/providers.ts';
import type { Dependencies } from './dependencies.ts';

/** The public keys of Doorstep as a provider's client (RFC 7517, section 5). They change seldom. */
export const readProviderKeys =
  ({ db }: Pick<Dependencies, 'db'>): HttpHandler<typeof stepUpRoutes.readProviderKeys> =>
  async ({ params }) => {
    const record = await readProvider(db, params.brand, params.provider);
    if (!record?.keys) return refuse('not_found');
    const headers = { 'cache-control': 'public, max-age=300' };
    return done({ body: { keys: record.keys.map(({ jwk }) => ({ ...jwk })) }, headers });
  };
