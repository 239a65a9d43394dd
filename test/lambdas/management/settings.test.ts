import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readEngagement, readIssuer } from '../../../lambdas/store/settings.ts';
import { type Office, openOffice, type RouteName } from '../../support/office.ts';

let office: Office;
let acme: Awaited<ReturnType<Office['brandWithAdmin']>>;
let bolt: typeof acme;
beforeAll(async () => {
  office = await openOffice();
  acme = await office.brandWithAdmin('acme');
  bolt = await office.brandWithAdmin('bolt');
});
afterAll(() => office.stop());

const help = {
  name: 'Help',
  channel: 'messaging',
  platform: 'web',
  origins: ['https://www.acme.example'],
  idleMinutes: 30,
  authenticatedMinutes: 60,
  requestMinutes: 15,
};
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
const login = {
  iss: 'https://login.acme.example',
  aud: 'doorstep',
  nonce: true,
  keys: [{ kid: 'k1', alg: 'ES256', key: pem }],
};
const asAcme = (name: RouteName, more: object = {}) => office.call(name, { cookie: acme.cookie, ...more });
const ifMatch = (tag: string | undefined) => ({ headers: { 'if-match': String(tag) } });

describe('engagements', () => {
  const params = { engagement: 'help' };

  it('are created once, read, listed and changed', async () => {
    const made = await asAcme('createEngagement', { body: { id: 'help', ...help } });
    expect([made.status, made.body, made.headers.etag]).toEqual([201, { id: 'help', ...help }, '"1"']);
    expect((await asAcme('createEngagement', { body: { id: 'help', ...help } })).body.code).toBe('exists');
    const changed = await asAcme('changeEngagement', {
      params,
      ...ifMatch(made.headers.etag),
      body: { ...help, idleMinutes: 45 },
    });
    expect([changed.body.idleMinutes, changed.headers.etag]).toEqual([45, '"2"']);
    expect((await asAcme('readEngagement', { params })).body).toEqual(changed.body);
    expect((await asAcme('listEngagements')).body).toEqual({ items: [changed.body] });
    expect(await readEngagement(office.db, 'acme', 'help')).toMatchObject({ idleMinutes: 45, version: 2 });
  });

  it('change only from the version that was read', async () => {
    const none = await asAcme('changeEngagement', { params, body: help });
    expect([none.status, none.body.code]).toEqual([428, 'precondition_required']);
    for (const tag of ['"1"', '"x"', '*', '2'])
      expect((await asAcme('changeEngagement', { params, ...ifMatch(tag), body: help })).status).toBe(412);
    const two = await Promise.all(
      ['A', 'B'].map((name) =>
        asAcme('changeEngagement', { params, ...ifMatch('"2"'), body: { ...help, name } }),
      ),
    );
    expect(two.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await asAcme('changeEngagement', { params, ...ifMatch('W/"3"'), body: help })).status).toBe(200);
  });

  it('take exact origins only: https, or this machine', async () => {
    const origins = (...list: string[]) =>
      asAcme('createEngagement', { body: { id: 'origins', ...help, origins: list } });
    for (const bad of [
      'http://www.acme.example',
      'https://www.acme.example/',
      'https://*.acme.example',
      'null',
      'javascript:alert(1)',
      'https://user@www.acme.example',
    ])
      expect([bad, (await origins(bad)).body.code]).toEqual([bad, 'invalid_request']);
    expect((await origins('http://127.0.0.1:4000', 'http://localhost:1')).status).toBe(201);
  });

  it('are pages of a list', async () => {
    for (let n = 0; n < 51; n += 1)
      await office.call('createEngagement', { cookie: bolt.cookie, body: { id: `e${100 + n}`, ...help } });
    const first = await office.call('listEngagements', { cookie: bolt.cookie });
    expect(first.body.items).toHaveLength(50);
    const query = { cursor: String(first.body.cursor) };
    const second = await office.call('listEngagements', { cookie: bolt.cookie, query });
    expect(second.body).toEqual({ items: [{ id: 'e150', ...help }] });
    const bad = await office.call('listEngagements', { cookie: bolt.cookie, query: { cursor: 'a#b' } });
    expect(bad.body.code).toBe('invalid_request');
  });
});

describe('issuers', () => {
  it('are registered with their keys in one form, and found by a token’s iss', async () => {
    const made = await asAcme('createIssuer', { body: login });
    const id = String(made.body.id);
    const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
    expect([made.status, made.body.namespace]).toEqual([201, id]);
    const [key] = made.body.keys as { key: string }[];
    expect(JSON.parse(key?.key ?? '')).toEqual({ kty, crv, x, y });
    expect((await asAcme('createIssuer', { body: login })).body.code).toBe('exists');
    expect(await readIssuer(office.db, 'acme', login.iss)).toMatchObject({ aud: 'doorstep', version: 1 });
    expect(await readIssuer(office.db, 'bolt', login.iss)).toBeUndefined();
    const keys = [...login.keys, { kid: 'k2', alg: 'ES256', key: key?.key }];
    const rotated = await asAcme('changeIssuer', {
      params: { issuer: id },
      ...ifMatch('"1"'),
      body: { ...login, keys },
    });
    expect((rotated.body.keys as unknown[]).length).toBe(2);
    expect((await asAcme('listIssuers')).body.items).toEqual([rotated.body]);
    const renamed = await asAcme('changeIssuer', {
      params: { issuer: id },
      ...ifMatch('"2"'),
      body: { ...login, iss: 'https://other.example' },
    });
    expect(renamed.body.code).toBe('invalid_request');
  });

  it('refuse keys that are not fit, and more than ten', async () => {
    const secret = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const refused = await asAcme('createIssuer', {
      body: { ...login, iss: 'https://b.example', keys: [{ kid: 'k', alg: 'ES256', key: secret }] },
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'key_refused']);
    expect(JSON.stringify(refused.body)).not.toContain(secret.split('\n')[1]);
    const eleven = Array.from({ length: 11 }, (_, n) => ({ kid: `k${n}`, alg: 'ES256', key: pem }));
    const many = { ...login, iss: 'https://c.example' };
    expect((await asAcme('createIssuer', { body: { ...many, keys: eleven } })).status).toBe(400);
    expect((await asAcme('createIssuer', { body: { ...many, keys: eleven.slice(1) } })).status).toBe(201);
  });

  it.each(['iss', 'aud', 'kid'])('take no %s that would not survive storing', async (field) => {
    const lone = 'lone \ud800 surrogate';
    const keys = login.keys.map((key) => (field === 'kid' ? { ...key, kid: lone } : key));
    const body = { ...login, iss: 'https://d.example', keys, ...(field === 'kid' ? {} : { [field]: lone }) };
    const refused = await asAcme('createIssuer', { body });
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_request']);
  });
});

describe('users', () => {
  it('are invited once by a name, whatever its spelling', async () => {
    const invite = (loginName: string, more = {}) =>
      asAcme('inviteUser', { body: { loginName, name: 'Bo', role: 'agent', ...more } });
    const made = await invite('Bo@Acme.example');
    expect(made.body.user).toMatchObject({ loginName: 'bo@acme.example', invited: true, factor: false });
    for (const spelling of ['bo@acme.example', 'ＢＯ@acme.example', 'BO@ACME.EXAMPLE'])
      expect((await invite(spelling)).body.code).toBe('exists');
    for (const bad of ['bo @acme.example', 'b\u0000o', 'b\u202eo', ''])
      expect((await invite(bad)).body.code).toBe('invalid_request');
    expect((await invite('robot@acme.example', { role: 'bot' })).body.code).toBe('invalid_request');
    const both = await Promise.all([invite('cy@acme.example'), invite('CY@acme.example')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it.each(['🔒 Ann', 'Ann ✅', 'Ann ✔', 'A\u202enn', ' Ann', ''])('cannot be called %p', async (name) => {
    const reply = await asAcme('inviteUser', {
      body: { loginName: 'dee@acme.example', name, role: 'agent' },
    });
    expect(reply.body.code).toBe('invalid_request');
  });

  it('are read by what the contract names, and nothing else', async () => {
    const { body } = await asAcme('listUsers');
    const items = body.items as Record<string, unknown>[];
    expect(items.length).toBeGreaterThanOrEqual(3);
    const fields = 'createdAt disabled factor id invited loginName name role skills';
    for (const item of items) expect(Object.keys(item).sort().join(' ')).toBe(fields);
    const one = await asAcme('readUser', { params: { user: acme.id } });
    expect(one.body).toMatchObject({ id: acme.id, role: 'admin', factor: true, invited: false });
  });

  it('have sessions that an admin can list and end', async () => {
    const again = await office.signInAgain('acme', acme.admin, acme.secret);
    const params = { user: acme.id };
    const { sessions } = (await asAcme('listUserSessions', { params })).body as {
      sessions: { id: string }[];
    };
    expect(sessions).toHaveLength(2);
    const end = (session: string | undefined) =>
      asAcme('endUserSession', { params: { user: acme.id, session: String(session) } });
    expect((await end(sessions[0]?.id)).status).toBe(204);
    expect((await office.call('readSession', { cookie: again.cookie })).status).toBe(401);
    expect((await end(sessions[0]?.id)).status).toBe(404);
  });
});

describe('what is another brand’s', () => {
  it('does not exist', async () => {
    const issuer = await asAcme('createIssuer', { body: { ...login, iss: 'https://own.example' } });
    const own: [RouteName, object][] = [
      ['readEngagement', { params: { engagement: 'help' } }],
      ['changeEngagement', { params: { engagement: 'help' }, ...ifMatch('"4"'), body: help }],
      ['readIssuer', { params: { issuer: String(issuer.body.id) } }],
      [
        'changeIssuer',
        {
          params: { issuer: String(issuer.body.id) },
          ...ifMatch('"1"'),
          body: { ...login, iss: 'https://own.example' },
        },
      ],
      ['readUser', { params: { user: acme.id } }],
      [
        'changeUser',
        {
          params: { user: acme.id },
          ...ifMatch('"1"'),
          body: { name: 'Ada', role: 'admin', disabled: true },
        },
      ],
      ['inviteUserAgain', { params: { user: acme.id } }],
      ['listUserSessions', { params: { user: acme.id } }],
      ['endUserSession', { params: { user: acme.id, session: 'x' } }],
    ];
    for (const [name, more] of own) {
      const foreign = await office.call(name, { cookie: bolt.cookie, ...more });
      expect([name, foreign.status, foreign.body.code]).toEqual([name, 404, 'not_found']);
    }
    expect((await asAcme('readEngagement', { params: { engagement: 'help' } })).status).toBe(200);
    expect((await office.call('readBrand', { cookie: bolt.cookie })).body.id).toBe('bolt');
  });
});

describe('the fields that customers are matched by', () => {
  it('are set, and set again', async () => {
    const field = (name: string) => ({ fields: [{ name, as: 'text' }] });
    const put = (tag: string, name: string) =>
      asAcme('changeRecordSettings', { ...ifMatch(tag), body: field(name) });
    const first = await put('"0"', 'city');
    expect([first.status, first.headers.etag]).toEqual([200, '"1"']);
    const second = await put('"1"', 'street');
    expect([second.status, second.headers.etag]).toEqual([200, '"2"']);
    expect((await asAcme('readRecordSettings')).body).toEqual(field('street'));
    expect((await put('"1"', 'house')).status).toBe(412);
  });
});

describe('what admins do', () => {
  it('is in the log, with who, what and from where', async () => {
    const { items } = await office.db.query({ pk: `audit#acme#pending#account.${acme.id}`, limit: 100 });
    const create = items.find(({ event, on }) => event === 'create_engagement' && on === 'help');
    expect(create).toMatchObject({ by: acme.id, on: 'help', ok: true, network: '198.51.100.7' });
  });
});
