import type { JWK } from 'jose';
import { type IssuerKey, readIssuerKey } from '../settings/issuer-key.ts';
import { type Check, quoted } from './checks.ts';
import type { SigningAlgorithm } from './header.ts';
import { type Claims, claimOf } from './json.ts';

/** A key by its kid; a token that names none means the only one. */
export function keyNamed(kid: unknown, keys: readonly IssuerKey[]): IssuerKey | undefined {
  if (kid === undefined) return keys.length === 1 ? keys[0] : undefined;
  return keys.find((key) => key.kid === kid);
}

const byKind: Readonly<Record<string, readonly SigningAlgorithm[]>> = {
  RSA: ['RS256', 'PS256'],
  EC: ['ES256'],
  OKP: ['EdDSA'],
};

/**
 * The key of a token among those that the brand's host publishes, as strong as a registered one must be. A key that names
 * no algorithm is for the first of the issuer's that fits its kind.
 */
export function publishedKey(
  kid: unknown,
  published: readonly JWK[],
  algorithms: readonly SigningAlgorithm[],
): IssuerKey | undefined {
  const forSigning = published.filter(({ use }) => use === undefined || use === 'sig');
  const named =
    kid === undefined && forSigning.length === 1 ? forSigning : forSigning.filter((key) => key.kid === kid);
  // Two keys of one kid may differ in their algorithm.
  for (const jwk of kid === undefined ? named.slice(0, 1) : named) {
    const alg = algorithms.find((one) =>
      jwk.alg === undefined ? byKind[jwk.kty ?? '']?.includes(one) : one === jwk.alg,
    );
    const { kid: name = '' } = jwk;
    const read = alg && readIssuerKey({ kid: name, alg, key: JSON.stringify({ ...jwk, kid: name }) });
    if (read?.ok) return read.value;
  }
  return undefined;
}

/** Whether the key that the token names is known. */
export function keyCheck(
  header: Claims,
  key: IssuerKey | undefined,
  known: readonly string[],
  hosted: boolean,
): Check {
  const kid = claimOf(header, 'kid');
  const names = known.map((name) => quoted(name)).join(', ');
  const where = hosted ? "a key that the issuer's host publishes" : 'a registered key';
  return {
    name: 'key',
    holds: key !== undefined,
    reason: 'key_unknown',
    expected: names === '' ? `kid that names ${where}` : `kid that names ${where} (${names})`,
    came: `kid ${quoted(kid)}`,
    change:
      kid === undefined
        ? 'Name the key in the header with kid: there is not exactly one.'
        : 'Sign with a registered key and set kid to its name, or register this one.',
  };
}
