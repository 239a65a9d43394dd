import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CompactEncrypt, importJWK, type JWK, SignJWT } from 'jose';
import {
  type EncryptionAlgorithm,
  type EncryptionKey,
  encryptionKid,
  newEncryptionKey,
  publishedEncryptionKey,
} from '../../../lambdas/core/tokens/encryption-key.ts';
import { issuerOf, judge, keyOf } from '../../support/tokens.ts';

const now = 1_790_000_000_000;
const seconds = now / 1000;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function makeKey(id: string, alg: EncryptionAlgorithm, until?: number): Promise<EncryptionKey> {
  const { jwk, secret } = await newEncryptionKey(alg);
  // Nothing is sealed here: what would be is the secret itself.
  return { id, alg, jwk, sealed: secret, createdAt: now, ...(until === undefined ? {} : { until }) };
}

let rsa: EncryptionKey;
let ecdh: EncryptionKey;
let retired: EncryptionKey;
beforeAll(async () => {
  [rsa, ecdh, retired] = await Promise.all([
    makeKey('rsa', 'RSA-OAEP-256'),
    makeKey('ec', 'ECDH-ES'),
    makeKey('old', 'ECDH-ES', now),
  ]);
});

const claims = {
  iss: 'https://shop.example',
  aud: 'doorstep',
  sub: 'c-1',
  iat: seconds,
  exp: seconds + 300,
  jti: 'j-1',
  nonce: 'n-1',
};
const signed = (more: object = {}) =>
  new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(ec.privateKey);

/** Encrypts to one of the issuer's keys, with whatever header is under test. */
async function encrypt(
  key: EncryptionKey,
  content: string | Uint8Array,
  header: Record<string, unknown> = {},
): Promise<string> {
  const jwk = publishedEncryptionKey('issuer-1', key) as JWK;
  const full = { alg: key.alg as string, enc: 'A256GCM', kid: String(jwk.kid), ...header };
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return new CompactEncrypt(bytes).setProtectedHeader(full).encrypt(await importJWK(jwk, full.alg));
}

async function verdict(token: string, encrypted: 'required' | 'allowed' | 'off' = 'required') {
  const keys = [keyOf('k1', 'ES256', ec.publicKey)];
  const issuer = issuerOf(keys, { encrypted, encryptionKeys: [rsa, ecdh, retired] });
  const open = async (sealed: string) => sealed;
  const result = await judge(token, issuer, { nonce: 'n-1', now }, { open });
  return result.ok ? 'good' : (result.refusal.reason ?? result.refusal.code);
}

/** A token whose header says what it likes; nobody gets as far as its content. */
const withHeader = async (header: object) => {
  const [, ...rest] = (await encrypt(ecdh, await signed())).split('.');
  return [part(header), ...rest].join('.');
};

describe('an encrypted token', () => {
  it.each(['RSA-OAEP-256', 'ECDH-ES'])('opens with %s', async (alg) => {
    const key = alg === 'ECDH-ES' ? ecdh : rsa;
    expect(await verdict(await encrypt(key, await signed()))).toBe('good');
    expect(await verdict(await encrypt(key, await signed(), { cty: 'JWT', typ: 'JWT' }))).toBe('good');
  });

  it('is taken as the setting has it', async () => {
    const [plain, sealed] = [await signed(), await encrypt(ecdh, await signed())];
    expect(await verdict(plain, 'required')).toBe('not_encrypted');
    expect(await verdict(plain, 'allowed')).toBe('good');
    expect(await verdict(plain, 'off')).toBe('good');
    expect(await verdict(sealed, 'allowed')).toBe('good');
    expect(await verdict(sealed, 'off')).toBe('encryption_refused');
  });

  it('is no better than the token inside', async () => {
    for (const [more, reason] of [
      [{ iss: 'https://other.example' }, 'issuer_unknown'],
      [{ aud: 'x' }, 'audience_wrong'],
      [{ exp: seconds - 100, iat: seconds - 200 }, 'expired'],
      [{ nonce: 'n-2' }, 'nonce_wrong'],
    ] as const)
      expect(await verdict(await encrypt(ecdh, await signed(more)))).toBe(reason);
    const forged = `${part({ alg: 'ES256', kid: 'k1' })}.${part(claims)}.${Buffer.alloc(64, 1).toString('base64url')}`;
    expect(await verdict(await encrypt(ecdh, forged))).toBe('signature_wrong');
    const none = `${part({ alg: 'none' })}.${part(claims)}.AA`;
    expect(await verdict(await encrypt(ecdh, none))).toBe('algorithm_refused');
  });

  it('holds a signed token and nothing else', async () => {
    expect(await verdict(await encrypt(ecdh, JSON.stringify(claims)))).toBe('malformed');
    expect(await verdict(await encrypt(ecdh, await encrypt(ecdh, await signed())))).toBe('malformed');
    expect(await verdict(await encrypt(ecdh, randomBytes(100)))).toBe('malformed');
    expect(await verdict(await encrypt(ecdh, `${await signed()}\n`))).toBe('malformed');
  });
});

describe('keys', () => {
  it('open for their issuer alone, and not once they are retired', async () => {
    const token = await signed();
    expect(await verdict(await encrypt(retired, token))).toBe('key_unknown');
    expect(await verdict(await encrypt(ecdh, token, { kid: encryptionKid('issuer-1', 'none') }))).toBe(
      'key_unknown',
    );
    for (const kid of ['ec', '.ec', 'issuer-1.', 'issuer-1.ec.', 'issuer-1.ec\u0000', '../issuer-1.ec', 7])
      expect(await verdict(await withHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid }))).toBe('key_unknown');
    expect(await verdict(await withHeader({ alg: 'ECDH-ES', enc: 'A256GCM' }))).toBe('key_unknown');
  });

  it('have an algorithm each, whatever the header says', async () => {
    const kid = encryptionKid('issuer-1', 'ec');
    for (const alg of [
      'RSA-OAEP-256',
      'RSA-OAEP',
      'RSA1_5',
      'dir',
      'A256KW',
      'ECDH-ES+A256KW',
      'PBES2-HS512+A256KW',
    ])
      expect(await verdict(await withHeader({ alg, enc: 'A256GCM', kid }))).toBe('encryption_refused');
    for (const enc of ['A128GCM', 'A192GCM', 'A128CBC-HS256', 'A256CBC-HS512', undefined])
      expect(await verdict(await withHeader({ alg: 'ECDH-ES', enc, kid }))).toBe('encryption_refused');
    const sha1 = await encrypt(rsa, await signed(), { alg: 'RSA-OAEP' });
    expect(await verdict(sha1)).toBe('encryption_refused');
  });
});

describe('hostile encrypted tokens', () => {
  const epk = () => {
    const { kty, crv, x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
      format: 'jwk',
    });
    return { kty, crv, x, y };
  };
  const base = () => ({ alg: 'ECDH-ES', enc: 'A256GCM', kid: encryptionKid('issuer-1', 'ec'), epk: epk() });

  it('are not unfolded: a small one could become huge', async () => {
    expect(await verdict(await withHeader({ ...base(), zip: 'DEF' }))).toBe('encryption_refused');
    const bomb = await encrypt(ecdh, Buffer.alloc(1_000_000, 'A'), { zip: 'DEF' }).catch(() => undefined);
    if (bomb) expect(await verdict(bomb)).toBe('encryption_refused');
  });

  it.each<[string, object]>([
    ['crit', { crit: ['exp'] }],
    ['jku', { jku: 'https://evil.example' }],
    ['jwk', { jwk: {} }],
    ['x5u', { x5u: 'https://evil.example' }],
    ['apu', { apu: 'AA' }],
    ['p2c', { p2c: 1_000_000_000 }],
    ['claims in the header', { iss: 'https://shop.example' }],
    ['another type', { typ: 'at+jwt' }],
    ['another content type', { cty: 'application/json' }],
    ['no ephemeral key', { epk: undefined }],
    ['an ephemeral key of another form', { epk: 'AA' }],
    ['an ephemeral key with a private half', { epk: { ...epk(), d: 'AA' } }],
  ])('with %s are refused before anything is opened', async (_, more) => {
    expect(await verdict(await withHeader({ ...base(), ...more }))).toBe('encryption_refused');
  });

  it.each<[string, object]>([
    ['off the curve', { y: Buffer.alloc(32, 7).toString('base64url') }],
    ['at infinity', { x: Buffer.alloc(32).toString('base64url'), y: Buffer.alloc(32).toString('base64url') }],
    ['on another curve', { crv: 'P-384' }],
    ['of another kind', { kty: 'OKP' }],
    ['too long', { x: Buffer.alloc(33, 1).toString('base64url') }],
  ])('with an ephemeral point %s do not open', async (_, change) => {
    expect(await verdict(await withHeader({ ...base(), epk: { ...epk(), ...change } }))).toBe(
      'decryption_failed',
    );
  });

  it('look the same whichever part was changed', async () => {
    for (const key of [ecdh, rsa]) {
      const parts = (await encrypt(key, await signed())).split('.');
      for (const at of key === rsa ? [1, 2, 3, 4] : [2, 3, 4]) {
        const bytes = Buffer.from(parts[at] ?? '', 'base64url');
        bytes[0] = (bytes[0] ?? 0) ^ 1;
        const changed = parts.with(at, bytes.toString('base64url')).join('.');
        expect(await verdict(changed)).toBe('decryption_failed');
      }
    }
    const [header, , ...rest] = (await encrypt(rsa, await signed())).split('.');
    expect(await verdict([header, '', ...rest].join('.'))).toBe('decryption_failed');
    const [first, , ...others] = (await encrypt(ecdh, await signed())).split('.');
    expect(await verdict([first, 'AAAA', ...others].join('.'))).toBe('decryption_failed');
  });

  it('must be five parts of the one spelling, and not too large', async () => {
    const good = await encrypt(ecdh, await signed());
    const [header, key, vector, content, tag] = good.split('.');
    for (const text of [
      `${good}.`,
      `${good}=`,
      ` ${good}`,
      `${good}\n`,
      [header, key, vector, content].join('.'),
      [header, key, 'AAAA', content, tag].join('.'),
      [header, key, vector, '', tag].join('.'),
      [header, key, vector, content, 'AAAA'].join('.'),
      [header, 'A', vector, content, tag].join('.'),
    ])
      expect(await verdict(text)).toBe('malformed');
    expect(await verdict(await encrypt(ecdh, 'x'.repeat(10_000)))).toBe('too_large');
    const twice = part({}).replace(/.*/, () =>
      Buffer.from('{"alg":"ECDH-ES","alg":"dir"}').toString('base64url'),
    );
    expect(await verdict([twice, key, vector, content, tag].join('.'))).toBe('malformed');
  });
});
