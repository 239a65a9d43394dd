import { type Ask, http } from './http.ts';
import type { Agent } from './people.ts';
import { expectOk, type Place } from './system.ts';

/** The management of a brand's customer records, by an admin. */
export function recordsOf({ origin }: Place, { cookie }: Pick<Agent, 'cookie'>) {
  const call = (path: string, more: Ask = {}) =>
    http(`${origin}/api/manage/customer-records${path}`, { origin, cookie, ...more });

  return {
    call,
    load: (body: object) => call('', { body }),
    remove: (body: object) => call('/deletions', { body }),
    count: async () => Number(expectOk(await call('/count'), 200).body.count),
    async setFields(fields: readonly object[]): Promise<void> {
      const read = expectOk(await call('/settings'), 200);
      const headers = { 'if-match': read.headers.get('etag') ?? '' };
      expectOk(await call('/settings', { method: 'PUT', headers, body: { fields } }), 200);
    },
  };
}
