import { keptSigns } from '../../../contract/fields.ts';
import type { CheckName } from '../../../contract/token-report.ts';
import { attributesExpected, readAttributes } from './attributes.ts';
import { type Check, kindOf, type Stage } from './checks.ts';
import { type Claims, claimOf } from './json.ts';
import type { Login } from './login.ts';
import { type ClaimMapping, type ClaimNames, claimNames, looksLike } from './product.ts';
import { isText, isTime, skew } from './registered-claims.ts';

/** Whose person it is, and how the issuer's tokens speak of people. */
export interface PersonSettings {
  readonly iss: string;
  readonly namespace: string;
  readonly mapping: ClaimMapping | undefined;
  /** The attributes that agents may see; nothing: all. */
  readonly visible: readonly string[] | undefined;
  /** Milliseconds. */
  readonly now: number;
}

/** A login and the token's own id and end, once every claim is as it must be. */
export interface CheckedClaims {
  readonly login: Login;
  readonly jti: string;
  /** Seconds. */
  readonly exp: number;
}

/** Reads who a token speaks of, and what of that person. Nothing beside the visible attributes is taken from it. */
export function readPerson(claims: Claims, settings: PersonSettings): Stage<Login> {
  const names = claimNames(settings.mapping);
  const subject = claimOf(claims, names.subject);
  const details = readDetails(claims, names, settings);
  const checks = [subjectCheck(claims, names.subject, subject, settings.mapping), ...details.checks];
  if (!isText(subject) || !details.value) return { checks };
  const { iss: issuer, namespace } = settings;
  return { checks, value: { issuer, namespace, subject, ...details.value } };
}

function subjectCheck(
  claims: Claims,
  name: string,
  value: unknown,
  mapping: ClaimMapping | undefined,
): Check {
  const product = looksLike(claims);
  const mapped =
    product !== undefined && mapping === undefined
      ? `This looks like a token for ${product}: set the issuer's claims to "${product}".`
      : undefined;
  return {
    name: 'subject',
    holds: isText(value),
    reason: value === undefined ? 'claim_missing' : 'claim_wrong',
    expected: `${name}, a string of 1 to 255 characters`,
    came: kindOf(value),
    change: mapped ?? `Set ${name} to the person's id, as a string that never changes.`,
  };
}

type Details = Omit<Login, 'issuer' | 'namespace' | 'subject'>;

function readDetails(claims: Claims, names: ClaimNames, { mapping, visible, now }: PersonSettings) {
  const seconds = now / 1000;
  const rules: Check[] = [];
  /** A claim that may be left out; what it holds, if that is as it must be. */
  const optional = <T>(
    rule: CheckName,
    claim: string,
    expected: string,
    read: (value: unknown) => T | undefined,
  ): T | undefined => {
    const value = claimOf(claims, claim);
    if (value === undefined) return undefined;
    const good = read(value);
    rules.push({
      name: rule,
      holds: good !== undefined,
      reason: 'claim_wrong',
      expected: `${claim} as ${expected}, or none`,
      came: kindOf(value),
      change: `Correct ${claim}, or leave it out.`,
    });
    return good;
  };
  const text = (most: number) => (value: unknown) => (isText(value, most) ? value : undefined);
  const time = (fits: (value: number) => boolean) => (value: unknown) =>
    isTime(value) && fits(value) ? Math.floor(value * 1000) : undefined;
  // Of a foreign shape are only the tokens of the products whose attributes lie deep.
  const nested = mapping === 'liveperson' || mapping === 'iadvize';

  const spoken = [names.name]
    .flat()
    .flatMap((claim) => optional('name', claim, 'a string of 1 to 255 characters', text(255)) ?? []);
  const name = spoken.length === 0 ? undefined : cleanName(spoken.join(' '));
  const attributes = optional('attributes', names.attributes, attributesExpected, (value) =>
    readAttributes(value, visible, nested),
  );
  const acr = optional('acr', names.acr, 'a string of 1 to 200 characters', text(200));
  const amr = optional('amr', names.amr, 'a list of at most 10 short strings', (value) =>
    isAmr(value) ? value : undefined,
  );
  const authTime = optional(
    'auth_time',
    names.authTime,
    'a number of seconds that is not in the future',
    time((value) => value <= seconds + skew),
  );
  const sessionEnd = optional(
    'session_exp',
    names.sessionEnd,
    'a number of seconds in the future',
    time((value) => value > seconds),
  );
  const details: Details = {
    ...(name === undefined ? {} : { name }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(acr === undefined ? {} : { acr }),
    ...(amr === undefined ? {} : { amr }),
    ...(authTime === undefined ? {} : { authTime }),
    ...(sessionEnd === undefined ? {} : { sessionEnd }),
  };
  return rules.every(({ holds }) => holds) ? { checks: rules, value: details } : { checks: rules };
}

const isAmr = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 10 && value.every((one) => isText(one, 40));

const kept = new RegExp(keptSigns, 'gu');

/** A name as it may be shown: without signs that are kept for verified people, 80 characters at most. */
export function cleanName(name: string): string | undefined {
  const clean = [...name.replace(kept, '').replace(/\s+/g, ' ').trim()].slice(0, 80).join('').trim();
  return clean === '' ? undefined : clean;
}
