import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readIssuerSettings } from '../../../lambdas/core/settings/issuer.ts';
import { readIssuerKey } from '../../../lambdas/core/settings/issuer-key.ts';

const rsa = (modulusLength = 2048, publicExponent = 65537) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent });
const ec = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });
const pem = (key: KeyObject) => key.export({ format: 'pem', type: 'spki' }).toString();
const jwk = (key: KeyObject, more: object = {}) =>
  JSON.stringify({ ...key.export({ format: 'jwk' }), ...more });

type Alg = Parameters<typeof readIssuerKey>[0]['alg'];
const read = (key: string, alg: Alg, kid = 'k1') => readIssuerKey({ kid, alg, key });
const refusal = (key: string, alg: Alg) => {
  const result = read(key, alg);
  return result.ok ? undefined : `${result.refusal.code}: ${result.refusal.detail}`;
};

const pairs = { rsa: rsa(), ec: ec(), ed: generateKeyPairSync('ed25519') };

describe('keys that are taken', () => {
  it.each([
    ['RS256', pairs.rsa],
    ['PS256', pairs.rsa],
    ['ES256', pairs.ec],
    ['EdDSA', pairs.ed],
  ] as const)('%s, as PEM or as JWK, in one form', (alg, { publicKey }) => {
    const fromPem = read(pem(publicKey), alg);
    const fromJwk = read(jwk(publicKey, { use: 'sig', alg, kid: 'k1', key_ops: ['verify'] }), alg);
    expect(fromPem).toEqual({
      ok: true,
      value: { kid: 'k1', alg, jwk: publicKey.export({ format: 'jwk' }) },
    });
    expect(fromJwk).toEqual(fromPem);
  });

  it('loses what a JWK holds beside the key', () => {
    const result = read(jwk(pairs.ec.publicKey, { x5u: 'https://evil.example', ext: true }), 'ES256');
    expect(result.ok && Object.keys(result.value.jwk).sort()).toEqual(['crv', 'kty', 'x', 'y']);
  });
});

describe('keys that are refused', () => {
  it.each([
    ['RSA of 1024 bits', pem(rsa(1024).publicKey), 'RS256'],
    ['RSA of 2040 bits', pem(rsa(2040).publicKey), 'PS256'],
    ['exponent 3', pem(rsa(2048, 3).publicKey), 'RS256'],
    ['exponent 1', jwk(pairs.rsa.publicKey, { e: 'AQ' }), 'RS256'],
    ['an even exponent', jwk(pairs.rsa.publicKey, { e: 'AQAC' }), 'RS256'],
    ['a private PEM', pairs.rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), 'RS256'],
    ['an old private PEM', pairs.rsa.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString(), 'RS256'],
    ['a private EC PEM', pairs.ec.privateKey.export({ format: 'pem', type: 'sec1' }).toString(), 'ES256'],
    ['a private JWK', jwk(pairs.ec.privateKey), 'ES256'],
    ['a private RSA JWK', jwk(pairs.rsa.privateKey), 'RS256'],
    ['a symmetric JWK', JSON.stringify({ kty: 'oct', k: 'c2VjcmV0' }), 'RS256'],
    ['P-384 for ES256', pem(ec('P-384').publicKey), 'ES256'],
    ['secp256k1 for ES256', pem(ec('secp256k1').publicKey), 'ES256'],
    ['Ed448 for EdDSA', pem(generateKeyPairSync('ed448').publicKey), 'EdDSA'],
    ['X25519 for EdDSA', pem(generateKeyPairSync('x25519').publicKey), 'EdDSA'],
    ['EC for RS256', pem(pairs.ec.publicKey), 'RS256'],
    ['RSA for ES256', pem(pairs.rsa.publicKey), 'ES256'],
    ['a key for encryption', jwk(pairs.ec.publicKey, { use: 'enc' }), 'ES256'],
    ['a key that may also sign', jwk(pairs.ec.publicKey, { key_ops: ['verify', 'sign'] }), 'ES256'],
    ['another algorithm in the JWK', jwk(pairs.rsa.publicKey, { alg: 'PS256' }), 'RS256'],
    ['another kid in the JWK', jwk(pairs.ec.publicKey, { kid: 'k2' }), 'ES256'],
    [
      'a point off the curve',
      jwk(pairs.ec.publicKey, { y: pairs.ec.publicKey.export({ format: 'jwk' }).x }),
      'ES256',
    ],
    ['no key at all', 'ssh-rsa AAAA', 'RS256'],
    ['broken JSON', '{"kty":', 'RS256'],
    ['an array', '[]', 'RS256'],
    ['two PEMs', `${pem(pairs.ec.publicKey)}${pem(pairs.ec.publicKey)}`, 'ES256'],
  ] as const)('%s', (_name, key, alg) => {
    expect(refusal(key, alg)).toMatch(/^key_refused: .+/);
  });

  it('are those of flawed chips: modulo small primes they are powers of 65537', () => {
    const product = [...Array(701).keys()]
      .filter((n) => n > 1 && [...Array(n).keys()].every((d) => d < 2 || n % d !== 0))
      .reduce((all, prime) => all * BigInt(prime), 1n);
    // As the chips do: k * product + 65537^a mod product, here as long as a modulus.
    let modulus = 65_537n ** 12n % product;
    for (let k = 1n << (2047n - BigInt(product.toString(2).length)); modulus < 1n << 2047n; k += k / 7n)
      modulus = k * product + (65_537n ** 12n % product);
    const flawed = {
      kty: 'RSA',
      e: 'AQAB',
      n: Buffer.from(modulus.toString(16), 'hex').toString('base64url'),
    };
    expect(modulus.toString(2)).toHaveLength(2048);
    expect(refusal(JSON.stringify(flawed), 'RS256')).toMatch(/ROCA/);
    const next = Buffer.from((modulus + 2n).toString(16), 'hex').toString('base64url');
    expect(read(JSON.stringify({ ...flawed, n: next }), 'RS256').ok).toBe(true);
  });

  it('tells someone who sends a private key to keep it, and repeats nothing of it', () => {
    const key = pairs.rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    expect(refusal(key, 'RS256')).toBe(
      'key_refused: This is a private key. Keep it; register the public one.',
    );
  });
});

describe("an issuer's keys together", () => {
  const key = (kid: string) => ({ kid, alg: 'ES256', key: pem(pairs.ec.publicKey) }) as const;
  const issuer = { iss: 'https://login.acme.example', aud: 'doorstep', nonce: true };

  it('have a kid each', () => {
    expect(readIssuerSettings({ ...issuer, keys: [key('a'), key('a')] })).toMatchObject({
      ok: false,
      refusal: { code: 'key_refused' },
    });
    expect(readIssuerSettings({ ...issuer, keys: [key('a'), key('b')] }).ok).toBe(true);
  });

  it('speak of people of their own, unless a namespace is named', () => {
    const own = readIssuerSettings({ ...issuer, keys: [] });
    expect(own.ok && own.value.namespace === own.value.id).toBe(true);
    const shared = readIssuerSettings({ ...issuer, namespace: 'customers', keys: [] });
    expect(shared.ok && shared.value.namespace).toBe('customers');
  });
});
