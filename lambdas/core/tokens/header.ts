import { type Check, quoted } from './checks.ts';
import { type Claims, claimOf } from './json.ts';

export const signingAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

/** All that a header may hold. Whatever brings or fetches a key (jku, x5u, jwk, x5c) is not among it, nor is crit. */
const headerNames = new Set(['alg', 'kid', 'typ', 'cty']);
const types = new Set<unknown>([undefined, 'JWT', 'jwt']);

const keyBringers = new Set(['jku', 'jwk', 'x5u', 'x5c', 'x5t', 'x5t#S256']);

function changeOf(odd: string): string {
  if (keyBringers.has(odd))
    return `Leave ${odd} out: a key counts because it is registered with the issuer, not because a token brings it.`;
  if (odd === 'crit' || odd === 'b64') return `Leave ${odd} out: no extension of JWS is used here.`;
  return 'Leave it out of the header.';
}

/** The header of a signed token holds nothing that could lead astray (RFC 8725, sections 3.8 to 3.11). */
export function headerCheck(header: Claims): Check {
  const odd = Object.keys(header).find((name) => !headerNames.has(name));
  const typ = claimOf(header, 'typ');
  const isType = types.has(typ);
  return {
    name: 'header',
    holds: odd === undefined && isType,
    reason: 'header_refused',
    expected: 'a header of alg and kid, and at most typ "JWT" and cty besides',
    came: odd === undefined ? `typ ${quoted(typ)}` : quoted(odd),
    change:
      odd !== undefined
        ? changeOf(odd)
        : 'Set typ to JWT, or leave it out; a token of another type does not stand in for a login.',
  };
}

const isSigning = (alg: unknown): alg is SigningAlgorithm =>
  (signingAlgorithms as readonly unknown[]).includes(alg);

function algorithmChange(alg: unknown, wanted: string | undefined): string {
  const pair = 'Make an ES256 key pair, register the public key, and sign with the private one.';
  if (typeof alg === 'string' && /^HS/.test(alg))
    return `${alg} signs with a secret that both sides hold, so that whoever checks a token could also make one. ${pair}`;
  if (typeof alg === 'string' && /^none$/i.test(alg)) return `The token is not signed at all. ${pair}`;
  if (wanted === undefined) return `Sign with one of ${signingAlgorithms.join(', ')}. ${pair}`;
  return `Sign with ${wanted}, or register the key anew with the algorithm that you sign with.`;
}

/**
 * The algorithm is one that is taken, and the one of the key (RFC 8725, section 3.1).
 * @param wanted the algorithm that the key is registered with, when the key was found
 */
export function algorithmCheck(header: Claims, wanted: SigningAlgorithm | undefined): Check {
  const alg = claimOf(header, 'alg');
  return {
    name: 'algorithm',
    holds: isSigning(alg) && (wanted === undefined || alg === wanted),
    reason: 'algorithm_refused',
    expected:
      wanted === undefined
        ? `alg one of ${signingAlgorithms.join(', ')}`
        : `alg ${wanted}, as registered with the key`,
    came: `alg ${quoted(alg)}`,
    change: algorithmChange(alg, wanted),
  };
}
