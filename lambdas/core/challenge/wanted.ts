import type { LoginMethod } from '../../../contract/login.ts';
import type { Head, HeadChallenge } from '../conversation/head.ts';
import { assuranceOver } from '../conversation/views.ts';
import { done, type Result, refuse } from '../result.ts';
import type { AuthenticationRecord } from '../settings/authentication.ts';
import { packMethod, satisfying } from '../settings/authentication.ts';

/** What a login must be to answer a request. */
export type Wanted = Pick<HeadChallenge, 'acr' | 'enough' | 'maxAge' | 'methods' | 'trial'>;

/** Clocks differ by up to this many milliseconds. */
const skew = 30_000;

/**
 * What is asked for, by the brand's scale. A consumer who is authenticated at some level is never asked for less: a login
 * must not lower what is known.
 */
export function wanted(
  head: Head,
  asked: { readonly acr?: string | undefined; readonly maxAge?: number | undefined },
  methods: readonly LoginMethod[],
  { acrScale, trial }: Pick<AuthenticationRecord, 'acrScale' | 'trial'>,
  now: number,
): Result<Wanted> {
  if (methods.length === 0) return refuse('channel_not_supported');
  const held = liveAcr(head, now);
  const stronger = held !== undefined && acrScale.indexOf(held) > acrScale.indexOf(asked.acr ?? '');
  const acr = stronger ? held : asked.acr;
  const enough = acr === undefined ? done([]) : satisfying(acrScale, acr);
  if (!enough.ok) return enough;
  return done({
    methods: methods.map(packMethod),
    ...(acr === undefined ? {} : { acr }),
    ...(enough.value.length === 0 ? {} : { enough: enough.value }),
    ...(asked.maxAge === undefined ? {} : { maxAge: asked.maxAge }),
    ...(trial && trial.engagement === head.engagement && trial.until > now ? { trial: trial.until } : {}),
  });
}

/** The level of an assurance that has not ended. */
const liveAcr = (head: Head, now: number): string | undefined =>
  head.assurance.level === 'authenticated' && !assuranceOver(head, now) ? head.assurance.acr : undefined;

/** What is known of a login's strength and age. */
interface Strength {
  readonly acr?: string | undefined;
  /** Milliseconds. */
  readonly authTime?: number | undefined;
}

/**
 * Whether a login is as strong and as fresh as asked for. What it does not say counts as the weakest (RFC 9470, section 5).
 * A login made after the consumer began to answer is fresh, however short `maxAge` is.
 */
export function satisfies(
  { acr, authTime }: Strength,
  challenge: Wanted & { begun?: number },
  now: number,
): boolean {
  const { enough, maxAge, begun = Number.POSITIVE_INFINITY } = challenge;
  if (enough !== undefined && (acr === undefined || !enough.includes(acr))) return false;
  if (maxAge === undefined) return true;
  return authTime !== undefined && authTime >= Math.min(now - maxAge * 1000, begun) - skew;
}

/** The refusal of a login that is good and does not satisfy, in the words of RFC 9470, section 3. */
export const insufficient = ({ enough = [], maxAge }: Wanted) =>
  refuse('cannot_satisfy', {
    detail: [
      'insufficient_user_authentication',
      ...(enough.length > 0 ? [`acr_values="${enough.join(' ')}"`] : []),
      ...(maxAge === undefined ? [] : [`max_age=${maxAge}`]),
    ].join(', '),
  });
