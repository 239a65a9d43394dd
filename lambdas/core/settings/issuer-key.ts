import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type * as z from 'zod/mini';
import type { issuerKey } from '../../../contract/http/management/issuers.ts';
import { done, type Result, refuse } from '../result.ts';
import { isPredictable } from './predictable-modulus.ts';

type Given = z.infer<typeof issuerKey>;

/** A public key in its one stored form: a JWK of nothing but its public members. */
export interface IssuerKey {
  readonly kid: string;
  readonly alg: Given['alg'];
  readonly jwk: { readonly [member: string]: string };
}

const refused = (detail: string) => refuse('key_refused', { detail });

const pem = /^-----BEGIN PUBLIC KEY-----\r?\n[A-Za-z0-9+/=\r\n]+-----END PUBLIC KEY-----$/;
/** Members that make a JWK private or symmetric (RFC 7518, section 6). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];
const smallestExponent = 65_537n;

/** Reads a public key given as PEM (SPKI) or JWK, and refuses whatever could verify more than it should. */
export function readIssuerKey(given: Given): Result<IssuerKey> {
  const { kid, alg } = given;
  const text = given.key.trim();
  const key = text.startsWith('{') ? fromJwk(text, given) : fromPem(text);
  if (!key.ok) return key;
  const fits = checkKey(key.value, alg);
  if (!fits.ok) return fits;
  const jwk = key.value.export({ format: 'jwk' }) as IssuerKey['jwk'];
  if (jwk.n !== undefined && isPredictable(jwk.n))
    return refused('The key was made by a flawed chip (ROCA), and others can compute its private half.');
  return done({ kid, alg, jwk });
}

function fromPem(text: string): Result<KeyObject> {
  if (/PRIVATE KEY/.test(text)) return refused('This is a private key. Keep it; register the public one.');
  if (!pem.test(text)) return refused('The key is neither PEM of a public key (SPKI) nor a JWK.');
  return parsed(() => createPublicKey({ key: text, format: 'pem' }));
}

function fromJwk(text: string, { kid, alg }: Given): Result<KeyObject> {
  const jwk = jsonObject(text);
  if (!jwk) return refused('The JWK is not a JSON object.');
  if (privateMembers.some((member) => member in jwk))
    return refused('The JWK holds private or symmetric key material. Register the public key only.');
  if (jwk.use !== undefined && jwk.use !== 'sig') return refused('The JWK is not for signatures (use).');
  if (jwk.key_ops !== undefined && JSON.stringify(jwk.key_ops) !== '["verify"]')
    return refused('The JWK is not for verifying alone (key_ops).');
  if (jwk.alg !== undefined && jwk.alg !== alg) return refused('The JWK names another algorithm (alg).');
  if (jwk.kid !== undefined && jwk.kid !== kid) return refused('The JWK names another kid.');
  return parsed(() => createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }));
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function parsed(make: () => KeyObject): Result<KeyObject> {
  try {
    return done(make());
  } catch {
    return refused('The key cannot be read.');
  }
}

/** The key must be of the kind that its algorithm takes, and strong enough. */
function checkKey(key: KeyObject, alg: Given['alg']): Result<undefined> {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = key;
  if (alg === 'EdDSA') return type === 'ed25519' ? done(undefined) : refused('EdDSA takes an Ed25519 key.');
  if (alg === 'ES256')
    return type === 'ec' && details.namedCurve === 'prime256v1'
      ? done(undefined)
      : refused('ES256 takes a key on the curve P-256.');
  if (type !== 'rsa') return refused(`${alg} takes an RSA key.`);
  const { modulusLength = 0, publicExponent = 0n } = details;
  if (modulusLength < 2048 || modulusLength > 8192) return refused('An RSA key has 2048 to 8192 bits.');
  if (publicExponent < smallestExponent || publicExponent % 2n === 0n || publicExponent > 2n ** 32n)
    return refused('The public exponent must be 65537, or another odd number between it and 2^32.');
  return done(undefined);
}
