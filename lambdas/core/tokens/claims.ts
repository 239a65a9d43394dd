import { keptSigns } from '../../../contract/fields.ts';
import type { CheckName } from '../../../contract/token-report.ts';
import { attributesExpected, readAttributes } from './attributes.ts';
import { allHold, type Check, kindOf, type Stage } from './checks.ts';
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

/** What a token may say of the person besides who it is; each claim may be left out. */
function readDetails(
  claims: Claims,
  names: ClaimNames,
  { mapping, visible, now }: PersonSettings,
): Stage<Details> {
  const seconds = now / 1000;
  // Of a foreign shape are only the tokens of the products whose attributes lie deep.
  const nested = mapping === 'liveperson' || mapping === 'iadvize';
  const details = {
    name: readName(claims, [names.name].flat()),
    attributes: optional(claims, names.attributes, 'attributes', attributesExpected, (value) =>
      readAttributes(value, visible, nested),
    ),
    acr: optional(claims, names.acr, 'acr', 'a string of 1 to 200 characters', (value) =>
      isText(value, 200) ? value : undefined,
    ),
    amr: optional(claims, names.amr, 'amr', 'a list of at most 10 short strings', (value) =>
      isAmr(value) ? value : undefined,
    ),
    authTime: optional(claims, names.authTime, 'auth_time', 'seconds that are not in the future', (value) =>
      isTime(value) && value <= seconds + skew ? milliseconds(value) : undefined,
    ),
    sessionEnd: optional(
      claims,
      names.sessionEnd,
      'session_exp',
      'seconds that are in the future',
      (value) => (isTime(value) && value > seconds ? milliseconds(value) : undefined),
    ),
  };
  const checks = Object.values(details).flatMap((detail) => detail.checks);
  if (!allHold(checks)) return { checks };
  const said = Object.entries(details).filter(([, { value }]) => value !== undefined);
  return { checks, value: Object.fromEntries(said.map(([name, { value }]) => [name, value])) };
}

/** A claim that may be left out; where it is not, it is as expected. */
function optional<T>(
  claims: Claims,
  claim: string,
  name: CheckName,
  expected: string,
  read: (value: unknown) => T | undefined,
): Stage<T> {
  const came = claimOf(claims, claim);
  if (came === undefined) return { checks: [] };
  const value = read(came);
  const check: Check = {
    name,
    holds: value !== undefined,
    reason: 'claim_wrong',
    expected: `${claim} as ${expected}, or none`,
    came: kindOf(came),
    change: `Correct ${claim}, or leave it out.`,
  };
  return { checks: [check], ...(value === undefined ? {} : { value }) };
}

/** The name, from one claim or from several. A sign that may not be shown is no error: the name goes without. */
function readName(claims: Claims, from: readonly string[]): Stage<string> {
  const parts = from.map((claim) =>
    optional(claims, claim, 'name', 'a string of 1 to 255 characters', (value) =>
      isText(value) ? value : undefined,
    ),
  );
  const name = cleanName(parts.flatMap(({ value }) => value ?? []).join(' '));
  return { checks: parts.flatMap(({ checks }) => checks), ...(name === undefined ? {} : { value: name }) };
}

/** Whole ones, rounded so that no time gets later. */
const milliseconds = (seconds: number): number => Math.floor(seconds * 1000);

const isAmr = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 10 && value.every((one) => isText(one, 40));

const kept = new RegExp(keptSigns, 'gu');

/** A name as it may be shown: without signs that are kept for verified people, 80 characters at most. */
export function cleanName(name: string): string | undefined {
  const clean = [...name.replace(kept, '').replace(/\s+/g, ' ').trim()].slice(0, 80).join('').trim();
  return clean === '' ? undefined : clean;
}
