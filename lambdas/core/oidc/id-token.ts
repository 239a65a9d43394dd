import { createHash } from 'node:crypto';
import { compactVerify, importJWK, type JWK } from 'jose';
import type { TokenReason } from '../../../contract/problems.ts';
import { done, type Result, refuse } from '../result.ts';
import { readIssuerKey } from '../settings/issuer-key.ts';
import { cleanName } from '../tokens/claims.ts';
import type { Login } from '../tokens/login.ts';
import type { OidcStart } from './started.ts';

export type Claims = Readonly<Record<string, unknown>>;

const tokenRefused = (reason: TokenReason, detail: string) => refuse('token_refused', { reason, detail });

/** The algorithms that ID tokens may be signed with: none of them with a shared secret. */
export const idTokenAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
type Algorithm = (typeof idTokenAlgorithms)[number];

const keyTypes: Record<Algorithm, string> = { RS256: 'RSA', PS256: 'RSA', ES256: 'EC', EdDSA: 'OKP' };

const isAlgorithm = (alg: unknown): alg is Algorithm => idTokenAlgorithms.includes(alg as Algorithm);

/** The one key among the provider's that a header means: of its kid, type and algorithm, for signatures, and strong. */
function keyFor({ alg, kid }: Claims, keys: readonly JWK[]): Result<{ alg: Algorithm; jwk: JWK }> {
  if (!isAlgorithm(alg))
    return tokenRefused('algorithm_refused', `alg must be one of ${idTokenAlgorithms.join(', ')}.`);
  const fitting = keys.filter(
    (key) =>
      key.kty === keyTypes[alg] &&
      (kid === undefined || key.kid === kid) &&
      (key.alg === undefined || key.alg === alg) &&
      (key.use === undefined || key.use === 'sig'),
  );
  const [key] = fitting;
  if (!key || fitting.length > 1)
    return tokenRefused('key_unknown', "The header means no one key of the provider's JWK Set.");
  const { kty, n, e, crv, x, y } = key;
  const read = readIssuerKey({ kid: 'provider', alg, key: JSON.stringify({ kty, n, e, crv, x, y }) });
  return read.ok
    ? done({ alg, jwk: read.value.jwk as JWK })
    : tokenRefused('key_unknown', `The provider's key is not good: ${read.refusal.detail ?? ''}`);
}

/** Verifies an ID token's signature by the provider's keys. */
export async function verifySignature(
  token: string,
  header: Claims,
  keys: readonly JWK[],
): Promise<Result<undefined>> {
  const key = keyFor(header, keys);
  if (!key.ok) return key;
  const { alg, jwk } = key.value;
  const good = await compactVerify(token, await importJWK(jwk, alg), { algorithms: [alg] }).then(
    () => true,
    () => false,
  );
  return good
    ? done(undefined)
    : tokenRefused('signature_wrong', "The signature does not fit the provider's key.");
}

/** The left half of the access token's hash, by the algorithm's hash (OpenID Connect Core, section 3.1.3.6). */
export function hashOf(accessToken: string, alg: unknown): string {
  const hash = createHash(alg === 'EdDSA' ? 'sha512' : 'sha256')
    .update(accessToken)
    .digest();
  return hash.subarray(0, hash.length / 2).toString('base64url');
}

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= most && value.isWellFormed();
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

/**
 * What an ID token says of the person, once signature, issuer, audience, nonce and times are good. A claim of another form
 * than it must have counts as absent, and so as the weakest; the subject and the times may not.
 */
export function loginOf(claims: Claims, start: OidcStart, now: number): Result<Login> {
  const { sub, iat, auth_time: authTime, acr, amr, name, session_exp: sessionEnd } = claims;
  const latest = now / 1000 + start.skew;
  if (!isText(sub, 255)) return tokenRefused('claim_wrong', 'sub must be a string of 1 to 255 characters.');
  if (!isTime(iat) || iat > latest) return tokenRefused('not_yet_valid', 'iat lies in the future.');
  if (authTime !== undefined && !(isTime(authTime) && authTime <= latest))
    return tokenRefused('claim_wrong', 'auth_time must be a number of seconds that is not in the future.');
  if (sessionEnd !== undefined && !(isTime(sessionEnd) && sessionEnd > now / 1000))
    return tokenRefused('claim_wrong', 'session_exp must be a number of seconds in the future.');
  const level = isText(acr, 200) ? ours(acr, start) : undefined;
  const shown = isText(name, 255) ? cleanName(name) : undefined;
  const attributes = attributesOf(claims, start.attributes ?? []);
  return done({
    issuer: start.issuer,
    namespace: start.namespace,
    subject: sub,
    ...(shown === undefined ? {} : { name: shown }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(level === undefined ? {} : { acr: level }),
    ...(isAmr(amr) ? { amr } : {}),
    ...(authTime === undefined ? {} : { authTime: Math.floor(authTime * 1000) }),
    ...(sessionEnd === undefined ? {} : { sessionEnd: Math.floor(sessionEnd * 1000) }),
  });
}

/** The brand's own name of a level that the provider calls otherwise. */
const ours = (acr: string, { acrs = [] }: OidcStart) => acrs.find(({ value }) => value === acr)?.acr ?? acr;

const isAmr = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 10 && value.every((one) => isText(one, 40));

/** The claims that the admin wants agents to see, as text. */
function attributesOf(claims: Claims, wanted: readonly string[]): Record<string, string> | undefined {
  const found = wanted.flatMap((name) => {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    const text = ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
    return name !== '__proto__' && isText(text, 200) ? [[name, text] as const] : [];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
