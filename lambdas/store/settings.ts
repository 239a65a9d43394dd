import { absent, equals, type Item, to, type Value } from '../core/change.ts';
import type { RequestKindRecord } from '../core/request/kind.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import { type AuthenticationRecord, defaultAuthentication } from '../core/settings/authentication.ts';
import { type IssuerRecord, issuerId } from '../core/settings/issuer.ts';
import type { BrandRecord, EngagementRecord } from '../core/settings/records.ts';
import type { Db } from './db.ts';
import { type Key, keys } from './table.ts';

interface Versioned {
  readonly version: number;
}

const read = async <T>(db: Db, key: Key): Promise<T | undefined> =>
  (await db.get(key)) as unknown as T | undefined;

export const readBrand = (db: Db, brand: string) => read<BrandRecord>(db, keys.brand(brand));

export const readEngagement = (db: Db, brand: string, engagement: string) =>
  read<EngagementRecord>(db, keys.engagement(brand, engagement));

export const readRequestKind = (db: Db, brand: string, name: string) =>
  read<RequestKindRecord>(db, keys.requestKind(brand, name));

/** How a brand's consumers authenticate; the defaults, until an admin has set it. */
export const readAuthentication = async (db: Db, brand: string): Promise<AuthenticationRecord> =>
  (await read<AuthenticationRecord>(db, keys.authentication(brand))) ?? defaultAuthentication;

/** The issuer of a token's `iss`: one read. */
export const readIssuer = (db: Db, brand: string, iss: string) => readIssuerById(db, brand, issuerId(iss));

export const readIssuerById = (db: Db, brand: string, id: string) =>
  read<IssuerRecord>(db, keys.issuer(brand, id));

export interface SkillRecord {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

export const readSkill = (db: Db, brand: string, skill: string) =>
  read<SkillRecord>(db, keys.skill(brand, skill));

/** Stores a new setting. */
export async function createSetting<T extends Versioned>(db: Db, key: Key, record: T): Promise<Result<T>> {
  const made = await db.put({ ...(record as unknown as Item), ...key }, absent('pk'));
  return made ? done(record) : refuse('exists');
}

/**
 * Replaces a setting, if it still has the version that was read; what the record holds as undefined is removed. `change`
 * marks the write, so that one which the SDK repeats knows itself again.
 */
export async function changeSetting<T extends Versioned>(
  db: Db,
  key: Key,
  record: T,
  version: number,
): Promise<Result<T>> {
  const { version: _, ...rest } = record;
  const change = newSecret();
  const next = { ...rest, version: version + 1, change };
  const given = Object.entries(next);
  const set = Object.fromEntries(
    given.filter(([, value]) => value !== undefined).map(([name, value]) => [name, to(value as Value)]),
  );
  const remove = given.filter(([, value]) => value === undefined).map(([name]) => name);
  const outcome = await db.change(key, {
    already: equals(['change'], change),
    guards: [{ that: equals(['version'], version), otherwise: refuse('precondition_failed').refusal }],
    set,
    remove,
  });
  return outcome.ok ? done(outcome.item as unknown as T) : outcome;
}

/** Deletes a setting, if it still has the version that was read. Says what it was. */
export async function deleteSetting<T>(db: Db, key: Key, version: number): Promise<Result<T>> {
  const held = await db.take(key, equals(['version'], version));
  if (held) return done(held as unknown as T);
  return (await db.get(key)) ? refuse('precondition_failed') : refuse('not_found');
}

/** A page of one kind of setting; `after` is the id that the page before ended with. */
export async function listSettings<T>(db: Db, first: Key, after?: string, limit = 50) {
  const { pk } = first;
  const { items, last } = await db.query({
    pk,
    limit,
    ...(after === undefined ? {} : { startAfter: { pk, sk: after } }),
  });
  return { records: items as unknown as T[], ...(last ? { cursor: String(last.sk) } : {}) };
}
