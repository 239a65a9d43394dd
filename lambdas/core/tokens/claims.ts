import { keptSigns } from '../../../contract/fields.ts';
import type { TokenReason } from '../../../contract/problems.ts';
import { done, type Result } from '../result.ts';
import type { Login } from './login.ts';
import { type Claims, tokenRefused } from './read.ts';

/** What the token has to say to be ours, here and now. */
export interface Expected {
  readonly iss: string;
  readonly aud: string;
  readonly namespace: string;
  /** The nonce of the login request; nothing when the issuer's setting does without. */
  readonly nonce: string | undefined;
  /** Milliseconds. */
  readonly now: number;
}

/** Clocks differ by up to this many seconds. */
const skew = 30;
/** A token lives 10 minutes at most, in seconds. */
const longestLife = 600;

const isString = (value: unknown, most = 255): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= most && value.isWellFormed();
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

interface Rule {
  readonly ok: boolean;
  readonly reason: TokenReason;
  readonly detail: string;
}

/** A login and the token's own id and end, once every claim is as it must be (RFC 7519, section 4.1). */
export interface CheckedClaims {
  readonly login: Login;
  readonly jti: string;
  /** Seconds. */
  readonly exp: number;
}

/** Checks the claims of a token whose signature is good. */
export function checkClaims(claims: Claims, expected: Expected): Result<CheckedClaims> {
  const { iss, aud, sub, iat, exp, nbf, jti, nonce } = claims;
  const now = expected.now / 1000;
  const missing = ['iss', 'aud', 'sub', 'iat', 'exp', 'jti'].find((name) => claims[name] === undefined);
  if (missing) return tokenRefused('claim_missing', `The claim ${missing} is missing.`);
  const audiences = Array.isArray(aud) ? (aud as unknown[]) : [aud];
  const times = isTime(iat) && isTime(exp) && (nbf === undefined || isTime(nbf));
  const [issued, ends, starts] = [Number(iat), Number(exp), nbf === undefined ? 0 : Number(nbf)];
  const rules: readonly Rule[] = [
    { ok: iss === expected.iss, reason: 'issuer_unknown', detail: 'iss is not the registered issuer.' },
    {
      ok: audiences.includes(expected.aud),
      reason: 'audience_wrong',
      detail: `aud must be "${expected.aud}".`,
    },
    { ok: isString(sub), reason: 'claim_wrong', detail: 'sub must be a string of 1 to 255 characters.' },
    { ok: isString(jti), reason: 'claim_wrong', detail: 'jti must be a string of 1 to 255 characters.' },
    { ok: times, reason: 'claim_wrong', detail: 'iat, exp and nbf must be numbers of seconds.' },
    { ok: issued <= now + skew, reason: 'not_yet_valid', detail: 'iat lies in the future.' },
    { ok: starts <= now + skew, reason: 'not_yet_valid', detail: 'nbf lies in the future.' },
    { ok: ends > now - skew, reason: 'expired', detail: 'exp has passed.' },
    { ok: ends > issued, reason: 'claim_wrong', detail: 'exp must come after iat.' },
    {
      ok: ends - issued <= longestLife,
      reason: 'life_too_long',
      detail: `exp may be ${longestLife} s after iat, no more.`,
    },
    {
      ok: expected.nonce === undefined || nonce === expected.nonce,
      reason: 'nonce_wrong',
      detail: 'nonce must be the one of this login request.',
    },
  ];
  const broken = rules.find(({ ok }) => !ok);
  if (broken) return tokenRefused(broken.reason, broken.detail);
  const login = readLogin(claims, expected, String(sub));
  return login.ok ? done({ login: login.value, jti: String(jti), exp: ends }) : login;
}

function readLogin(claims: Claims, { iss, namespace, now }: Expected, subject: string): Result<Login> {
  const { name, attributes, acr, amr, auth_time: authTime, session_exp: sessionExp } = claims;
  const wrong = (claim: string, must: string) => tokenRefused('claim_wrong', `${claim} must be ${must}.`);
  if (name !== undefined && !isString(name)) return wrong('name', 'a string of 1 to 255 characters');
  if (acr !== undefined && !isString(acr, 200)) return wrong('acr', 'a string of 1 to 200 characters');
  if (amr !== undefined && !isAmr(amr)) return wrong('amr', 'a list of at most 10 short strings');
  if (authTime !== undefined && !(isTime(authTime) && authTime <= now / 1000 + skew))
    return wrong('auth_time', 'a number of seconds that is not in the future');
  if (sessionExp !== undefined && !(isTime(sessionExp) && sessionExp > now / 1000))
    return wrong('session_exp', 'a number of seconds in the future');
  if (attributes !== undefined && !isAttributes(attributes))
    return wrong('attributes', 'an object of at most 20 strings, each of at most 200 characters');
  const shown = name === undefined ? undefined : cleanName(name);
  return done({
    issuer: iss,
    namespace,
    subject,
    ...(shown === undefined ? {} : { name: shown }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(acr === undefined ? {} : { acr }),
    ...(amr === undefined ? {} : { amr }),
    ...(authTime === undefined ? {} : { authTime: Math.floor(authTime * 1000) }),
    ...(sessionExp === undefined ? {} : { sessionEnd: Math.floor(sessionExp * 1000) }),
  });
}

const isAmr = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 10 && value.every((one) => isString(one, 40));

const isAttributes = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(value).length <= 20 &&
  Object.entries(value).every(([key, one]) => isString(key, 40) && key !== '__proto__' && isString(one, 200));

const kept = new RegExp(keptSigns, 'gu');

/** A name as it may be shown: without signs that are kept for verified people, 80 characters at most. */
export function cleanName(name: string): string | undefined {
  const clean = [...name.replace(kept, '').replace(/\s+/g, ' ').trim()].slice(0, 80).join('').trim();
  return clean === '' ? undefined : clean;
}
