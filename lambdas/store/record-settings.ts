import type { RecordField } from '../../contract/http/management/records.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** By what a brand's customers are matched, and the sealed key of the digests. */
export interface RecordSettings {
  readonly version: number;
  readonly fields: readonly RecordField[];
  readonly sealed: string;
}

export const readRecordSettings = async (db: Db, brand: string): Promise<RecordSettings | undefined> =>
  (await db.get(keys.recordSettings(brand))) as unknown as RecordSettings | undefined;
