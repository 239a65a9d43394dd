import type { ProviderRecord } from '../core/settings/provider.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** An OpenID provider of a brand: one read. */
export const readProvider = async (db: Db, brand: string, provider: string) =>
  (await db.get(keys.provider(brand, provider))) as unknown as ProviderRecord | undefined;
