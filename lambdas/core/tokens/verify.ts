import { compactVerify, importJWK, type JWK } from 'jose';
import { done, type Result } from '../result.ts';
import { type CheckedClaims, checkClaims, type Expected } from './claims.ts';
import { type Claims, type ReadToken, tokenRefused } from './read.ts';

/** A registered public key. The algorithm is the key's, never the token's (RFC 8725, section 3.1). */
export interface VerifyingKey {
  readonly kid: string;
  readonly alg: 'RS256' | 'PS256' | 'ES256' | 'EdDSA';
  readonly jwk: JWK;
}

/** All that a header may hold. Whatever brings or fetches a key (jku, x5u, jwk, x5c) is not among it, nor is crit. */
const headerNames = new Set(['alg', 'kid', 'typ', 'cty']);
const types = new Set<unknown>([undefined, 'JWT', 'jwt']);

function keyFor(header: Claims, keys: readonly VerifyingKey[]): Result<VerifyingKey> {
  const odd = Object.keys(header).find((name) => !headerNames.has(name));
  if (odd) return tokenRefused('header_refused', `The header may not hold ${odd.slice(0, 40)}.`);
  if (!types.has(header.typ)) return tokenRefused('header_refused', 'typ must be JWT or left out.');
  const key =
    header.kid === undefined && keys.length === 1 ? keys[0] : keys.find(({ kid }) => kid === header.kid);
  if (!key) return tokenRefused('key_unknown', 'kid names no registered key.');
  if (header.alg !== key.alg)
    return tokenRefused('algorithm_refused', `alg must be ${key.alg}, as registered with the key.`);
  return done(key);
}

/**
 * Verifies a token against the issuer's registered keys, then its claims.
 * @param token the compact JWS as it came
 * @param read what `readToken` made of it
 * @returns the login, or a refusal with the code `token_refused` and a reason
 */
export async function verifyToken(
  token: string,
  read: ReadToken,
  keys: readonly VerifyingKey[],
  expected: Expected,
): Promise<Result<CheckedClaims>> {
  const key = keyFor(read.header, keys);
  if (!key.ok) return key;
  const { alg, jwk } = key.value;
  const verified = await compactVerify(token, await importJWK(jwk, alg), { algorithms: [alg] }).then(
    () => true,
    () => false,
  );
  if (!verified) return tokenRefused('signature_wrong', 'The signature does not fit the registered key.');
  return checkClaims(read.claims, expected);
}
