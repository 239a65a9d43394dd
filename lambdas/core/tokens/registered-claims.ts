import type { TokenReason } from '../../../contract/problems.ts';
import type { CheckName } from '../../../contract/token-report.ts';
import { type Check, kindOf, quoted } from './checks.ts';
import { type Claims, claimOf } from './json.ts';

/** What the claims that are not about the person have to be. */
export interface ExpectedClaims {
  /** Nothing when no registered issuer is meant: then it only has to be there. */
  readonly iss: string | undefined;
  readonly aud: string | undefined;
  /** Whether the issuer's tokens carry the nonce of the login request. */
  readonly nonceNeeded: boolean;
  /** That nonce; nothing when an inspector knows none, and then it only has to be there. */
  readonly nonce: string | undefined;
  /** Milliseconds. */
  readonly now: number;
}

/** Clocks differ by up to this many seconds. */
export const skew = 30;
/** A token lives 10 minutes at most, in seconds. */
const longestLife = 600;
/** The last moment that a date can tell (ECMA-262, section 21.4.1.1), in seconds. */
const lastTime = 8_640_000_000_000;

export const isText = (value: unknown, most = 255): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= most && value.isWellFormed();
export const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= lastTime;

/** A moment in plain words: as it came, and how far from now it is. */
function moment(value: unknown, now: number): string {
  if (!isTime(value)) return quoted(value);
  const seconds = Math.round(value - now / 1000);
  const far = seconds === 0 ? 'now' : seconds > 0 ? `${seconds} s from now` : `${-seconds} s ago`;
  return `${value} (${new Date(value * 1000).toISOString()}, ${far})`;
}

const timeChange = (value: unknown): string =>
  isTime(value) && value > 100_000_000_000
    ? 'These look like milliseconds; divide by 1000.'
    : 'Set it in whole seconds since 1970, from a clock that is kept right.';

/** A claim that has to be there: whatever else is wrong, that it is missing comes first. */
const required = (
  name: CheckName,
  value: unknown,
  rule: { holds: boolean; reason: TokenReason; expected: string; came?: string; change: string },
): Check => ({
  name,
  came: quoted(value),
  ...rule,
  ...(value === undefined ? { holds: false, reason: 'claim_missing', came: 'nothing' } : {}),
});

/** The claims that say whose token this is, for whom, when, and for which request (RFC 7519, section 4.1). */
export function registeredChecks(
  claims: Claims,
  { iss, aud, nonceNeeded, nonce, now }: ExpectedClaims,
): Check[] {
  const of = (name: string) => claimOf(claims, name);
  const audience = of('aud');
  const audiences = Array.isArray(audience) ? (audience as unknown[]) : [audience];
  const jti = of('jti');
  return [
    required('iss', of('iss'), {
      holds: iss === undefined || of('iss') === iss,
      reason: 'issuer_unknown',
      expected: iss === undefined ? 'iss that is registered' : `iss ${quoted(iss)}`,
      change: iss === undefined ? 'Set iss to the registered issuer.' : `Set iss to ${quoted(iss)}.`,
    }),
    required('aud', audience, {
      holds: aud === undefined || audiences.includes(aud),
      reason: 'audience_wrong',
      expected: aud === undefined ? 'aud as registered with the issuer' : `aud ${quoted(aud)}`,
      change: aud === undefined ? 'Set aud to the registered audience.' : `Set aud to ${quoted(aud)}.`,
    }),
    ...timeChecks(claims, now),
    required('jti', jti, {
      holds: isText(jti),
      came: kindOf(jti),
      reason: 'claim_wrong',
      expected: 'jti, a string of 1 to 255 characters, new for each token',
      change: 'Set jti to a new random string for each token, such as a UUID.',
    }),
    ...(nonceNeeded ? [nonceCheck(of('nonce'), nonce)] : []),
  ];
}

function timeChecks(claims: Claims, nowMs: number): Check[] {
  const [iat, nbf, exp] = ['iat', 'nbf', 'exp'].map((name) => claimOf(claims, name));
  const now = nowMs / 1000;
  const checks = [
    required('iat', iat, {
      holds: isTime(iat) && iat <= now + skew,
      reason: isTime(iat) ? 'not_yet_valid' : 'claim_wrong',
      expected: 'iat, when the token was made, in seconds and not in the future',
      came: moment(iat, nowMs),
      change: timeChange(iat),
    }),
    required('exp', exp, {
      holds: isTime(exp) && exp > now - skew,
      reason: isTime(exp) ? 'expired' : 'claim_wrong',
      expected: 'exp, when the token ends, in seconds and not in the past',
      came: moment(exp, nowMs),
      change: isTime(exp) ? 'Make a new token for each login, and send it at once.' : timeChange(exp),
    }),
  ];
  if (nbf !== undefined)
    checks.push({
      name: 'nbf',
      holds: isTime(nbf) && nbf <= now + skew,
      reason: isTime(nbf) ? 'not_yet_valid' : 'claim_wrong',
      expected: 'nbf in seconds and not in the future, or none',
      came: moment(nbf, nowMs),
      change: 'Leave nbf out, or set it to the moment of signing.',
    });
  if (isTime(iat) && isTime(exp))
    checks.push({
      name: 'life',
      holds: exp > iat && exp - iat <= longestLife,
      reason: exp > iat ? 'life_too_long' : 'claim_wrong',
      expected: `exp after iat, by at most ${longestLife} s`,
      came: `${exp - iat} s`,
      change: 'Set exp two minutes after iat: it limits how long the token can be redeemed, not the login.',
    });
  return checks;
}

const nonceCheck = (came: unknown, nonce: string | undefined): Check => ({
  name: 'nonce',
  holds: nonce === undefined ? isText(came) : came === nonce,
  reason: 'nonce_wrong',
  expected: 'nonce, the one of this login request',
  came:
    came === undefined
      ? 'nothing'
      : nonce === undefined
        ? kindOf(came)
        : came === nonce
          ? 'that one'
          : 'another one',
  change: 'Put the nonce that the page was given into the token, as it is.',
});
