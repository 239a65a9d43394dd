import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readProvider } from '../../../lambdas/store/providers.ts';
import { type Office, openOffice, publicOrigin, type RouteName } from '../../support/office.ts';

let office: Office;
let acme: Awaited<ReturnType<Office['brandWithAdmin']>>;
let bolt: typeof acme;
beforeAll(async () => {
  office = await openOffice();
  acme = await office.brandWithAdmin('acme');
  bolt = await office.brandWithAdmin('bolt');
});
afterAll(() => office.stop());

const secret = 'a-secret-of-the-client';
const settings = {
  issuer: 'https://login.acme.example',
  clientId: 'doorstep',
  clientAuthentication: 'none',
  scopes: ['openid', 'profile'],
};
let count = 0;
function another(prefix: string): string {
  count += 1;
  return `${prefix}${count}`;
}
const asAcme = (name: RouteName, more: object = {}) => office.call(name, { cookie: acme.cookie, ...more });
const create = (more: object) =>
  asAcme('createProvider', { body: { id: another('p'), ...settings, ...more } });
const params = () => ({ provider: `p${count}` });
const change = (tag: string, body: object) =>
  asAcme('changeProvider', {
    params: params(),
    headers: { 'if-match': tag },
    body: { ...settings, ...body },
  });
const rotate = (tag: string) =>
  asAcme('rotateProviderKey', { params: params(), headers: { 'if-match': tag }, body: {} });
const stored = () => readProvider(office.db, 'acme', `p${count}`);

describe('a provider', () => {
  it('is created once, read, listed, changed from the version that was read, and removed', async () => {
    const made = await create({ attributes: ['plan'], skewSeconds: 5 });
    const view = { id: 'p1', ...settings, attributes: ['plan'], skewSeconds: 5 };
    expect([made.status, made.headers.etag]).toEqual([201, '"1"']);
    expect(made.body).toEqual({ ...view, namespace: expect.stringMatching(/^[\w-]{22}$/) });
    expect((await asAcme('createProvider', { body: { id: 'p1', ...settings } })).body.code).toBe('exists');
    expect((await asAcme('readProvider', { params: params() })).body).toEqual(made.body);
    expect((await asAcme('listProviders')).body).toEqual({ items: [made.body] });
    // What a change leaves out is gone.
    const changed = await change('"1"', { namespace: 'people' });
    expect(changed.body).toEqual({ id: 'p1', ...settings, namespace: 'people' });
    expect((await change('"1"', {})).body.code).toBe('precondition_failed');
    expect(
      (await asAcme('deleteProvider', { params: params(), headers: { 'if-match': '"2"' } })).status,
    ).toBe(204);
    expect((await asAcme('readProvider', { params: params() })).status).toBe(404);
    expect((await change('"2"', {})).status).toBe(404);
  });

  it('is as if it did not exist for another brand', async () => {
    await create({});
    const asBolt = (name: RouteName, more: object = {}) =>
      office.call(name, { cookie: bolt.cookie, params: params(), ...more });
    expect((await asBolt('readProvider')).status).toBe(404);
    const headers = { 'if-match': '"1"' };
    expect((await asBolt('deleteProvider', { headers })).status).toBe(404);
    expect((await asBolt('rotateProviderKey', { headers, body: {} })).status).toBe(404);
    expect((await office.call('listProviders', { cookie: bolt.cookie })).body).toEqual({ items: [] });
    expect((await asAcme('readProvider', { params: params() })).status).toBe(200);
  });

  it.each([
    'http://login.acme.example',
    'http://127.0.0.1:4102',
    'http://localhost:4101',
    'https://login.acme.example?tenant=1',
    'https://login.acme.example#',
    'https://user@login.acme.example',
    'https:\\\\login.acme.example',
    'javascript:alert(1)',
    'login.acme.example',
  ])('has an issuer that may be fetched from: not %s', async (issuer) => {
    const refused = await create({ issuer });
    expect([refused.status, refused.body.errors]).toMatchObject([400, [{ path: 'issuer' }]]);
  });

  it('may be on the loopback origin that the configuration allows', async () => {
    expect((await create({ issuer: 'http://127.0.0.1:4101' })).status).toBe(201);
  });

  it.each([
    [{ scopes: ['profile'] }, 'scopes'],
    [{ clientAuthentication: 'client_secret_basic' }, 'clientSecret'],
    [{ clientSecret: secret }, 'clientSecret'],
    [{ clientAuthentication: 'private_key_jwt', clientSecret: secret }, 'clientSecret'],
    [{ clientAuthentication: 'client_secret_post' }, 'clientAuthentication'],
    [
      {
        acrValues: [
          { acr: 'a', value: 'x' },
          { acr: 'b', value: 'x' },
        ],
      },
      'acrValues',
    ],
    [
      {
        acrValues: [
          { acr: 'a', value: 'x' },
          { acr: 'a', value: 'y' },
        ],
      },
      'acrValues',
    ],
    [{ scopes: ['openid', 'a b'] }, 'scopes.1'],
    [{ sealed: 'bytes' }, 'sealed'],
    [{ keys: [] }, 'keys'],
  ])('is refused with %j', async (more, path) => {
    const refused = await create(more);
    expect([refused.status, refused.body.errors]).toMatchObject([400, [{ path }]]);
  });
});

describe('the secret of a client', () => {
  beforeEach(async () => {
    await create({ clientAuthentication: 'client_secret_basic', clientSecret: secret });
  });
  const opened = async () => office.deps.seals.open('acme', 'oidc', (await stored())?.sealed ?? '');

  it('is stored sealed, for this brand, and shown in no answer', async () => {
    expect(await opened()).toBe(secret);
    await expect(office.deps.seals.open('bolt', 'oidc', (await stored())?.sealed ?? '')).rejects.toThrow();
    for (const answer of [await asAcme('readProvider', { params: params() }), await asAcme('listProviders')])
      expect(JSON.stringify(answer.body)).not.toMatch(/secret-of|sealed|clientSecret/);
    expect(JSON.stringify(await stored())).not.toContain(secret);
  });

  it('stays when a change leaves it out, and is replaced when it does not', async () => {
    const basic = { clientAuthentication: 'client_secret_basic' };
    expect((await change('"1"', basic)).status).toBe(200);
    expect(await opened()).toBe(secret);
    expect((await change('"2"', { ...basic, clientSecret: 'another' })).status).toBe(200);
    expect(await opened()).toBe('another');
  });

  it('is never sent elsewhere: another issuer or client needs its own', async () => {
    for (const other of [{ issuer: 'https://elsewhere.example' }, { clientId: 'another' }]) {
      const moved = await change('"1"', { clientAuthentication: 'client_secret_basic', ...other });
      expect([moved.status, moved.body.errors]).toMatchObject([400, [{ path: 'clientSecret' }]]);
    }
    expect(await opened()).toBe(secret);
  });

  it('is in no entry of the log, which says what else has changed', async () => {
    await change('"1"', {
      clientAuthentication: 'client_secret_basic',
      clientSecret: 'newer',
      skewSeconds: 9,
    });
    const { items } = await office.db.query({ pk: `audit#acme#pending#account.${acme.id}`, limit: 100 });
    const log = JSON.stringify(items);
    expect(log).toContain('"skewSeconds":9');
    expect(log).not.toMatch(/a-secret-of|newer/);
  });

  it('is gone when the client has none any more', async () => {
    expect((await change('"1"', {})).status).toBe(200);
    expect(await stored()).not.toHaveProperty('sealed');
  });
});

describe('the key of a client', () => {
  const jwksUri = () => `${publicOrigin}/api/consumer/acme/providers/p${count}/jwks.json`;

  it('is made here; its public half is served and the rest sealed', async () => {
    const made = await create({ clientAuthentication: 'private_key_jwt' });
    expect(made.body.jwksUri).toBe(jwksUri());
    const [key] = (await stored())?.keys ?? [];
    expect(key?.jwk).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: expect.any(String),
      y: expect.any(String),
      kid: key?.kid,
      alg: 'ES256',
      use: 'sig',
    });
    expect(await office.deps.seals.open('acme', 'oidc', key?.sealed ?? '')).toMatch(/^[\w-]{43}$/);
  });

  it('is replaced on request; the one before stays published', async () => {
    await create({ clientAuthentication: 'private_key_jwt' });
    const kids = async () => (await stored())?.keys?.map(({ kid }) => kid);
    const [first] = (await kids()) ?? [];
    expect((await rotate('"1"')).status).toBe(200);
    const [second, before] = (await kids()) ?? [];
    expect(before).toBe(first);
    expect((await rotate('"1"')).body.code).toBe('precondition_failed');
    await rotate('"2"');
    expect(await kids()).toEqual([expect.any(String), second]);
  });

  it('stays through other changes, and is not made for other clients', async () => {
    await create({ clientAuthentication: 'private_key_jwt' });
    const before = (await stored())?.keys;
    await change('"1"', { clientAuthentication: 'private_key_jwt', skewSeconds: 10 });
    expect((await stored())?.keys).toEqual(before);
    await create({});
    expect((await rotate('"1"')).status).toBe(404);
  });
});

describe('a brand that is made with its providers', () => {
  const brand = (providers: object[]) =>
    office.create({
      brand: another('made'),
      name: 'Made',
      admin: { loginName: 'admin@made.example', name: 'Ada' },
      providers,
    });

  it('has those that need no secret', async () => {
    expect(await brand([{ id: 'login', ...settings }])).toMatchObject({ ok: true });
    expect(await readProvider(office.db, `made${count}`, 'login')).toMatchObject(settings);
  });

  it.each([
    { clientAuthentication: 'client_secret_basic', clientSecret: secret },
    { clientAuthentication: 'private_key_jwt' },
    { issuer: 'http://login.acme.example' },
  ])('is refused with one that %j', async (more) => {
    expect(await brand([{ id: 'login', ...settings, ...more }])).toMatchObject({
      ok: false,
      refusal: { code: 'invalid_request' },
    });
  });
});
