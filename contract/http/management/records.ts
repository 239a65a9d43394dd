import * as z from 'zod/mini';
import { id, seq } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { change, read, shared } from './list.ts';

/**
 * How a field is brought into one form before it is compared: `text` without regard to case and spaces at the ends or in
 * rows; `exact` as it is, but for how Unicode spells it; `digits` and `letters_and_digits` without all else, and without
 * regard to case; `date` as `YYYY-MM-DD`.
 */
const normalization = z.enum(['text', 'exact', 'digits', 'letters_and_digits', 'date']);

export const recordField = z.strictObject({
  /** As tokens, records and columns name it; not `subject` or `name`. */
  name: z.string().check(z.regex(/^(?!subject$|name$)[a-z][a-z0-9_]{0,39}$/)),
  as: normalization,
});
export type RecordField = z.infer<typeof recordField>;

/** What a customer is matched by: all of these fields together. Another list than before matches no record loaded before. */
export const recordSettings = z.strictObject({
  fields: z.array(recordField).check(z.minLength(1), z.maxLength(10)),
});

const wellFormed = (max: number) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(max),
    z.refine((text) => text.isWellFormed(), 'holds a lone surrogate'),
  );

/** One customer. `subject` is the brand's own id; `name` and `attributes` are shown to agents after a match. */
export const recordRow = z.strictObject({
  subject: wellFormed(255),
  name: z.optional(wellFormed(255)),
  attributes: z.optional(
    z
      .record(wellFormed(40), wellFormed(200))
      .check(z.refine((all) => Object.keys(all).length <= 20, 'has more than 20 entries')),
  ),
  /** The private data by field: compared, never stored. */
  data: z.record(z.string(), z.string()),
});

/** So many rows a part has at most. */
export const mostRows = 500;

const part = {
  /** The caller's own name for all parts together; the same part again is answered the same, and loaded once. */
  upload: id,
  part: seq,
} as const;

/**
 * A part of the records: objects of `subject`, `data` by field, and if they like `name` and `attributes`; or CSV (RFC
 * 4180) with a line of column names: `subject`, `name`, the fields, and `attributes.` with a name.
 */
export const recordsPart = z.union([
  z.strictObject({ ...part, records: z.array(z.unknown()).check(z.minLength(1), z.maxLength(mostRows)) }),
  z.strictObject({ ...part, csv: z.string().check(z.minLength(1), z.maxLength(1_000_000)) }),
]);

/** Why a row was refused. `ambiguous`: another subject has the same data, and nobody is matched by them any more. */
export const rowRefusal = z.enum([
  'malformed',
  'subject_wrong',
  'field_missing',
  'field_wrong',
  'name_wrong',
  'attributes_wrong',
  'subject_twice',
  'ambiguous',
]);

const refusedRow = z.strictObject({
  /** Its number in this part: 1 is the first, without the line of column names. */
  row: seq,
  why: rowRefusal,
  field: z.optional(z.string()),
});

/** A person's record, or all of them. */
const deletion = z.union([
  z.strictObject({ subject: z.string().check(z.minLength(1), z.maxLength(255)) }),
  z.strictObject({ all: z.literal(true) }),
]);

const base = '/api/manage/customer-records';

export const recordRoutes = {
  readRecordSettings: {
    ...shared,
    ...read,
    path: `${base}/settings`,
    summary: 'Read by which fields customers are matched.',
    answer: recordSettings,
  },
  changeRecordSettings: {
    ...shared,
    ...change,
    path: `${base}/settings`,
    summary: 'Change by which fields customers are matched; load the records again after that.',
    body: recordSettings,
    answer: recordSettings,
  },
  loadRecords: {
    ...shared,
    method: 'POST',
    status: 200,
    path: base,
    summary:
      'Load a part of the customer records. Rows that are refused are reported; the others are loaded.',
    body: recordsPart,
    largestBody: 1_100_000,
    answer: z.strictObject({ loaded: z.int(), refused: z.array(refusedRow) }),
  },
  deleteRecords: {
    ...shared,
    method: 'POST',
    status: 200,
    path: `${base}/deletions`,
    summary: 'Delete one customer record, or all of them: ask again until it is done.',
    body: deletion,
    answer: z.strictObject({ deleted: z.int(), done: z.boolean() }),
  },
  countRecords: {
    ...shared,
    ...read,
    path: `${base}/count`,
    summary: 'Count the customer records. With a cursor the count goes on: add them up.',
    query: z.strictObject({ cursor: z.optional(z.string().check(z.maxLength(2048))) }),
    answer: z.strictObject({ count: z.int(), cursor: z.optional(z.string()) }),
  },
} as const satisfies Record<string, HttpRoute>;
