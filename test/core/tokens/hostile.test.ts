import { generateKeyPairSync, sign as signWith } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import type { IssuerRecord } from '../../../lambdas/core/settings/issuer.ts';
import { readIssuerKey } from '../../../lambdas/core/settings/issuer-key.ts';
import { publishedKey } from '../../../lambdas/core/tokens/keys.ts';
import { check, issuerOf, keyOf } from '../../support/tokens.ts';

const now = 1_790_000_000_000;
const seconds = now / 1000;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const issuer = issuerOf([keyOf('k1', 'ES256', ec.publicKey)]);
const text = (value: string | Uint8Array) => Buffer.from(value).toString('base64url');
const header = '{"alg":"ES256","kid":"k1"}';
const claims = `{"iss":"https://shop.example","aud":"doorstep","sub":"c-1","iat":${seconds},"exp":${seconds + 60},"jti":"j","nonce":"n"}`;

/** Signs header and claims as they are spelled, so that only what is under test can be wrong. */
function forge(head: string | Uint8Array, body: string | Uint8Array, der = false): string {
  const input = `${text(head)}.${text(body)}`;
  const dsaEncoding = der ? 'der' : 'ieee-p1363';
  return `${input}.${signWith('sha256', Buffer.from(input), { key: ec.privateKey, dsaEncoding }).toString('base64url')}`;
}

async function why(token: string, of: IssuerRecord = issuer) {
  const { checks } = await check(token, of, { nonce: 'n', now });
  return checks.find(({ holds }) => !holds)?.reason ?? 'good';
}
const change = async (token: string) =>
  (await check(token, issuer, { nonce: 'n', now })).checks.find(({ holds }) => !holds)?.change;

describe('the text of header and claims', () => {
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const withMore = (more: string) => claims.replace('}', `,${more}}`);

  it('is what it seems: as it stands here it is good', async () => {
    expect(await why(forge(header, claims))).toBe('good');
    expect(
      await why(forge(header, withMore('"a":{"sub":1,"b":[{"sub":2},{"sub":3}]},"c":"\\"sub\\":"'))),
    ).toBe('good');
    expect(await why(forge(header, withMore(`"deep":${deep(8)}`)))).toBe('good');
  });

  it.each<[string, string, string | Uint8Array]>([
    ['a claim twice', header, withMore('"sub":"c-2"')],
    ['a claim twice, once spelled with escapes', header, withMore('"s\\u0075b":"c-2"')],
    ['a name twice, deep inside', header, withMore('"a":[{"b":1,"b":2}]')],
    ['a header parameter twice', '{"alg":"ES256","kid":"k1","alg":"none"}', claims],
    ['eleven levels', header, withMore(`"deep":${deep(11)}`)],
    ['a thousand levels', header, withMore(`"deep":${deep(1000)}`)],
    ['a byte order mark', header, `\ufeff${claims}`],
    ['a comment', header, `${claims} // ok`],
    ['two objects', header, `${claims}${claims}`],
    ['a trailing comma', header, withMore('')],
    ['NaN', header, withMore('"x":NaN')],
    ['null', header, 'null'],
    ['a string', header, '"claims"'],
    ['nothing', header, '{'],
    ['UTF-16', header, Buffer.from(claims, 'utf16le')],
    ['a broken surrogate in UTF-8', header, Buffer.from([0x7b, 0xed, 0xa0, 0x80, 0x7d])],
  ])('is refused with %s', async (_, head, body) => {
    expect(await why(forge(head, body))).toBe('malformed');
  });

  it.each<[string, string, string]>([
    ['an exp that no number holds', `"exp":${seconds + 60}`, '"exp":1e999'],
    ['an exp of many digits', `"exp":${seconds + 60}`, `"exp":1${'0'.repeat(400)}`],
    ['a negative iat', `"iat":${seconds}`, `"iat":-${seconds}`],
    ['an iat in words', `"iat":${seconds}`, '"iat":"now"'],
    ['a lone surrogate as sub', '"sub":"c-1"', '"sub":"\\ud800"'],
    ['a list as sub', '"sub":"c-1"', '"sub":["c-1"]'],
    ['an object as jti', '"jti":"j"', '"jti":{"toString":"j"}'],
    ['a session_exp after the end of time', '"jti":"j"', '"jti":"j","session_exp":1e300'],
  ])('is refused with %s', async (_, from, to) => {
    expect(await why(forge(header, claims.replace(from, to)))).toBe('claim_wrong');
  });

  it('has no claim that it does not hold itself', async () => {
    const of = (name: string) => issuerOf(issuer.keys, { claims: { subject: name } });
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty'])
      expect(await why(forge(header, claims), of(name))).toBe('claim_missing');
    const own = claims.replace('"sub"', '"__proto__"');
    expect(await why(forge(header, own), of('__proto__'))).toBe('good');
    expect(await why(forge(header, own))).toBe('claim_missing');
  });
});

describe('keys and signatures', () => {
  it('takes no signature in DER, and says what to do instead', async () => {
    const token = forge(header, claims, true);
    expect(await why(token)).toBe('signature_wrong');
    expect(await change(token)).toContain('ieee-p1363');
  });

  it.each([
    ['a path', '../../../dev/null'],
    ['a query', "k1' OR '1'='1"],
    ['a command', 'k1; cat /etc/passwd'],
    ['an address', 'https://evil.example/k1'],
    ['the name of what every object has', '__proto__'],
    ['nothing', ''],
    ['an end of text', 'k1\u0000'],
    ['other letters', 'K1'],
  ])('finds no key by a kid that is %s', async (_, kid) => {
    expect(await why(forge(JSON.stringify({ alg: 'ES256', kid }), claims))).toBe('key_unknown');
  });

  it.each([
    'Ed448',
    'Ed25519',
    'ES256K',
    'ES384',
    'RS1',
    'RS512',
    'es256',
    'ES256 ',
    'ML-DSA-44',
    'nOnE',
    'HS384',
  ])('refuses the algorithm %s', async (alg) => {
    expect(await why(forge(JSON.stringify({ alg, kid: 'k1' }), claims))).toBe('algorithm_refused');
  });

  it('takes no signature of zeros, of the order, or of another length', async () => {
    const [head, body] = forge(header, claims).split('.');
    const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
    const one = `${'00'.repeat(31)}01`;
    for (const hex of [
      '00'.repeat(64),
      order + order,
      order + one,
      one + order,
      one + one,
      '01'.repeat(63),
      '01'.repeat(65),
    ])
      expect(await why(`${head}.${body}.${Buffer.from(hex, 'hex').toString('base64url')}`)).toBe(
        'signature_wrong',
      );
  });

  it('takes no signature that small subgroups would allow', async () => {
    const of = issuerOf([keyOf('k1', 'EdDSA', ed.publicKey)]);
    const [head, body] = [text('{"alg":"EdDSA","kid":"k1"}'), text(claims)];
    for (const hex of [
      '00'.repeat(64),
      `01${'00'.repeat(63)}`,
      `${'ec'}${'ff'.repeat(30)}7f${'00'.repeat(32)}`,
    ])
      expect(await why(`${head}.${body}.${Buffer.from(hex, 'hex').toString('base64url')}`, of)).toBe(
        'signature_wrong',
      );
  });

  it('knows Ed25519 keys by their curve, and no other', () => {
    const ed448 = generateKeyPairSync('ed448').publicKey.export({ format: 'jwk' });
    const asEd25519 = JSON.stringify({ ...ed448, crv: 'Ed25519' });
    expect(readIssuerKey({ kid: 'k', alg: 'EdDSA', key: JSON.stringify(ed448) }).ok).toBe(false);
    expect(readIssuerKey({ kid: 'k', alg: 'EdDSA', key: asEd25519 }).ok).toBe(false);
  });
});

describe('keys that a host publishes', () => {
  const jwk = (more: object = {}): JWK => ({ ...ec.publicKey.export({ format: 'jwk' }), ...more }) as JWK;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const all = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

  it('are taken by kid, or as the only one', () => {
    expect(publishedKey('a', [jwk({ kid: 'a' }), jwk({ kid: 'b' })], all)?.kid).toBe('a');
    expect(publishedKey(undefined, [jwk({ kid: 'a' }), jwk({ kid: 'e', use: 'enc' })], all)?.kid).toBe('a');
    expect(publishedKey(undefined, [jwk({ kid: 'a' }), jwk({ kid: 'b' })], all)).toBeUndefined();
    expect(publishedKey(undefined, [jwk()], all)?.alg).toBe('ES256');
    for (const kid of ['c', 7, null, { kid: 'a' }, ''])
      expect(publishedKey(kid, [jwk({ kid: 'a' }), jwk()], all)).toBeUndefined();
  });

  it.each<[string, JWK]>([
    ['private', { ...(ec.privateKey.export({ format: 'jwk' }) as JWK), kid: 'a' }],
    ['symmetric', { kty: 'oct', k: 'c2VjcmV0', kid: 'a' }],
    ['for encryption', jwk({ kid: 'a', use: 'enc' })],
    ['for something else', jwk({ kid: 'a', key_ops: ['sign', 'verify'] })],
    ['off the curve', jwk({ kid: 'a', y: ec.publicKey.export({ format: 'jwk' }).x })],
    ['of an algorithm that is not taken', jwk({ kid: 'a', alg: 'HS256' })],
    ['weak', { ...(rsa.publicKey.export({ format: 'jwk' }) as JWK), e: 'AQ', kid: 'a' }],
    ['named twice over', jwk({ kid: ['a'] as unknown as string })],
  ])('count for nothing when they are %s', (_, key) => {
    expect(publishedKey('a', [key], all)).toBeUndefined();
  });

  it('are of the algorithms that are set, and a bad key does not hide a good one of its kid', () => {
    const key = { ...(rsa.publicKey.export({ format: 'jwk' }) as JWK), kid: 'a' };
    expect(publishedKey('a', [key], ['PS256', 'RS256'])?.alg).toBe('PS256');
    expect(publishedKey('a', [{ ...key, alg: 'RS256' }], ['PS256', 'RS256'])?.alg).toBe('RS256');
    expect(publishedKey('a', [{ ...key, alg: 'RS256' }], ['PS256'])).toBeUndefined();
    expect(publishedKey('a', [{ ...key, e: 'AQ' }, jwk({ kid: 'a' })], all)?.alg).toBe('ES256');
  });
});
