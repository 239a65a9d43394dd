import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callBackend, makeSecurityKey, type SecurityKey, type Signing } from '../support/backend.ts';
import { everything, forgetLimits, setAttribute } from '../support/items.ts';
import { roomInWindow } from '../support/limit-window.ts';
import { type Agent, agentAtWork, newToken } from '../support/people.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let admin: Agent;
let first: SecurityKey;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  admin = await agentAtWork(system, brand);
  first = await makeSecurityKey(system, admin);
}, 60_000);
afterAll(() => system.stop());

const call = (signing: Signing = {}, key = first) =>
  callBackend(system, brand, key, 'revocations/none', undefined, signing);
const manage = (path = '', more: object = {}) =>
  http(`${system.origin}/api/manage/security-keys${path}`, {
    origin: system.origin,
    cookie: admin.cookie,
    ...more,
  });

describe("a brand's backend", () => {
  it('calls with a signature over method, path, time and body', async () => {
    expect((await call()).body.code).toBe('not_found');
    const body = { id: 'r1', person: { identity: 'nobody' } };
    expect((await callBackend(system, brand, first, 'revocations', body)).status).toBe(200);
  });

  it('is refused in one way, whatever is wrong with the signature', async () => {
    const now = Math.floor(Date.now() / 1000);
    const other = await createBrand(system, 'bolt');
    const wrong: Signing[] = [
      { time: now - 301 },
      { time: now + 400 },
      { signed: { method: 'POST' } },
      { signed: { path: '/api/backend/acme/revocations/some' } },
      { signed: { path: '/api/backend/acme/revocations/none?more=1' } },
      { signed: { body: ' ' } },
      { header: '' },
      { header: `key=${first.id}, time=${now}` },
      { header: `key=${first.id}, time=${now}, signature=${'A'.repeat(43)}` },
      { header: `key=${first.id}, time=${now}, signature=${'A'.repeat(44)}` },
      { header: `Bearer ${first.key}` },
    ];
    const answers = await Promise.all([
      ...wrong.map((one) => call(one)),
      call({}, { ...first, id: 'unknown' }),
      call({}, { ...first, key: newToken() }),
      callBackend(system, other, first, 'revocations/none'),
      callBackend(system, { ...brand, id: 'nobody' }, first, 'revocations/none'),
      http(`${system.origin}/api/backend/acme/revocations/none`, { cookie: admin.cookie }),
    ]);
    const said = answers.map(({ status, body }) => [status, JSON.stringify(body)]);
    expect(new Set(said.map(String)).size).toBe(1);
    expect(said[0]?.[0]).toBe(401);
  });

  it('signs the query with the path, and one body only', async () => {
    const path = '/api/backend/acme/revocations/none';
    const query = await callBackend(system, brand, first, 'revocations/none?a=b', undefined, {
      signed: { path },
    });
    // Nothing is looked at before the form of the request, and then the signature decides.
    expect([query.status, query.body.code]).toEqual([400, 'invalid_request']);
    const body = { id: 'r2', person: { identity: 'nobody' } };
    const changed = { ...body, person: { identity: 'somebody' } };
    const moved = await callBackend(system, brand, first, 'revocations', changed, {
      signed: { body: JSON.stringify(body) },
    });
    expect(moved.status).toBe(401);
  });

  it('may not be called from a page: no CORS, no preflight', async () => {
    const url = `${system.origin}/api/backend/acme/revocations`;
    const preflight = await http(url, { method: 'OPTIONS', origin: brand.page });
    expect(preflight.status).toBeGreaterThanOrEqual(400);
    const asked = await http(url, { origin: brand.page, body: {} });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('calls of a network', () => {
  it('are limited, whether they are signed well or not', async () => {
    await roomInWindow();
    await call();
    const counts = (await everything(system)).filter(({ pk }) => pk.includes('#acme#limit#backend.'));
    expect(counts.length).toBeGreaterThan(0);
    for (const count of counts) await setAttribute(system, count, 'count', 6000);
    for (const key of [first, { ...first, key: newToken() }]) {
      const limited = await call({}, key);
      expect([limited.status, limited.headers.has('retry-after')]).toEqual([429, true]);
    }
    await forgetLimits(system);
    expect((await call()).status).toBe(404);
  });
});

describe('security keys', () => {
  it('are shown once, are two at most, and take over from each other', async () => {
    const second = await makeSecurityKey(system, admin);
    expect((await call({}, second)).body.code).toBe('not_found');
    expect((await call()).body.code).toBe('not_found');
    expect((await manage('', { body: {} })).body.code).toBe('in_use');
    const listed = expectOk(await manage(), 200).body.keys as object[];
    expect(listed).toMatchObject([{ id: first.id }, { id: second.id }]);
    expect(JSON.stringify(listed)).not.toMatch(new RegExp(`${first.key}|${second.key}|sealed`));

    expectOk(await manage(`/${first.id}`, { method: 'DELETE' }), 204);
    expect((await call()).status).toBe(401);
    expect((await call({}, second)).body.code).toBe('not_found');
    expect((await manage(`/${first.id}`, { method: 'DELETE' })).status).toBe(404);
    first = await makeSecurityKey(system, admin);
  });

  it('stay two when ten are asked for at once', async () => {
    const listed = async () => (expectOk(await manage(), 200).body.keys as SecurityKey[]).length;
    const most = await listed();
    expect(most).toBe(2);
    const [{ id } = first] = (expectOk(await manage(), 200).body.keys as SecurityKey[]).filter(
      (one) => one.id !== first.id,
    );
    expectOk(await manage(`/${id}`, { method: 'DELETE' }), 204);
    const made = await Promise.all(Array.from({ length: 10 }, () => manage('', { body: {} })));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await listed()).toBe(2);
  });

  it('stand sealed in the table, and in the log by their id alone', async () => {
    const all = JSON.stringify(await everything(system));
    expect(all).not.toContain(first.key);
    expect(all).toContain('create_security_key');
    expect(all).toContain('revoke_security_key');
  });
});
