import { createHmac } from 'node:crypto';
import type { RecordField } from '../../../contract/http/management/records.ts';
import { normalized } from './normalize.ts';

export type Data = Readonly<Record<string, string | undefined>>;

/** The field that has no value to compare; nothing when all have one. */
export const fieldWithout = (fields: readonly RecordField[], data: Data): RecordField | undefined =>
  fields.find(({ name, as }) => normalized(as, data[name] ?? '') === undefined);

/**
 * What is stored of private data: HMAC-SHA256, under the brand's own key, of the fields in their order, how each is
 * normalized, and the values in that form. Nothing when a field has no value. Who has the table and not the key learns
 * nothing and can try nothing.
 */
export function digestOf(fields: readonly RecordField[], data: Data, key: string): string | undefined {
  if (fieldWithout(fields, data)) return undefined;
  const form = fields.map(({ name, as }) => [name, as, normalized(as, data[name] ?? '')]);
  return createHmac('sha256', key).update(JSON.stringify(form)).digest('base64url');
}
