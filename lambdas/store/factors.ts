import { absent, below, type Item, to } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import { resetFactors as resetting } from '../core/sign-in/factor-changes.ts';
import { readFactors } from '../core/sign-in/factors.ts';
import {
  freshRecovery,
  newRecoveryCode,
  type RecoveryLeft,
  readRecovery,
  recoveryCodes,
  recoveryHash,
} from '../core/sign-in/recovery.ts';
import { type User, userOf } from '../core/sign-in/user.ts';
import type { Db } from './db.ts';
import { type CloseSocket, endInvalidSessions } from './sessions.ts';
import { keys } from './table.ts';
import { changeUser, readUser } from './users.ts';

/** A passkey as it is kept. Whether it is still one of its owner's, the user's item says. */
export interface Passkey {
  /** base64url. */
  readonly credential: string;
  /** The public key, a COSE key in base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
}

type Owner = Pick<User, 'brand' | 'id'>;

export const keepPasskey = (db: Db, { brand, id }: Owner, factor: string, passkey: Passkey) =>
  db.put(
    { ...keys.passkey(brand, id, factor), ...passkey, transports: [...passkey.transports] },
    absent('pk'),
  );

export const readPasskey = async (db: Db, { brand, id }: Owner, factor: string) =>
  (await db.get(keys.passkey(brand, id, factor))) as unknown as Passkey | undefined;

/** Records the counter of a signature. False when it is not above the last one: then there are two of the key. */
export async function countSignature(db: Db, { brand, id }: Owner, factor: string, counter: number) {
  // Most passkeys never count: theirs stays at nought.
  if (counter === 0) return true;
  const counted = await db.change(keys.passkey(brand, id, factor), {
    guards: [{ that: below(['counter'], counter), otherwise: refuse('code_refused').refusal }],
    set: { counter: to(counter) },
  });
  return counted.ok;
}

export const dropPasskey = (db: Db, { brand, id }: Owner, factor: string): Promise<void> =>
  db.delete(keys.passkey(brand, id, factor));

/** Makes a set of recovery codes. They open nothing before the user's item names the set. */
export async function makeRecoveryCodes(
  db: Db,
  { brand, id }: Owner,
): Promise<{ codes: string[]; left: RecoveryLeft }> {
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
  const set = newSecret().slice(0, 8);
  await db.put({ ...keys.recovery(brand, id, set), hashes: codes.map(recoveryHash) }, absent('pk'));
  return { codes, left: freshRecovery(set) };
}

export async function readRecoveryHashes(db: Db, { brand, id }: Owner, set: string): Promise<string[]> {
  const item = await db.get(keys.recovery(brand, id, set));
  return (item?.hashes ?? []) as string[];
}

export const dropRecoveryCodes = async (db: Db, { brand, id, recovery }: User): Promise<void> => {
  const left = readRecovery(recovery);
  if (left) await db.delete(keys.recovery(brand, id, left.set));
};

/** Throws away what a user's factors stood on, once the user's item names them no more. */
export async function dropFactors(db: Db, user: User): Promise<void> {
  const passkeys = readFactors(user.factors).filter(({ kind }) => kind === 'passkey');
  await Promise.all([dropRecoveryCodes(db, user), ...passkeys.map(({ id }) => dropPasskey(db, user, id))]);
}

/**
 * Takes every second factor from a user, for one who has lost them: authenticator apps, passkeys, recovery codes. Sessions
 * are dead and their sockets closed before this answers; the next sign-in enrols a factor anew, and is told. It also ends
 * the state in which too many refused codes have disabled the factor. The password stays. Safe to repeat.
 */
export async function resetFactors(
  db: Db,
  brand: string,
  id: string,
  close: CloseSocket,
  now: number,
): Promise<Result<Item>> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const before = await readUser(db, brand, id);
    if (!before) return refuse('not_found');
    const notice = { kind: 'factors_reset', at: now } as const;
    const outcome = await changeUser(db, brand, id, resetting(before, notice));
    if (!outcome.ok) continue;
    await endInvalidSessions(db, outcome.item, close, now);
    await dropFactors(db, userOf(before));
    return done(outcome.item);
  }
  return refuse('unavailable', { retryAfter: 1 });
}
