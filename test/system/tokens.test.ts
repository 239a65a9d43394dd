import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import { type Answer, http } from '../support/http.ts';
import type { KeyHost } from '../support/key-host.ts';
import { redeem } from '../support/login.ts';
import { newToken } from '../support/people.ts';
import { type Price, priceOf } from '../support/price.ts';
import { expectOk } from '../support/system.ts';
import { ec, encrypt, jwkOf, openTokenStage, sign, type TokenStage } from '../support/token-stage.ts';

const redeemRoute =
  'POST /api/consumer/{brand}/{engagement}/conversations/{conversation}/challenges/{challenge}/redeem';

let stage: TokenStage;
beforeAll(async () => {
  stage = await openTokenStage();
}, 180_000);
afterAll(() => stage.stop());

const whyRefused = ({ status, body }: Answer) => ({ status, reason: body.reason ?? body.code });

describe('keys to encrypt to', () => {
  const kids = ({ body }: Answer) => (body.keys as JWK[]).map(({ kid }) => kid);

  it.each(['RSA-OAEP-256', 'ECDH-ES'])('are made, published, used and retired: %s', async (alg) => {
    const { id, iss } = await stage.register(`sealed-${alg.toLowerCase()}`, { encrypted: 'required' });
    const path = `issuers/${id}/encryption-keys`;
    const made = expectOk(await stage.manage(path, { body: { alg } }), 201);
    const first = expectOk(await stage.keySet(id), 200);
    expect(first.headers.get('cache-control')).toBe('public, max-age=300');
    expect(first.body.keys).toMatchObject([{ kid: made.body.kid, alg, use: 'enc' }]);
    expect(JSON.stringify([made.body, first.body])).not.toMatch(/"(d|p|q|sealed)"/);

    const plain = await stage.logIn((nonce) => sign(iss, nonce));
    expect(whyRefused(plain)).toEqual({ status: 422, reason: 'not_encrypted' });
    const sealed = (nonce: string) =>
      sign(iss, nonce, { name: 'Ada' }).then((token) => encrypt(first, token));
    expect((await stage.logIn(sealed)).body).toMatchObject({ name: 'Ada' });

    // Rotation: the new key comes first, the old one still opens, and then does not.
    const next = expectOk(await stage.manage(path, { body: { alg } }), 201);
    expect(kids(await stage.keySet(id))).toEqual([next.body.kid, made.body.kid]);
    const retired = await stage.manage(`${path}/${made.body.id}`, { method: 'DELETE' });
    expect(expectOk(retired, 200).body).toMatchObject({ id: made.body.id, until: expect.any(Number) });
    expect(kids(await stage.keySet(id))).toEqual([next.body.kid]);
    expect((await stage.logIn(sealed)).status).toBe(200);
    expectOk(await stage.manage(`${path}/${made.body.id}?now=true`, { method: 'DELETE' }), 200);
    const dead = await stage.logIn(sealed);
    expect(whyRefused(dead)).toEqual({ status: 422, reason: 'key_unknown' });
  });
});

describe('keys that a host of the brand publishes', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const publish = (...keys: JWK[]) => {
    stage.host.keys = keys;
    stage.host.conduct = undefined;
  };
  const registerHosted = (name: string, more: object = {}) =>
    stage.register(name, { keys: [], jwksUrl: `${stage.host.url}?${name}`, ...more });

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
      stage.logIn((nonce) => sign(iss, nonce, {}, { key, kid, alg }));
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
    expect((await stage.logIn((nonce) => sign(iss, nonce, {}, { kid: 'old' }))).status).toBe(200);
    publish(jwkOf(ec.publicKey, { kid: 'new' }));
    expect((await stage.logIn((nonce) => sign(iss, nonce, {}, { kid: 'new' }))).status).toBe(200);
    const before = stage.host.asked;
    for (const kid of ['x1', 'x2', 'x3'])
      expect((await stage.logIn((nonce) => sign(iss, nonce, {}, { kid }))).body.reason).toBe('key_unknown');
    expect(stage.host.asked).toBe(before);
  });

  it('that cannot be had answer within 6 s that the same may work later, and end no try', async () => {
    const { iss } = await registerHosted('gone');
    stage.host.conduct = () => {};
    const { visitor, login } = await stage.beginLogin();
    const token = await sign(iss, login.nonce);
    const from = Date.now();
    const slow = await redeem(stage.brand, visitor, login, token, newToken());
    expect(Date.now() - from).toBeLessThan(6000);
    expect(slow.status).toBe(503);
    expect(slow.headers.get('retry-after')).toBe('5');
    expect(slow.body).toMatchObject({ code: 'unavailable', retryable: true, reason: 'keys_unreachable' });
    // Others do not wait for it.
    const aside = await stage.register('aside');
    expect((await stage.logIn((nonce) => sign(aside.iss, nonce))).status).toBe(200);
  });

  it.each<[string, NonNullable<KeyHost['conduct']>]>([
    ['moves', (response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['is out of order', (response) => response.writeHead(500).end()],
    ['cuts the line', (response) => response.destroy()],
    ['says too much', (response) => response.end(JSON.stringify({ keys: [], pad: 'x'.repeat(200_000) }))],
    ['says something else', (response) => response.end('<html>')],
    ['publishes no keys', (response) => response.end('{"keys":{}}')],
  ])('of a host that %s count for nothing', async (what, conduct) => {
    const { iss } = await registerHosted(`hostile-${what.replaceAll(' ', '-')}`);
    stage.host.conduct = conduct;
    const { status, body } = await stage.logIn((nonce) => sign(iss, nonce));
    expect({ status, reason: body.reason }).toEqual({ status: 503, reason: 'keys_unreachable' });
  });

  it('are never fetched from an address that is not allowed', async () => {
    for (const jwksUrl of [
      'http://keys.example/',
      'https://a:b@keys.example/',
      'ftp://keys.example/',
      'keys',
    ])
      expect(
        (await stage.manage('issuers', { body: { iss: 'x', aud: 'y', nonce: true, keys: [], jwksUrl } }))
          .status,
      ).toBe(400);
    const before = stage.host.asked;
    const { iss } = await stage.register('private', { keys: [], jwksUrl: 'https://127.0.0.1/keys.json' });
    const refused = await stage.logIn((nonce) => sign(iss, nonce, {}, { kid: 'x' }));
    expect(refused.body).toMatchObject({ code: 'unavailable', reason: 'keys_unreachable' });
    expect(stage.host.asked).toBe(before);
  });
});

describe('what tokens say', () => {
  it('is read from the claims of other products, and only what agents may see is kept', async () => {
    const { iss } = await stage.register('mapped', { claims: 'zendesk', attributes: ['tier'] });
    const attributes = { tier: 'gold', secret: 'never kept' };
    const claims = { sub: undefined, external_id: 'z-1', name: 'Zoe', attributes };
    const { body, visitor } = await stage.logIn((nonce) => sign(iss, nonce, claims));
    expect(body).toMatchObject({ name: 'Zoe' });
    const page = await http(
      `${stage.system.origin}/api/agent/conversations/${visitor.conversation}/messages`,
      {
        cookie: stage.cookie,
      },
    );
    expect(JSON.stringify(page.body)).toContain('"attributes":{"tier":"gold"}');
    expect(JSON.stringify(page.body)).not.toContain('never kept');
  });

  it('can be moved to other claims, but no claim that decides whether it holds', async () => {
    const { id } = await stage.register('moved');
    for (const claims of [{ subject: 'jti' }, { name: 'nonce' }, { exp: 'end' }, 'other'])
      expect(
        (await stage.manage('issuers', { body: { iss: 'y', aud: 'y', nonce: true, keys: [], claims } }))
          .status,
      ).toBe(400);
    expect(expectOk(await stage.manage(`issuers/${id}`), 200).body.claims).toBeUndefined();
  });

  it('is signed with one key after the other, and none of the logins between fails', async () => {
    const next = generateKeyPairSync('ed25519');
    const { id, iss } = await stage.register('rotated');
    const [old] = expectOk(await stage.manage(`issuers/${id}`), 200).body.keys as object[];
    const key = JSON.stringify(next.publicKey.export({ format: 'jwk' }));
    const added = { kid: 'k2', alg: 'EdDSA', key };
    const put = (version: number, keys: unknown[]) =>
      stage.manage(`issuers/${id}`, {
        method: 'PUT',
        headers: { 'if-match': `"${version}"` },
        body: { iss, aud: 'doorstep', nonce: true, keys },
      });
    const byOld = () => stage.logIn((nonce) => sign(iss, nonce));
    const byNew = () =>
      stage.logIn((nonce) => sign(iss, nonce, {}, { key: next.privateKey, kid: 'k2', alg: 'EdDSA' }));
    expectOk(await put(1, [old, added]), 200);
    expect([(await byOld()).status, (await byNew()).status]).toEqual([200, 200]);
    expectOk(await put(2, [added]), 200);
    expect((await byNew()).status).toBe(200);
    expect(whyRefused(await byOld())).toEqual({ status: 422, reason: 'key_unknown' });
    const eleven = Array.from({ length: 11 }, (_, at) => ({ ...added, kid: `k${at}` }));
    expect((await put(3, eleven)).status).toBe(400);
  });

  it('counts no more once the issuer is deleted', async () => {
    const { id, iss } = await stage.register('deleted');
    expect((await stage.logIn((nonce) => sign(iss, nonce))).status).toBe(200);
    const gone = (version: string) =>
      stage.manage(`issuers/${id}`, { method: 'DELETE', headers: { 'if-match': version } });
    expect((await gone('"7"')).status).toBe(412);
    expect((await gone('"1"')).status).toBe(204);
    expect((await stage.logIn((nonce) => sign(iss, nonce))).body.reason).toBe('issuer_unknown');
    expect((await stage.manage(`issuers/${id}/encryption-keys`, { body: { alg: 'ECDH-ES' } })).status).toBe(
      404,
    );
    expect((await stage.keySet(id)).status).toBe(404);
  });
});

describe('the price of a step-up', () => {
  const spend = async (token: (nonce: string) => Promise<string>): Promise<Price> => {
    const { visitor, login } = await stage.beginLogin();
    const made = await token(login.nonce);
    return priceOf(stage.system, redeemRoute, async () =>
      expectOk(await redeem(stage.brand, visitor, login, made, newToken()), 200),
    );
  };

  /** A further write, of the person's list, is the stream's. */
  it('is the same with an encrypted token, and with keys that a host publishes', async () => {
    const sealed = await stage.register('priced', { encrypted: 'required' });
    const path = `issuers/${sealed.id}/encryption-keys`;
    expectOk(await stage.manage(path, { body: { alg: 'ECDH-ES' } }), 201);
    const set = await stage.keySet(sealed.id);
    const encrypted = async (nonce: string) => encrypt(set, await sign(sealed.iss, nonce));
    await spend(encrypted);
    const once = { writes: 6, reads: 3, trips: 4, kmsCalls: 0 };
    expect(await spend(encrypted)).toMatchObject(once);
    const hosted = await stage.register('priced-host', { keys: [], jwksUrl: `${stage.host.url}?priced` });
    stage.host.conduct = undefined;
    stage.host.keys = [jwkOf(ec.publicKey, { kid: 'k1' })];
    expect(await spend((nonce) => sign(hosted.iss, nonce))).toMatchObject(once);
  });
});
