import { consumerRoutes } from '../../contract/http/consumer.ts';
import type { Db } from '../store/db.ts';
import { readEngagement } from '../store/settings.ts';
import type { Decorate } from './http.ts';

/** How long a browser may remember a preflight: two hours, the most that browsers honour. */
const remembered = '7200';

/**
 * CORS for the origins of the engagement (Fetch, section 3.2). API Gateway's own list is one for the whole API, so the
 * function answers. An answer that succeeded was checked against the session's origin; only a preflight or a refusal has to
 * look the origins up. No credentials: consumers carry bearer tokens, never cookies.
 */
export const corsFor =
  (db: Db): Decorate =>
  async ({ origin, method, params, succeeded }) => {
    if (origin === undefined) return {};
    const checked = succeeded && method !== 'OPTIONS';
    if (!checked && !(await isRegistered(db, params, origin))) return { vary: 'origin' };
    return {
      vary: 'origin',
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'link, retry-after',
      ...(method === 'OPTIONS'
        ? {
            'access-control-allow-methods': 'GET, POST',
            'access-control-allow-headers': 'authorization, content-type',
            'access-control-max-age': remembered,
          }
        : {}),
    };
  };

async function isRegistered(
  db: Db,
  params: Readonly<Record<string, string | undefined>>,
  origin: string,
): Promise<boolean> {
  // Refusals are decorated too, so the path may hold anything, also what is no key of a table.
  const named = consumerRoutes.preflight.params.safeParse(params);
  if (!named.success) return false;
  const settings = await readEngagement(db, named.data.brand, named.data.engagement);
  return settings?.origins.includes(origin) ?? false;
}
