import { above, absent, all, equals } from '../core/change.ts';
import { s256 } from '../core/secrets.ts';
import { lifetimes } from '../core/sign-in/lifetimes.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** What a passkey is asked for, and by whom: the hash of the cookie, or nobody's when nobody has signed in. */
export interface Asked {
  readonly use: 'sign_in' | 'factor' | 'enrol';
  readonly by: string;
}

export const anybody = 'anybody';

/** Keeps a challenge until it is answered. */
export async function keepChallenge(db: Db, brand: string, challenge: string, asked: Asked, now: number) {
  const until = now + lifetimes.challenge;
  await db.put(
    { ...keys.challenge(brand, s256(challenge)), ...asked, until, ttl: Math.ceil(until / 1000) },
    absent('pk'),
  );
}

/** Uses a challenge up, whatever the answer is worth. False when it is not one that was asked for this. */
export async function takeChallenge(db: Db, brand: string, challenge: string, asked: Asked, now: number) {
  const taken = await db.take(
    keys.challenge(brand, s256(challenge)),
    all(equals(['use'], asked.use), equals(['by'], asked.by), above(['until'], now)),
  );
  return taken !== undefined;
}
