import type { RecordField } from '../../../contract/http/management/records.ts';

const folded = (value: string): string => value.toUpperCase().toLowerCase().normalize('NFKC');
const only = (value: string, kept: RegExp): string => (value.match(kept) ?? []).join('');

const forms: Readonly<Record<RecordField['as'], (value: string) => string>> = {
  text: (value) => folded(value).replace(/\s+/gu, ' ').trim(),
  exact: (value) => value.normalize('NFC'),
  digits: (value) => only(value, /[0-9]/g),
  letters_and_digits: (value) => only(folded(value), /[\p{L}\p{N}]/gu),
  date: (value) => (isDate(value.trim()) ? value.trim() : ''),
};

/** A day that the calendar has, as ISO 8601 spells it. */
function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

/** A field's value in the one form that is compared; nothing when it has none. */
export function normalized(as: RecordField['as'], value: string): string | undefined {
  if (value.length > 255 || !value.isWellFormed()) return undefined;
  const form = forms[as](as === 'exact' ? value : value.normalize('NFKC'));
  return form === '' ? undefined : form;
}
