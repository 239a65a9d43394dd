import type { Value } from '../core/change.ts';
import { type Result, refuse } from '../core/result.ts';
import type { EncryptionKey } from '../core/tokens/encryption-key.ts';
import type { Db } from './db.ts';
import { changeSetting, readIssuerById } from './settings.ts';
import { keys } from './table.ts';

type Keys = readonly EncryptionKey[];

/**
 * Changes the encryption keys of an issuer, which stand in its item, so that a step-up finds them without a further read.
 * Somebody who was quicker is no reason to fail: the change is decided again.
 */
export async function changeEncryptionKeys(
  db: Db,
  brand: string,
  issuer: string,
  decide: (keys: Keys) => Result<Keys>,
): Promise<Result<Keys>> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const record = await readIssuerById(db, brand, issuer);
    if (!record) return refuse('not_found');
    const decided = decide(record.encryptionKeys ?? []);
    if (!decided.ok) return decided;
    const change = { encryptionKeys: decided.value as unknown as Value, version: record.version };
    const changed = await changeSetting(db, keys.issuer(brand, issuer), change, record.version);
    if (changed.ok) return decided;
    if (changed.refusal.code !== 'precondition_failed') return changed;
  }
  return refuse('unavailable', { retryAfter: 1 });
}
