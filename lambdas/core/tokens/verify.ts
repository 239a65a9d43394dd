import { compactVerify, importJWK, type JWK } from 'jose';
import type { Result } from '../result.ts';
import type { IssuerRecord } from '../settings/issuer.ts';
import type { IssuerKey } from '../settings/issuer-key.ts';
import { allHold, type Check, quoted, type Stage } from './checks.ts';
import { decrypted, encryptionCheck, encryptionHeaderCheck, encryptionKeyCheck } from './decrypt.ts';
import { openedKey, openingKeys, readEncryptionKid } from './encryption-key.ts';
import { algorithmCheck, headerCheck, signingAlgorithms } from './header.ts';
import { claimOf } from './json.ts';
import { keyCheck, keyNamed, publishedKey } from './keys.ts';
import type { EncryptedToken, ReadToken, SignedToken } from './read.ts';

/** What is not in the token and not in the issuer's settings. */
export interface Sources {
  /** Opens the sealed private half of an encryption key. */
  readonly open: (sealed: string) => Promise<string>;
  /** The keys at an address that the issuer's setting names; a `kid` that is not among them may have them fetched anew. */
  readonly published: (url: string, kid: string | undefined) => Promise<Result<readonly JWK[]>>;
}

/**
 * Verifies everything of a token but its claims: form, encryption, header, key and signature. What cannot be looked at,
 * since something before it is broken, is left out.
 *
 * @param issuer the issuer that the token names, if it is registered
 * @returns the signed token, whether or not every check holds
 */
export async function verify(
  read: Stage<ReadToken>,
  issuer: IssuerRecord | undefined,
  sources: Sources,
  now: number,
): Promise<Stage<SignedToken>> {
  const { checks, value: outer } = read;
  if (!outer) return { checks };
  const known = issuerCheck(outer, issuer);
  const opened: Stage<SignedToken> =
    outer.kind === 'signed' ? { checks: [], value: outer } : await open(outer, issuer, sources, now);
  const wrapped = issuer ? [encryptionCheck(outer.kind === 'encrypted', issuer.encrypted ?? 'off')] : [];
  const before = [...checks, known, ...wrapped, ...opened.checks];
  if (!opened.value) return { checks: before };
  const signed = await verifySignature(opened.value, issuer, sources);
  return { checks: [...before, ...signed], value: opened.value };
}

/** Opens a token with the issuer's key that its header names. */
async function open(
  token: EncryptedToken,
  issuer: IssuerRecord | undefined,
  sources: Sources,
  now: number,
): Promise<Stage<SignedToken>> {
  const id = readEncryptionKid(claimOf(token.header, 'kid'))?.key;
  const key = openingKeys(issuer?.encryptionKeys, now).find((one) => one.id === id);
  const found = encryptionKeyCheck(token.header, key);
  if (!key) return { checks: [found] };
  const header = encryptionHeaderCheck(token.header, key);
  if (!header.holds) return { checks: [header, found] };
  const inner = await decrypted(token, key.alg, openedKey(await sources.open(key.sealed)));
  return { ...inner, checks: [header, found, ...inner.checks] };
}

const issuerCheck = (token: ReadToken, issuer: IssuerRecord | undefined): Check => ({
  name: 'issuer',
  holds: issuer !== undefined,
  reason: 'issuer_unknown',
  expected:
    token.kind === 'signed' ? 'iss of a registered issuer' : 'kid that begins with the id of an issuer',
  came:
    token.kind === 'signed'
      ? `iss ${quoted(claimOf(token.claims, 'iss'))}`
      : `kid ${quoted(claimOf(token.header, 'kid'))}`,
  change: 'Register the issuer, or set iss to the one that is registered, letter by letter.',
});

async function verifySignature(
  token: SignedToken,
  issuer: IssuerRecord | undefined,
  sources: Sources,
): Promise<Check[]> {
  const { header } = token;
  const plain = [headerCheck(header), algorithmCheck(header, undefined)];
  // No key is looked for, and no host asked, on behalf of a token that is refused anyway.
  if (!issuer || !allHold(plain)) return plain;
  const found = await findKey(header, issuer, sources);
  if (!found.value) return [...plain, ...found.checks];
  const algorithm = algorithmCheck(header, found.value.alg);
  const checks = [headerCheck(header), algorithm, ...found.checks];
  return algorithm.holds ? [...checks, await signatureCheck(token, found.value)] : checks;
}

/** The key that a token names: a registered one, or else one that the issuer's host publishes. */
async function findKey(
  header: SignedToken['header'],
  { keys, jwksUrl, algorithms = [...signingAlgorithms] }: IssuerRecord,
  { published }: Sources,
): Promise<Stage<IssuerKey>> {
  const kid = claimOf(header, 'kid');
  const names = keys.map((key) => key.kid);
  // A token that names no key means the only one; where a host has keys as well there may be more.
  const registered = jwksUrl === undefined || kid !== undefined ? keyNamed(kid, keys) : undefined;
  if (registered || jwksUrl === undefined)
    return {
      checks: [keyCheck(header, registered, names, false)],
      ...(registered ? { value: registered } : {}),
    };
  const set = await published(jwksUrl, typeof kid === 'string' ? kid : undefined);
  if (!set.ok) return { checks: [unreachable(set.refusal.detail)] };
  const key = publishedKey(kid, set.value, algorithms);
  return { checks: [keyCheck(header, key, names, true)], ...(key ? { value: key } : {}) };
}

const unreachable = (detail = 'no answer'): Check => ({
  name: 'key',
  holds: false,
  reason: 'keys_unreachable',
  expected: "the keys at the issuer's jwksUrl",
  came: detail,
  change: 'Let that address serve a JWK Set over https, without redirects, in 5 s.',
});

const lengths: Readonly<Record<string, number>> = { ES256: 64, EdDSA: 64 };

async function signatureCheck({ text }: SignedToken, { alg, jwk }: IssuerKey): Promise<Check> {
  const holds = await importJWK(jwk, alg)
    .then((key) => compactVerify(text, key, { algorithms: [alg] }))
    .then(
      () => true,
      () => false,
    );
  const bytes = Buffer.from(text.split('.')[2] ?? '', 'base64url').length;
  const length = lengths[alg];
  const odd = length !== undefined && bytes !== length;
  return {
    name: 'signature',
    holds,
    reason: 'signature_wrong',
    expected: `a signature that fits the key${length === undefined ? '' : `, of ${length} bytes`}`,
    came: holds ? 'one that does' : `one that does not, of ${bytes} bytes`,
    change:
      alg === 'ES256' && odd
        ? 'This looks like a signature in DER; JWS wants r and s, 32 bytes each (in Node.js dsaEncoding "ieee-p1363").'
        : 'Sign header and claims exactly as they are sent, with the private half of the key that kid names.',
  };
}
