import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import type { TokenReason } from '../../../contract/problems.ts';
import type { IssuerKey } from '../../../lambdas/core/settings/issuer-key.ts';
import { issuerOf, judge, keyOf } from '../../support/tokens.ts';

const now = 1_790_000_000_000;
const seconds = now / 1000;
const claims = {
  iss: 'https://shop.example',
  aud: 'doorstep',
  sub: 'c-1',
  iat: seconds,
  exp: seconds + 300,
  jti: 'j-1',
  nonce: 'n-1',
};

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');
const es256 = keyOf('k1', 'ES256', ec.publicKey);

type Header = Record<string, unknown>;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Signs whatever it is given with the elliptic key, so that only what is under test can be wrong. */
function forge(body: unknown, header: Header = { alg: 'ES256', kid: 'k1' }): string {
  const input = `${part(header)}.${part(body)}`;
  const signature = signWith('sha256', Buffer.from(input), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

const read = (token: string, keys: readonly IssuerKey[] = [es256], nonce = true) =>
  judge(token, issuerOf(keys, { nonce }), { nonce: 'n-1', now });

async function verdict(
  token: string,
  keys: readonly IssuerKey[] = [es256],
  nonce = true,
): Promise<'good' | TokenReason | string> {
  const result = await read(token, keys, nonce);
  return result.ok ? 'good' : (result.refusal.reason ?? result.refusal.code);
}

describe('a good token', () => {
  it.each([
    ['ES256', ec],
    ['RS256', rsa],
    ['PS256', rsa],
    ['EdDSA', ed],
  ] as const)('is accepted when signed with %s', async (alg, pair) => {
    const token = await new SignJWT(claims).setProtectedHeader({ alg, kid: 'k' }).sign(pair.privateKey);
    expect(await verdict(token, [keyOf('k', alg, pair.publicKey)])).toBe('good');
  });

  it('tells the person, in our units', async () => {
    const token = forge({
      ...claims,
      name: 'Ada 🔒 Lovelace\u202e',
      attributes: { tier: 'gold' },
      acr: 'high',
      amr: ['pwd'],
      auth_time: seconds - 5,
      session_exp: seconds + 60,
    });
    const result = await read(token);
    expect(result).toMatchObject({
      ok: true,
      value: {
        jti: 'j-1',
        login: {
          subject: 'c-1',
          namespace: 'shop',
          name: 'Ada Lovelace',
          attributes: { tier: 'gold' },
          acr: 'high',
          amr: ['pwd'],
          authTime: now - 5000,
          sessionEnd: now + 60_000,
        },
      },
    });
  });

  it('tells its times in whole milliseconds, however finely the token does', async () => {
    const token = forge({ ...claims, auth_time: seconds - 5.00005, session_exp: seconds + 60.00049 });
    const result = await read(token);
    expect(result).toMatchObject({
      ok: true,
      value: { login: { authTime: now - 5001, sessionEnd: now + 60_000 } },
    });
    const tiny = forge({ ...claims, auth_time: 1e-320 });
    const none = await read(tiny);
    expect(none).toMatchObject({ ok: true, value: { login: { authTime: 0 } } });
  });

  it('may leave kid out while there is one key', async () => {
    expect(await verdict(forge(claims, { alg: 'ES256' }))).toBe('good');
    expect(await verdict(forge(claims, { alg: 'ES256' }), [es256, { ...es256, kid: 'k2' }])).toBe(
      'key_unknown',
    );
  });
});

describe('claims', () => {
  const without = (name: string) =>
    Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
  it.each(['iss', 'aud', 'sub', 'iat', 'exp', 'jti'])('needs %s', async (name) => {
    expect(await verdict(forge(without(name)))).toBe('claim_missing');
  });

  it.each<[string, object, string]>([
    ['another issuer', { iss: 'https://other.example' }, 'issuer_unknown'],
    ['another audience', { aud: 'somebody' }, 'audience_wrong'],
    ['an audience among several', { aud: ['x', 'doorstep'] }, 'good'],
    ['a sub that is a number', { sub: 7 }, 'claim_wrong'],
    ['an empty sub', { sub: '' }, 'claim_wrong'],
    ['a sub of 256 characters', { sub: 'x'.repeat(256) }, 'claim_wrong'],
    ['a sub of 255 characters', { sub: 'x'.repeat(255) }, 'good'],
    ['an iat 29 s ahead', { iat: seconds + 29 }, 'good'],
    ['an iat 31 s ahead', { iat: seconds + 31, exp: seconds + 90 }, 'not_yet_valid'],
    ['an nbf ahead', { nbf: seconds + 31 }, 'not_yet_valid'],
    ['an exp 29 s ago', { iat: seconds - 300, exp: seconds - 29 }, 'good'],
    ['an exp 30 s ago', { iat: seconds - 300, exp: seconds - 30 }, 'expired'],
    ['a life of 600 s', { exp: seconds + 600 }, 'good'],
    ['a life of 601 s', { exp: seconds + 601 }, 'life_too_long'],
    ['an exp before iat', { iat: seconds + 10, exp: seconds + 5 }, 'claim_wrong'],
    ['times as strings', { iat: String(seconds) }, 'claim_wrong'],
    ['an exp that no number holds', { exp: '1e999' }, 'claim_wrong'],
    ['another nonce', { nonce: 'n-2' }, 'nonce_wrong'],
    ['a nonce that is no string', { nonce: ['n-1'] }, 'nonce_wrong'],
    ['attributes that are not strings', { attributes: { a: { b: 1 } } }, 'claim_wrong'],
    ['a session that has ended', { session_exp: seconds - 1 }, 'claim_wrong'],
    ['an auth_time in the future', { auth_time: seconds + 60 }, 'claim_wrong'],
  ])('%s', async (_, change, reason) => {
    expect(await verdict(forge({ ...claims, ...change }))).toBe(reason);
  });

  it('does without the nonce only when the setting says so', async () => {
    expect(await verdict(forge(without('nonce')))).toBe('nonce_wrong');
    expect(await verdict(forge(without('nonce')), [es256], false)).toBe('good');
  });
});

describe('hostile tokens', () => {
  const good = forge(claims);
  it.each<[string, string, string]>([
    ['padding', `${good}=`, 'malformed'],
    ['a space', ` ${good}`, 'malformed'],
    ['a newline at the end', `${good}\n`, 'malformed'],
    ['two parts', good.split('.').slice(0, 2).join('.'), 'malformed'],
    ['four parts', `${good}.x`, 'malformed'],
    ['five parts (JWE)', `${good}.x.y`, 'malformed'],
    ['an empty signature', `${good.split('.').slice(0, 2).join('.')}.`, 'malformed'],
    ['claims that are a list', forge([1]), 'malformed'],
    [
      'claims that are not UTF-8',
      `${good.split('.')[0]}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.AA`,
      'malformed',
    ],
    ['more than 8 KB', forge({ ...claims, pad: 'x'.repeat(9000) }), 'too_large'],
    ['crit', forge(claims, { alg: 'ES256', kid: 'k1', crit: ['exp'] }), 'header_refused'],
    ['jku', forge(claims, { alg: 'ES256', kid: 'k1', jku: 'https://evil.example/keys' }), 'header_refused'],
    ['x5u', forge(claims, { alg: 'ES256', kid: 'k1', x5u: 'https://evil.example/cert' }), 'header_refused'],
    ['an embedded jwk', forge(claims, { alg: 'ES256', kid: 'k1', jwk: es256.jwk }), 'header_refused'],
    ['b64', forge(claims, { alg: 'ES256', kid: 'k1', b64: false }), 'header_refused'],
    ['an access token', forge(claims, { alg: 'ES256', kid: 'k1', typ: 'at+jwt' }), 'header_refused'],
    ['none', `${part({ alg: 'none', kid: 'k1' })}.${part(claims)}.AA`, 'algorithm_refused'],
    ['a kid that is a path', forge(claims, { alg: 'ES256', kid: '../../k1' }), 'key_unknown'],
    ['a kid that is an object', forge(claims, { alg: 'ES256', kid: { k: 1 } }), 'key_unknown'],
    ['__proto__ as kid', forge(claims, { alg: 'ES256', kid: '__proto__' }), 'key_unknown'],
    ['another algorithm of the family', forge(claims, { alg: 'ES384', kid: 'k1' }), 'algorithm_refused'],
  ])('%s', async (_, token, reason) => {
    expect(await verdict(token)).toBe(reason);
  });

  it('HS256 keyed with the public key', async () => {
    const pem = ec.publicKey.export({ type: 'spki', format: 'pem' });
    const input = `${part({ alg: 'HS256', kid: 'k1' })}.${part(claims)}`;
    const mac = createHmac('sha256', pem).update(input).digest('base64url');
    expect(await verdict(`${input}.${mac}`)).toBe('algorithm_refused');
  });

  it('a signature of someone else, of zeros, or over other claims', async () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .sign(stranger.privateKey);
    const [header, , signature] = good.split('.');
    expect(await verdict(token)).toBe('signature_wrong');
    expect(await verdict(`${header}.${part({ ...claims, sub: 'c-2' })}.${signature}`)).toBe(
      'signature_wrong',
    );
    expect(
      await verdict(`${good.split('.').slice(0, 2).join('.')}.${Buffer.alloc(64).toString('base64url')}`),
    ).toBe('signature_wrong');
  });

  it('another spelling of the same signature', async () => {
    const [header, body, signature = ''] = good.split('.');
    const last = signature.at(-1) ?? '';
    // 64 bytes leave 4 unused bits in the last character.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = alphabet[alphabet.indexOf(last) ^ 1] ?? '';
    expect(await verdict(`${header}.${body}.${signature.slice(0, -1)}${twin}`)).toBe('malformed');
  });
});
