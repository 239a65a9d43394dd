import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { managementRoutes } from '../../contract/http/management.ts';
import { isReturnAddress } from '../../lambdas/core/settings/return-address.ts';
import { type Office, openOffice, type RouteName } from '../support/office.ts';

const guide = readFileSync(join(import.meta.dirname, '../../docs/guides/oidc.md'), 'utf8');
const requests = [...guide.matchAll(/```json (post|put)=(\S+)\n([\s\S]*?)```/g)];

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());

it('can be followed: its requests, as they are written, are taken', async () => {
  const { cookie } = await office.brandWithAdmin('acme');
  expect(requests).toHaveLength(2);
  for (const [, method = '', path, body = ''] of requests) {
    const found = Object.entries(managementRoutes).find(
      ([, route]) => route.path === path && route.method === method.toUpperCase(),
    );
    const headers = method === 'put' ? { 'if-match': '"0"' } : {};
    const answer = await office.call(found?.[0] as RouteName, { cookie, headers, body: JSON.parse(body) });
    expect([path, answer.status, answer.body.errors]).toEqual([
      path,
      method === 'put' ? 200 : 201,
      undefined,
    ]);
  }
});

it('shows a return page at an address that may be registered', () => {
  const [, page = ''] = /```html file=(\S+)/.exec(guide) ?? [];
  expect(guide).toContain(`"https://www.example.com/${page}"`);
  expect(isReturnAddress(`https://www.example.com/${page}`)).toBe(true);
});
