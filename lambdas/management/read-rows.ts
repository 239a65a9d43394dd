import { CsvError, parse } from 'csv-parse/sync';
import type * as z from 'zod/mini';
import { mostRows, type RecordField, type recordsPart } from '../../contract/http/management/records.ts';
import { done, type Result, refuse } from '../core/result.ts';

export type RecordsPart = z.infer<typeof recordsPart>;

/** A row that cannot be one. */
const malformed = null;
const attributePrefix = 'attributes.';

const wrong = (message: string) => refuse('invalid_request', { errors: [{ path: 'csv', message }] });

/** The rows of a part, as the objects that are loaded, whichever way they were sent. */
export function readRows(part: RecordsPart, fields: readonly RecordField[]): Result<readonly unknown[]> {
  if ('records' in part) return done(part.records);
  const cells = readCells(part.csv);
  if (!cells.ok) return cells;
  const [names = [], ...rows] = cells.value;
  const unfit = whyNotColumns(names, fields);
  if (unfit !== undefined) return wrong(unfit);
  if (rows.length === 0) return wrong('has no row');
  if (rows.length > mostRows) return wrong(`has more than ${mostRows} rows`);
  const known = new Set(fields.map(({ name }) => name));
  return done(rows.map((row) => (row.length > names.length ? malformed : rowOf(names, row, known))));
}

function readCells(csv: string): Result<string[][]> {
  try {
    return done(parse(csv, { bom: true, skip_empty_lines: true, relax_column_count: true }));
  } catch (error) {
    if (error instanceof CsvError) return wrong(`is not CSV: ${error.code}`);
    throw error;
  }
}

/** Every column must be known and there once, and subject and fields must all be there. */
function whyNotColumns(names: readonly string[], fields: readonly RecordField[]): string | undefined {
  const needed = ['subject', ...fields.map(({ name }) => name)];
  const missing = needed.find((name) => !names.includes(name));
  if (missing !== undefined) return `has no column ${missing}`;
  const mayBe = (name: string) =>
    needed.includes(name) || name === 'name' || (name.startsWith(attributePrefix) && !/__proto__/.test(name));
  const odd = names.find((name, at) => names.indexOf(name) < at || !mayBe(name));
  return odd === undefined ? undefined : `has a column too many: ${odd.slice(0, 40)}`;
}

/** An empty cell is none. */
function rowOf(names: readonly string[], row: readonly string[], fields: ReadonlySet<string>): unknown {
  const cells = names.map((name, at) => [name, row[at] ?? ''] as const).filter(([, cell]) => cell !== '');
  const attributes = cells
    .filter(([name]) => name.startsWith(attributePrefix))
    .map(([name, cell]) => [name.slice(attributePrefix.length), cell] as const);
  return {
    ...Object.fromEntries(cells.filter(([name]) => name === 'subject' || name === 'name')),
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
    data: Object.fromEntries(cells.filter(([name]) => fields.has(name))),
  };
}
