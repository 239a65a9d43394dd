import type * as z from 'zod/mini';
import { type RecordField, recordRow, type rowRefusal } from '../../../contract/http/management/records.ts';
import { cleanName } from '../tokens/claims.ts';
import { type Data, digestOf, fieldWithout } from './digest.ts';

/** A customer's record as it is stored: whose it is, and of the private data the digest alone. */
export interface CustomerRecord {
  readonly subject: string;
  readonly digest: string;
  readonly name?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface RowRefusal {
  readonly row: number;
  readonly why: z.infer<typeof rowRefusal>;
  readonly field?: string;
}

/** Which refusal says that a member is wrong. */
const whyOf: Readonly<Record<string, RowRefusal['why']>> = {
  subject: 'subject_wrong',
  name: 'name_wrong',
  attributes: 'attributes_wrong',
};

/** Reads one row; `at` is its number. What is wrong is told by a code, and by the field: never by the value. */
export function readRow(
  given: unknown,
  at: number,
  fields: readonly RecordField[],
  key: string,
): CustomerRecord | RowRefusal {
  const refused = (why: RowRefusal['why'], field?: string): RowRefusal => ({
    row: at,
    why,
    ...(field === undefined ? {} : { field }),
  });
  const read = recordRow.safeParse(given);
  if (!read.success) return refused(whyOf[String(read.error.issues[0]?.path[0])] ?? 'malformed');
  const { subject, name, attributes, data } = read.data;
  const odd = Object.keys(data).find((one) => !fields.some((field) => field.name === one));
  if (odd !== undefined) return refused('field_wrong', odd.slice(0, 40));
  const digest = digestOf(fields, data, key);
  if (digest === undefined) return withoutValue(fields, data, refused);
  const shown = name === undefined ? undefined : cleanName(name);
  return {
    subject,
    digest,
    ...(shown === undefined ? {} : { name: shown }),
    ...(attributes === undefined ? {} : { attributes }),
  };
}

function withoutValue(
  fields: readonly RecordField[],
  data: Data,
  refused: (why: RowRefusal['why'], field?: string) => RowRefusal,
): RowRefusal {
  const field = fieldWithout(fields, data)?.name ?? '';
  return refused(data[field] === undefined || data[field] === '' ? 'field_missing' : 'field_wrong', field);
}

export const isRefused = (read: CustomerRecord | RowRefusal): read is RowRefusal => 'why' in read;
