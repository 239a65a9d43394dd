import type { RecordField } from '../../contract/http/management/records.ts';
import { type CustomerRecord, isRefused, type RowRefusal, readRow } from '../core/records/rows.ts';
import type { CustomerRecords } from '../store/customer-records.ts';

export interface LoadReport {
  readonly loaded: number;
  readonly refused: RowRefusal[];
}

/** So many rows are being stored at a time. */
const lanes = 16;

type Row = CustomerRecord & { readonly row: number };

/** Loads rows one beside the other, and reports each that was refused by its number, in order. */
export async function loadRows(
  records: CustomerRecords,
  brand: string,
  rows: readonly unknown[],
  fields: readonly RecordField[],
  key: string,
): Promise<LoadReport> {
  const read = rows.map((one, at) => ({ row: at + 1, ...readRow(one, at + 1, fields, key) }));
  const refused: RowRefusal[] = read.filter(isRefused);
  const good = read.filter((one): one is Row => !isRefused(one));
  const subjects = new Set<string>();
  const once = good.filter(({ subject }) => subjects.size < subjects.add(subject).size);
  for (const { row } of good.filter((one) => !once.includes(one)))
    refused.push({ row, why: 'subject_twice' });
  // Those who share their data with another of this part are all refused, whoever came first.
  const holders = Map.groupBy(once, ({ digest }) => digest);
  const waiting = [...once];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { row, ...record } = next;
      const loaded = await records.load(brand, record);
      if (!loaded || (holders.get(record.digest)?.length ?? 0) > 1) refused.push({ row, why: 'ambiguous' });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { loaded: rows.length - refused.length, refused: refused.sort((a, b) => a.row - b.row) };
}
