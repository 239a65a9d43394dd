import { done, type Result } from '../result.ts';
import type { IssuerRecord } from '../settings/issuer.ts';
import { type Check, type Stage, whyRefused } from './checks.ts';
import { type CheckedClaims, readPerson } from './claims.ts';
import { type Claims, claimOf } from './json.ts';
import { bringsPrivateData, type PrivateData, readPrivateData } from './private-data.ts';
import { claimNames } from './product.ts';
import type { ReadToken, SignedToken } from './read.ts';
import { registeredChecks } from './registered-claims.ts';
import { type Sources, verify } from './verify.ts';

/** What a token is checked against. */
export interface Against {
  /** The issuer that it names, if that is registered. */
  readonly issuer: IssuerRecord | undefined;
  /** The nonce of the login request; nothing when an inspector knows none: then one only has to be there. */
  readonly nonce: string | undefined;
  /** Milliseconds. */
  readonly now: number;
}

/** Private data in the place of a login, once every claim is as it must be. */
export interface CheckedPrivateData extends Omit<CheckedClaims, 'login'> {
  readonly issuer: string;
  readonly privateData: PrivateData;
}

/** Every check that could be made, and what the token says, where all that is needed for it could be read. */
export interface CheckedToken {
  readonly checks: readonly Check[];
  /** The signed token, which may have been inside of an encrypted one. */
  readonly token?: SignedToken;
  readonly value?: CheckedClaims | CheckedPrivateData;
}

/**
 * Makes every check of a token that can be made: what refuses a login, and what the inspector shows.
 * @param read what `readToken` made of the token
 */
export async function checkToken(
  read: Stage<ReadToken>,
  { issuer, nonce, now }: Against,
  sources: Sources,
): Promise<CheckedToken> {
  const { checks, value: token } = await verify(read, issuer, sources, now);
  if (!token) return { checks };
  const { claims } = token;
  const { iss, aud, nonce: nonceNeeded = true } = issuer ?? {};
  const registered = registeredChecks(claims, { iss, aud, nonceNeeded, nonce, now });
  const who = readWho(claims, issuer, now);
  const [jti, exp] = [claimOf(claims, 'jti'), claimOf(claims, 'exp')];
  const readable = who.value && typeof jti === 'string' && typeof exp === 'number';
  return {
    checks: [...checks, ...registered, ...who.checks],
    token,
    ...(readable ? { value: { ...who.value, jti, exp } } : {}),
  };
}

type Who = Pick<CheckedClaims, 'login'> | Pick<CheckedPrivateData, 'issuer' | 'privateData'>;

/** Who it is: by the subject, or, where the issuer may, by private data. */
function readWho(claims: Claims, issuer: IssuerRecord | undefined, now: number): Stage<Who> {
  const { iss = '', namespace = '', claims: mapping, attributes: visible } = issuer ?? {};
  if (issuer?.privateData && bringsPrivateData(claims, claimNames(mapping).subject)) {
    const { checks, value } = readPrivateData(claims);
    return { checks, ...(value ? { value: { issuer: iss, privateData: value } } : {}) };
  }
  const { checks, value } = readPerson(claims, { iss, namespace, mapping, visible, now });
  return { checks, ...(value ? { value: { login: value } } : {}) };
}

/** What a token says of which every check holds, or why it is refused: the first check that does not. */
export function judged({ checks, value }: CheckedToken): Result<CheckedClaims | CheckedPrivateData> {
  const refusal = whyRefused(checks);
  if (refusal) return { ok: false, refusal };
  if (!value) throw new Error('A token of which every check holds says who it is.');
  return done(value);
}
