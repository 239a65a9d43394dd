import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type JWK, SignJWT } from 'jose';
import { hashOf, loginOf, verifySignature } from '../../../lambdas/core/oidc/id-token.ts';
import type { OidcStart } from '../../../lambdas/core/oidc/started.ts';

const now = 1_800_000_000;
const start: OidcStart = {
  seed: 's',
  issuer: 'https://login.example',
  token: 'https://login.example/token',
  jwks: 'https://login.example/jwks',
  client: 'doorstep',
  namespace: 'people',
  skew: 30,
  acrs: [{ acr: 'high', value: 'urn:mace:silver' }],
  attributes: ['plan', 'since', 'vip', 'nested', 'missing', '__proto__', 'toString'],
};
const login = (claims: object) => loginOf({ sub: 'one', iat: now, ...claims }, start, now * 1000);

describe('what an ID token says of the person', () => {
  it('is read into our units, levels by their own names', () => {
    expect(
      login({ name: 'Ada \u{1F512} Lovelace', acr: 'urn:mace:silver', amr: ['pwd'], auth_time: now - 1.5 }),
    ).toEqual({
      ok: true,
      value: {
        issuer: 'https://login.example',
        namespace: 'people',
        subject: 'one',
        name: 'Ada Lovelace',
        acr: 'high',
        amr: ['pwd'],
        authTime: (now - 1.5) * 1000,
      },
    });
  });

  it('gives the attributes that the admin wants, as text, and no others', () => {
    const result = login({
      plan: 'Crew',
      since: 2019,
      vip: true,
      nested: { a: 1 },
      secret: 'x',
      missing: '',
    });
    expect(result.ok && result.value.attributes).toEqual({ plan: 'Crew', since: '2019', vip: 'true' });
  });

  it('counts for nothing where it has another form', () => {
    const result = login({ name: 7, acr: ['high'], amr: 'pwd' });
    expect(result.ok && Object.keys(result.value)).toEqual(['issuer', 'namespace', 'subject']);
  });

  it.each([
    [{ sub: undefined }],
    [{ sub: '' }],
    [{ sub: 'x'.repeat(256) }],
    [{ sub: '\ud800' }],
    [{ iat: 'now' }],
    [{ iat: now + 31 }],
    [{ auth_time: now + 31 }],
    [{ auth_time: `${now}` }],
    [{ session_exp: now - 1 }],
  ])('is refused with %j', (claims) => {
    expect(login(claims)).toMatchObject({ ok: false, refusal: { code: 'token_refused' } });
  });
});

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ed = generateKeyPairSync('ed25519');
const jwk = (key: KeyObject, more: object = {}): JWK => ({
  ...(key.export({ format: 'jwk' }) as JWK),
  ...more,
});
const sign = (key: KeyObject, header: { alg: string; kid?: string }) =>
  new SignJWT({ sub: 'one' }).setProtectedHeader(header).sign(key);

describe('the signature of an ID token', () => {
  it.each([
    ['ES256', ec],
    ['RS256', rsa],
    ['PS256', rsa],
    ['EdDSA', ed],
  ] as const)('%s is verified by the one key of its kid and type', async (alg, { privateKey, publicKey }) => {
    const header = { alg, kid: 'k' };
    const keys = [jwk(ec.publicKey, { kid: 'other' }), jwk(publicKey, { kid: 'k' })];
    const token = await sign(privateKey, header);
    expect(await verifySignature(token, header, keys)).toEqual({ ok: true, value: undefined });
    const [head, , signature] = token.split('.');
    const forged = `${head}.${Buffer.from('{"sub":"two"}').toString('base64url')}.${signature}`;
    expect(await verifySignature(forged, header, keys)).toMatchObject({
      refusal: { reason: 'signature_wrong' },
    });
  });

  it('may go without kid where the provider has one fitting key', async () => {
    const token = await sign(ec.privateKey, { alg: 'ES256' });
    const one = [jwk(rsa.publicKey), jwk(ec.publicKey)];
    expect(await verifySignature(token, { alg: 'ES256' }, one)).toMatchObject({ ok: true });
    const two = [...one, jwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)];
    expect(await verifySignature(token, { alg: 'ES256' }, two)).toMatchObject({
      refusal: { reason: 'key_unknown' },
    });
  });

  it.each<[string, object, JWK, string]>([
    ['a shared secret', { alg: 'HS256' }, { kty: 'oct', k: 'c2VjcmV0' }, 'algorithm_refused'],
    ['none', { alg: 'none' }, jwk(ec.publicKey), 'algorithm_refused'],
    ['an algorithm of another key type', { alg: 'RS256' }, jwk(ec.publicKey), 'key_unknown'],
    [
      'another algorithm than the key’s',
      { alg: 'PS256' },
      jwk(rsa.publicKey, { alg: 'RS256' }),
      'key_unknown',
    ],
    ['a key for encryption', { alg: 'ES256' }, jwk(ec.publicKey, { use: 'enc' }), 'key_unknown'],
    ['a key of another kid', { alg: 'ES256', kid: 'a' }, jwk(ec.publicKey, { kid: 'b' }), 'key_unknown'],
    ['a weak key', { alg: 'RS256' }, jwk(weak.publicKey), 'key_unknown'],
    [
      'a key that cannot be read',
      { alg: 'ES256' },
      { kty: 'EC', crv: 'P-256', x: '!', y: '' },
      'key_unknown',
    ],
  ])('is refused by %s', async (_, header, key, reason) => {
    const token = await sign(ec.privateKey, { alg: 'ES256' });
    expect(await verifySignature(token, header as never, [key])).toMatchObject({ refusal: { reason } });
  });
});

it('hashes an access token as OpenID Connect Core does', () => {
  // The example of section A.3.
  const token = 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y';
  expect(hashOf(token, 'RS256')).toBe('77QmUPtjPfzWtF2AnpK9RQ');
  expect(hashOf(token, 'EdDSA')).toHaveLength(43);
});
