import { type Algorithm, algorithms } from './key-pair.ts';

/** A public key as it was found in a text. */
export interface FoundKey {
  /** PEM, or JWK as JSON. */
  readonly key: string;
  readonly kid: string | undefined;
  /** What it can be for, the likeliest first. */
  readonly algs: readonly Algorithm[];
}

export type Found = { readonly keys: readonly FoundKey[] } | { readonly wrong: string };

const kept = 'It was not sent anywhere.';
const neither = 'This is neither a public key in PEM (“BEGIN PUBLIC KEY”) nor a JWK.';

/** Forms that hold a public key and are not taken, and what makes of them what is. */
const others: readonly (readonly [RegExp, string])[] = [
  [
    /PRIVATE KEY/,
    `This is a private key: it belongs to your backend alone. ${kept} Paste the public one; “openssl pkey -in private.pem -pubout” makes it.`,
  ],
  [
    /BEGIN CERTIFICATE/,
    'This is a certificate. “openssl x509 -in certificate.pem -pubkey -noout” takes the key out of it.',
  ],
  [
    /BEGIN RSA PUBLIC KEY/,
    'This is an RSA key in an older form. “openssl rsa -RSAPublicKey_in -in key.pem -pubout” makes it into the one that is taken.',
  ],
  [/^(ssh|ecdsa)-/, 'This is a key for SSH. Make a key pair for signing tokens instead.'],
];

/** Finds the public keys in what was pasted or chosen. Private ones are seen here, and never sent. */
export async function findKeys(text: string): Promise<Found> {
  const trimmed = text.trim();
  const other = others.find(([pattern]) => pattern.test(trimmed));
  if (other) return { wrong: other[1] };
  if (trimmed.startsWith('{')) return fromJson(trimmed);
  if (!trimmed.startsWith('-----BEGIN PUBLIC KEY-----')) return { wrong: neither };
  const algs = await algorithmsOfPem(trimmed);
  return algs.length > 0
    ? { keys: [{ key: trimmed, kid: undefined, algs }] }
    : { wrong: 'This key cannot be read, or is of a kind that is not taken: RSA, P-256 or Ed25519.' };
}

function fromJson(text: string): Found {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: 'This begins like a JWK, and is no JSON.' };
  }
  const set = (value as { keys?: unknown }).keys;
  const all = Array.isArray(set) ? set : [value];
  if (all.length === 0) return { wrong: 'This key set is empty.' };
  const found: FoundKey[] = [];
  for (const one of all) {
    const { kid, alg, ...jwk } = one as Record<string, unknown>;
    if ('d' in jwk || 'k' in jwk)
      return { wrong: `This JWK holds a private or shared key: it belongs to your backend alone. ${kept}` };
    const algs = algorithmsOfJwk(jwk, alg);
    if (algs.length === 0)
      return { wrong: 'A JWK in this is of a kind that is not taken: RSA, P-256 or Ed25519.' };
    found.push({ key: JSON.stringify(jwk), kid: typeof kid === 'string' ? kid : undefined, algs });
  }
  return { keys: found };
}

function algorithmsOfJwk(jwk: Record<string, unknown>, named: unknown): readonly Algorithm[] {
  const fitting: readonly Algorithm[] =
    jwk.kty === 'RSA'
      ? ['RS256', 'PS256']
      : jwk.kty === 'EC' && jwk.crv === 'P-256'
        ? ['ES256']
        : jwk.kty === 'OKP' && jwk.crv === 'Ed25519'
          ? ['EdDSA']
          : [];
  return named === undefined ? fitting : fitting.filter((one) => one === named);
}

async function algorithmsOfPem(text: string): Promise<readonly Algorithm[]> {
  const base64 = text.replaceAll(/-----[^-]+-----|\s/g, '');
  let der: Uint8Array<ArrayBuffer>;
  try {
    der = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  } catch {
    return [];
  }
  const names = Object.keys(algorithms) as Algorithm[];
  const fits = await Promise.all(
    names.map((name) =>
      crypto.subtle.importKey('spki', der, algorithms[name].key, true, ['verify']).then(
        () => true,
        () => false,
      ),
    ),
  );
  return names.filter((_, at) => fits[at]);
}
