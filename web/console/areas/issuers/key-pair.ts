import type { Answer } from '../../api.ts';

export type Issuer = Answer<'GET /api/manage/issuers/{issuer}'>;
export type Settings = Omit<Issuer, 'id'>;
export type Algorithm = Issuer['keys'][number]['alg'];

const rsa = { modulusLength: 3072, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' } as const;

/** Each algorithm as the browser knows it, and what to say of it. */
export const algorithms = {
  ES256: { words: 'ES256: small and fast, the usual choice', key: { name: 'ECDSA', namedCurve: 'P-256' } },
  EdDSA: { words: 'EdDSA: Ed25519', key: { name: 'Ed25519' } },
  RS256: { words: 'RS256: RSA, known everywhere', key: { name: 'RSASSA-PKCS1-v1_5', ...rsa } },
  PS256: { words: 'PS256: RSA with PSS', key: { name: 'RSA-PSS', ...rsa } },
} as const satisfies Record<
  Algorithm,
  { words: string; key: RsaHashedKeyGenParams | EcKeyGenParams | AlgorithmIdentifier }
>;

export interface KeyPair {
  /** PEM (PKCS #8): for the brand's backend alone. */
  readonly privateKey: string;
  /** PEM (SPKI). */
  readonly publicKey: string;
}

function pem(name: string, der: ArrayBuffer): string {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(der)));
  return `-----BEGIN ${name}-----\n${base64.match(/.{1,64}/g)?.join('\n') ?? ''}\n-----END ${name}-----\n`;
}

/** Makes a key pair in this browser. Nothing of it is sent anywhere. */
export async function makeKeyPair(alg: Algorithm): Promise<KeyPair> {
  const made = (await crypto.subtle.generateKey(algorithms[alg].key, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  return {
    privateKey: pem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', made.privateKey)),
    publicKey: pem('PUBLIC KEY', await crypto.subtle.exportKey('spki', made.publicKey)),
  };
}

/** A name for a new key: the day, and a number where the day has one already. */
export function nextKid(taken: readonly string[], now = new Date()): string {
  const day = now.toISOString().slice(0, 10);
  for (let n = 2; ; n += 1) {
    const kid = n === 2 ? day : `${day}-${n - 1}`;
    if (!taken.includes(kid)) return kid;
  }
}
