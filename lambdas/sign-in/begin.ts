import type { Item } from '../core/change.ts';
import { fingerprint, newSecret } from '../core/secrets.ts';
import { enforcementOf, rulesOf } from '../core/settings/access-rules.ts';
import type { BrandRecord } from '../core/settings/records.ts';
import type { Beginning } from '../core/sign-in/attempt-changes.ts';
import { readFactors } from '../core/sign-in/factors.ts';
import { mostSessions } from '../core/sign-in/lifetimes.ts';
import { codesLeft } from '../core/sign-in/recovery.ts';
import type { Terms } from '../core/sign-in/session.ts';
import { sessionsOf, type User, userOf } from '../core/sign-in/user.ts';
import { endInvalidSessions, endOldestSessions, storeSession } from '../store/sessions.ts';
import type { Dependencies } from './dependencies.ts';

/** A session that is about to begin. The secret goes into its cookie. */
export interface NewSession extends Beginning {
  readonly secret: string;
  readonly terms: Terms;
}

/**
 * Makes a session for a user as it was read. `brand` is left out where it has no rules of its own.
 * @param factor whether a second factor was shown
 */
export function newSession(
  { epoch, notice }: User,
  brand: BrandRecord | undefined,
  factor: boolean,
  now: number,
): NewSession {
  const secret = newSecret();
  const { idle, overall, networks } = rulesOf(brand);
  const terms = {
    idle,
    overall,
    ...(networks.length > 0 ? { networks } : {}),
    ...(factor || !brand ? {} : { bare: enforcementOf(brand) }),
    ...(notice ? { notice } : {}),
  };
  return { secret, session: fingerprint(secret), until: now + overall, epoch, terms };
}

/**
 * Stores the session that the user's item lists since a moment ago. Then, seldom, ends what is too much: the oldest of
 * more than ten, and those of an earlier epoch. False when the session was ended before it began.
 */
export async function openSession(
  { db, closeSocket, now }: Dependencies,
  item: Item,
  { session, until, terms }: NewSession,
  device: string,
): Promise<boolean> {
  const stored = await storeSession(db, userOf(item), session, until - terms.overall, device, terms);
  await endInvalidSessions(db, item, closeSocket, now());
  if (sessionsOf(item).length > mostSessions)
    await endOldestSessions(db, item, mostSessions, closeSocket, now());
  return stored;
}

/** What the browser says it is, cut to a line that is safe to show. */
export const deviceOf = (headers: Readonly<Record<string, string | undefined>>): string =>
  (headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 120);

/** By what a user can complete a sign-in. */
export function methodsOf({ factor, factors, recovery }: User): ('totp' | 'passkey' | 'recovery')[] {
  const passkey = readFactors(factors).some(({ kind }) => kind === 'passkey');
  return [
    ...(factor === undefined ? [] : (['totp'] as const)),
    ...(passkey ? (['passkey'] as const) : []),
    ...(codesLeft(recovery) > 0 ? (['recovery'] as const) : []),
  ];
}

/** The answer of a sign-in that is complete: what the person is told. */
export const completed = ({ notice }: User) => ({
  next: 'done' as const,
  ...(notice ? { notice } : {}),
});
