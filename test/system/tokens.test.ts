import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompactEncrypt, importJWK, type JWK, SignJWT } from 'jose';
import { CONFIGURED, synthesize } from '../../local/assembly/synthesize.ts';
import { type Answer, http } from '../support/http.ts';
import { type KeyHost, startKeyHost } from '../support/key-host.ts';
import { askForLogin, type Login, redeem, startLogin } from '../support/login.ts';
import { type Agent, accept, agentAtWork, newToken, type Visitor, visit } from '../support/people.ts';
import { type Price, priceOf } from '../support/price.ts';
import { createBrand, expectOk, type System, startSystem, type TestBrand } from '../support/system.ts';

const redeemRoute =
  'POST /api/consumer/{brand}/{engagement}/conversations/{conversation}/challenges/{challenge}/redeem';

let system: System;
let host: KeyHost;
let brand: TestBrand;
let agent: Agent;
beforeAll(async () => {
  const { assembly, maps } = await synthesize();
  host = await startKeyHost();
  system = await startSystem({
    assembly,
    maps,
    rewrites: async ({ publicOrigin }) => ({
      [CONFIGURED.app]: publicOrigin,
      [CONFIGURED.provider]: host.origin,
    }),
  });
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
}, 180_000);
afterAll(async () => {
  await system.stop();
  host.stop();
});

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const jwkOf = (key: KeyObject, more: object) => ({ ...key.export({ format: 'jwk' }), ...more }) as JWK;

/** Calls the management API as the brand's admin. */
const manage = (
  path: string,
  { body, method, headers }: { body?: unknown; method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> =>
  http(`${system.origin}/api/manage/${path}`, {
    cookie: agent.cookie,
    origin: system.origin,
    ...(body === undefined ? {} : { body }),
    ...(method === undefined ? {} : { method }),
    ...(headers === undefined ? {} : { headers }),
  });

/** Registers an issuer of its own for one test. */
async function register(name: string, more: object = {}): Promise<{ id: string; iss: string }> {
  const iss = `https://${name}.acme.example`;
  const keys = [{ kid: 'k1', alg: 'ES256', key: pem(ec.publicKey) }];
  const made = await manage('issuers', { body: { iss, aud: 'doorstep', nonce: true, keys, ...more } });
  return { id: String(expectOk(made, 201).body.id), iss };
}

/** A visitor whom the agent has asked to log in, and who has begun. */
async function beginLogin(): Promise<{ visitor: Visitor; login: Login }> {
  const visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  return { visitor, login: await startLogin(brand, visitor, await askForLogin(agent, visitor.conversation)) };
}

function sign(
  iss: string,
  nonce: string,
  claims: Record<string, unknown> = {},
  { key = ec.privateKey, kid = 'k1', alg = 'ES256' }: { key?: KeyObject; kid?: string; alg?: string } = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const standard = { iss, aud: 'doorstep', sub: 'c-1', iat: now, exp: now + 120, jti: randomUUID(), nonce };
  const given = Object.entries({ ...standard, ...claims }).filter(([, value]) => value !== undefined);
  return new SignJWT(Object.fromEntries(given)).setProtectedHeader({ alg, kid }).sign(key);
}

/** Logs a visitor in with what `make` makes for its nonce. */
async function logIn(make: (nonce: string) => Promise<string>): Promise<Answer & { visitor: Visitor }> {
  const { visitor, login } = await beginLogin();
  const answer = await redeem(brand, visitor, login, await make(login.nonce), newToken());
  return { ...answer, visitor };
}

const encrypt = async (jwk: JWK, token: string, header: object = {}) =>
  new CompactEncrypt(Buffer.from(token))
    .setProtectedHeader({
      alg: String(jwk.alg),
      enc: 'A256GCM',
      cty: 'JWT',
      kid: String(jwk.kid),
      ...header,
    })
    .encrypt(await importJWK(jwk, String(jwk.alg)));

const whyRefused = ({ status, body }: Answer) => ({ status, reason: body.reason ?? body.code });

describe('keys to encrypt to', () => {
  const keysOf = async (issuer: string): Promise<JWK[]> => {
    const set = await http(`${system.origin}/api/keys/${brand.id}/${issuer}/jwks.json`);
    expect(set.headers.get('cache-control')).toBe('public, max-age=300');
    return expectOk(set, 200).body.keys as JWK[];
  };

  it.each(['RSA-OAEP-256', 'ECDH-ES'])('are made, published, used and retired: %s', async (alg) => {
    const { id, iss } = await register(`sealed-${alg.toLowerCase()}`, { encrypted: 'required' });
    const path = `issuers/${id}/encryption-keys`;
    const made = expectOk(await manage(path, { body: { alg } }), 201);
    const [jwk] = await keysOf(id);
    expect(jwk).toMatchObject({ kid: made.body.kid, alg, use: 'enc' });
    expect(JSON.stringify([made.body, jwk])).not.toMatch(/"(d|p|q|sealed)"/);

    const plain = await logIn((nonce) => sign(iss, nonce));
    expect(whyRefused(plain)).toEqual({ status: 422, reason: 'not_encrypted' });
    const good = await logIn(async (nonce) => encrypt(jwk as JWK, await sign(iss, nonce, { name: 'Ada' })));
    expect(good.body).toMatchObject({ name: 'Ada' });

    // Rotation: the new key comes first, the old one still opens, and then does not.
    const next = expectOk(await manage(path, { body: { alg } }), 201);
    expect((await keysOf(id)).map(({ kid }) => kid)).toEqual([next.body.kid, made.body.kid]);
    const retired = await manage(`${path}/${made.body.id}`, { method: 'DELETE' });
    expect(expectOk(retired, 200).body).toMatchObject({ id: made.body.id, until: expect.any(Number) });
    expect((await keysOf(id)).map(({ kid }) => kid)).toEqual([next.body.kid]);
    const old = await logIn(async (nonce) => encrypt(jwk as JWK, await sign(iss, nonce)));
    expect(old.status).toBe(200);
    expectOk(await manage(`${path}/${made.body.id}?now=true`, { method: 'DELETE' }), 200);
    const dead = await logIn(async (nonce) => encrypt(jwk as JWK, await sign(iss, nonce)));
    expect(whyRefused(dead)).toEqual({ status: 422, reason: 'key_unknown' });
  });
});

describe('keys that a host of the brand publishes', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const publish = (...keys: JWK[]) => {
    host.keys = keys;
    host.conduct = undefined;
  };
  const registerHosted = (name: string, more: object = {}) =>
    register(name, { keys: [], jwksUrl: `${host.url}?${name}`, ...more });

  it('sign logins, as strong as registered ones and of the algorithms that are set', async () => {
    publish(
      jwkOf(rsa.publicKey, { kid: 'r', alg: 'RS256' }),
      jwkOf(rsa.publicKey, { kid: 'p' }),
      jwkOf(weak.publicKey, { kid: 'w' }),
      jwkOf(ec.publicKey, { kid: 'e' }),
      jwkOf(ec.publicKey, { kid: 'enc', use: 'enc' }),
    );
    const { iss } = await registerHosted('hosted', { algorithms: ['PS256', 'RS256'] });
    const by = (key: KeyObject, kid: string, alg: string) =>
      logIn((nonce) => sign(iss, nonce, {}, { key, kid, alg }));
    expect((await by(rsa.privateKey, 'r', 'RS256')).status).toBe(200);
    expect((await by(rsa.privateKey, 'p', 'PS256')).status).toBe(200);
    const refused = { status: 422, reason: 'algorithm_refused' };
    // A key that names its algorithm is for no other, and one that names none for the first that is set.
    expect(whyRefused(await by(rsa.privateKey, 'r', 'PS256'))).toEqual(refused);
    expect(whyRefused(await by(rsa.privateKey, 'p', 'RS256'))).toEqual(refused);
    for (const kid of ['w', 'e', 'enc'])
      expect(whyRefused(await by(ec.privateKey, kid, 'ES256'))).toEqual({
        status: 422,
        reason: 'key_unknown',
      });
  });

  it('may be new: a kid that is not known has them fetched anew, at most once in five minutes', async () => {
    publish(jwkOf(ec.publicKey, { kid: 'old' }));
    const { iss } = await registerHosted('rotating');
    expect((await logIn((nonce) => sign(iss, nonce, {}, { kid: 'old' }))).status).toBe(200);
    publish(jwkOf(ec.publicKey, { kid: 'new' }));
    expect((await logIn((nonce) => sign(iss, nonce, {}, { kid: 'new' }))).status).toBe(200);
    const before = host.asked;
    for (const kid of ['x1', 'x2', 'x3'])
      expect((await logIn((nonce) => sign(iss, nonce, {}, { kid }))).body.reason).toBe('key_unknown');
    expect(host.asked).toBe(before);
  });

  it('that cannot be had answer within 6 s that the same may work later, and end no try', async () => {
    const { iss } = await registerHosted('gone');
    host.conduct = () => {};
    const { visitor, login } = await beginLogin();
    const token = await sign(iss, login.nonce);
    const from = Date.now();
    const slow = await redeem(brand, visitor, login, token, newToken());
    expect(Date.now() - from).toBeLessThan(6000);
    expect(slow.status).toBe(503);
    expect(slow.headers.get('retry-after')).toBe('5');
    expect(slow.body).toMatchObject({ code: 'unavailable', retryable: true, reason: 'keys_unreachable' });
    // Others do not wait for it.
    const aside = await register('aside');
    expect((await logIn((nonce) => sign(aside.iss, nonce))).status).toBe(200);
  });

  it('are never fetched from an address that is not allowed', async () => {
    for (const jwksUrl of [
      'http://keys.example/',
      'https://a:b@keys.example/',
      'ftp://keys.example/',
      'keys',
    ])
      expect(
        (await manage('issuers', { body: { iss: 'x', aud: 'y', nonce: true, keys: [], jwksUrl } })).status,
      ).toBe(400);
    const before = host.asked;
    const { iss } = await register('private', { keys: [], jwksUrl: 'https://127.0.0.1/keys.json' });
    const refused = await logIn((nonce) => sign(iss, nonce, {}, { kid: 'x' }));
    expect(refused.body).toMatchObject({ code: 'unavailable', reason: 'keys_unreachable' });
    expect(host.asked).toBe(before);
  });
});

describe('what tokens say', () => {
  it('is read from the claims of other products, and only what agents may see is kept', async () => {
    const { iss } = await register('mapped', { claims: 'zendesk', attributes: ['tier'] });
    const attributes = { tier: 'gold', secret: 'never kept' };
    const claims = { sub: undefined, external_id: 'z-1', name: 'Zoe', attributes };
    const { body, visitor } = await logIn((nonce) => sign(iss, nonce, claims));
    expect(body).toMatchObject({ name: 'Zoe' });
    const page = await http(`${system.origin}/api/agent/conversations/${visitor.conversation}/messages`, {
      cookie: agent.cookie,
    });
    expect(JSON.stringify(page.body)).toContain('"attributes":{"tier":"gold"}');
    expect(JSON.stringify(page.body)).not.toContain('never kept');
  });

  it('can be moved to other claims, but no claim that decides whether it holds', async () => {
    const { id } = await register('moved');
    for (const claims of [{ subject: 'jti' }, { name: 'nonce' }, { exp: 'end' }, 'other'])
      expect(
        (await manage('issuers', { body: { iss: 'y', aud: 'y', nonce: true, keys: [], claims } })).status,
      ).toBe(400);
    expect(expectOk(await manage(`issuers/${id}`), 200).body.claims).toBeUndefined();
  });

  it('counts no more once the issuer is deleted', async () => {
    const { id, iss } = await register('deleted');
    expect((await logIn((nonce) => sign(iss, nonce))).status).toBe(200);
    const gone = (version: string) =>
      manage(`issuers/${id}`, { method: 'DELETE', headers: { 'if-match': version } });
    expect((await gone('"7"')).status).toBe(412);
    expect((await gone('"1"')).status).toBe(204);
    expect((await logIn((nonce) => sign(iss, nonce))).body.reason).toBe('issuer_unknown');
    expect((await manage(`issuers/${id}/encryption-keys`, { body: { alg: 'ECDH-ES' } })).status).toBe(404);
    expect((await http(`${system.origin}/api/keys/${brand.id}/${id}/jwks.json`)).status).toBe(404);
  });
});

describe('the price of a step-up', () => {
  const spend = async (token: (nonce: string) => Promise<string>): Promise<Price> => {
    const { visitor, login } = await beginLogin();
    const made = await token(login.nonce);
    return priceOf(system, redeemRoute, async () =>
      expectOk(await redeem(brand, visitor, login, made, newToken()), 200),
    );
  };

  /** A further write, of the person's list, is the stream's. */
  it('is the same with an encrypted token, and with keys that a host publishes', async () => {
    const sealed = await register('priced', { encrypted: 'required' });
    const path = `issuers/${sealed.id}/encryption-keys`;
    expectOk(await manage(path, { body: { alg: 'ECDH-ES' } }), 201);
    const set = await http(`${system.origin}/api/keys/${brand.id}/${sealed.id}/jwks.json`);
    const [jwk] = set.body.keys as JWK[];
    const encrypted = async (nonce: string) => encrypt(jwk as JWK, await sign(sealed.iss, nonce));
    await spend(encrypted);
    const once = { writes: 6, reads: 3, trips: 4, kmsCalls: 0 };
    expect(await spend(encrypted)).toMatchObject(once);
    const hosted = await register('priced-host', { keys: [], jwksUrl: `${host.url}?priced` });
    host.conduct = undefined;
    host.keys = [jwkOf(ec.publicKey, { kid: 'k1' })];
    expect(await spend((nonce) => sign(hosted.iss, nonce))).toMatchObject(once);
  });
});

describe('the inspector', () => {
  interface Check {
    name: string;
    holds: boolean;
    came: string;
    change?: string;
  }
  const inspect = async (body: object) => expectOk(await manage('token-inspector', { body }), 200).body;
  const broken = (report: Record<string, unknown>) =>
    (report.checks as Check[]).filter(({ holds }) => !holds).map(({ name }) => name);

  it('shows every check of a pasted token, encrypted or not, and what agents would see', async () => {
    const { id, iss } = await register('inspected', { encrypted: 'allowed' });
    expectOk(await manage(`issuers/${id}/encryption-keys`, { body: { alg: 'ECDH-ES' } }), 201);
    const set = await http(`${system.origin}/api/keys/${brand.id}/${id}/jwks.json`);
    const token = await sign(iss, 'n', { name: 'Ada', attributes: { tier: 'gold' } });
    for (const text of [token, await encrypt((set.body.keys as JWK[])[0] as JWK, token)]) {
      const report = await inspect({ token: text, nonce: 'n' });
      expect(report).toMatchObject({
        accepted: true,
        issuer: id,
        login: { subject: 'c-1', name: 'Ada', attributes: { tier: 'gold' } },
      });
    }
    const late = await inspect({ token: await sign(iss, 'n', { iat: 1, exp: 100, aud: 'x' }), nonce: 'm' });
    expect(late.accepted).toBe(false);
    expect(broken(late)).toEqual(['aud', 'exp', 'nonce']);
  });

  it('asks nobody but an admin who is on a page of ours', async () => {
    const url = `${system.origin}/api/manage/token-inspector`;
    const body = { token: 'x' };
    expect((await http(url, { body, origin: system.origin })).status).toBe(401);
    expect((await http(url, { body, cookie: agent.cookie, origin: brand.page })).status).toBe(403);
  });
});

describe('a recorded trial', () => {
  it('tells the admin what became of each token, and nothing of the person', async () => {
    const { iss } = await register('tried');
    const begun = await manage('token-trial', { method: 'PUT', body: { engagement: 'help', minutes: 5 } });
    expect(expectOk(begun, 200).body).toMatchObject({ engagement: 'help' });
    const person = { sub: 'the-subject', name: 'Their Name', attributes: { mail: 'their@mail.example' } };
    const refused = await logIn((nonce) => sign(iss, nonce, { ...person, aud: 'wrong' }));
    expect(refused.body.reason).toBe('audience_wrong');
    expect((await logIn((nonce) => sign(iss, nonce, person))).status).toBe(200);
    const { body } = expectOk(await manage('token-trial'), 200);
    const reports = body.reports as { accepted: boolean; at: number }[];
    expect(reports.map(({ accepted }) => accepted)).toEqual([true, false]);
    expect(JSON.stringify(body)).not.toMatch(/the-subject|Their Name|their@mail|pk|conversation/);
    expect(JSON.stringify(reports[1])).toContain('Set aud to \\"doorstep\\".');

    expectOk(await manage('token-trial', { method: 'DELETE' }), 204);
    await logIn((nonce) => sign(iss, nonce, person));
    expect((expectOk(await manage('token-trial'), 200).body.reports as unknown[]).length).toBe(2);
  });
});
