import { digestOf } from '../core/records/digest.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { CheckedPrivateData } from '../core/tokens/check-token.ts';
import type { Login } from '../core/tokens/login.ts';
import { networkOf } from '../edge/address.ts';
import { CustomerRecords } from '../store/customer-records.ts';
import { type Limit, withinLimit } from '../store/limits.ts';
import { readRecordSettings } from '../store/record-settings.ts';
import { readAuthentication } from '../store/settings.ts';
import type { Dependencies } from './dependencies.ts';

/** Whose subjects the records name, unless the admin said that others name the same people. */
const ownNamespace = 'customer_records';

/** So often private data may be tried from one network at one brand. A conversation has the attempts of its requests. */
const byNetwork = (who: string): Limit => ({ kind: 'private-data', who, most: 60, window: 600_000 });

/**
 * The customer whom private data belong to: counted first, then decided by one read. What is known in this way is of the
 * weakest level: it has no `acr`, and no time at which anybody entered credentials.
 */
export async function match(
  deps: Dependencies,
  brand: string,
  { issuer, privateData }: CheckedPrivateData,
  address: string,
): Promise<Result<Login>> {
  const { db, seals, now } = deps;
  const [within, settings, { namespaces }] = await Promise.all([
    withinLimit(db, brand, byNetwork(networkOf(address)), now()),
    readRecordSettings(db, brand),
    readAuthentication(db, brand),
  ]);
  if (!within.ok) return within;
  if (!settings) return refuse('no_match');
  const key = await seals.open(brand, 'records', settings.sealed);
  const digest = digestOf(settings.fields, privateData, key);
  const record = digest === undefined ? undefined : await new CustomerRecords(db).find(brand, digest);
  if (!record) return refuse('no_match');
  const { subject, name, attributes } = record;
  return done({
    issuer,
    namespace: namespaces.privateData ?? ownNamespace,
    subject,
    ...(name === undefined ? {} : { name }),
    ...(attributes === undefined ? {} : { attributes }),
  });
}
