import { done, type Result } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import type { Seals } from '../edge/sealing.ts';
import type { Db } from '../store/db.ts';
import { addSecurityKey } from '../store/security-keys.ts';

interface Dependencies {
  readonly db: Db;
  readonly seals: Pick<Seals, 'seal'>;
  /** Milliseconds. */
  readonly now: () => number;
}

/** A security key as it is shown, this once. */
export interface NewSecurityKey {
  readonly id: string;
  readonly createdAt: number;
  readonly by: string;
  readonly key: string;
}

/** Makes a security key for a brand's backend. The table holds it sealed, and nobody is shown it again. */
export async function makeSecurityKey(
  { db, seals, now }: Dependencies,
  brand: string,
  by: string,
): Promise<Result<NewSecurityKey>> {
  const key = newSecret();
  const made = { id: newSecret().slice(0, 12), createdAt: now(), by };
  const sealed = await seals.seal(brand, 'backend', key);
  const added = await addSecurityKey(db, brand, { ...made, sealed });
  return added.ok ? done({ ...made, key }) : added;
}
