import type { Item } from '../../../contract/conversation.ts';
import { sentenceOf } from './sentences.ts';

const columns = [
  'seq',
  'time',
  'kind',
  'role',
  'name',
  'text',
  'assurance',
  'acr',
  'event',
  'details',
] as const;

/** A spreadsheet takes a cell for a formula that begins so, also in full width (OWASP, CSV injection). */
const formula = /^[\s]*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** A cell, quoted (RFC 4180, section 2); what a spreadsheet would calculate begins with an apostrophe. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && formula.test(value) ? `'${value}` : String(value);
  return `"${text.replaceAll('"', '""')}"`;
}

function row(item: Item): (string | number)[] {
  const time = new Date(item.at).toISOString();
  switch (item.kind) {
    case 'message': {
      const { from, assurance } = item;
      const acr = assurance.level === 'authenticated' ? (assurance.acr ?? '') : '';
      return [item.seq, time, item.kind, from.role, from.name ?? '', item.text, assurance.level, acr, '', ''];
    }
    case 'entry': {
      const { event, ...details } = item.what;
      const { role, name = '' } = item.by;
      const more = Object.keys(details).length === 0 ? '' : JSON.stringify(details);
      return [item.seq, time, item.kind, role, name, sentenceOf(item), '', '', event, more];
    }
    default:
      return [item.seq, time, item.kind, '', '', '', '', '', '', ''];
  }
}

/** Items as CSV in UTF-8, one a row; the names of the columns come with the first part. */
export function csvOf(items: readonly Item[], first: boolean): string {
  const rows = items.map(row);
  return [...(first ? [[...columns]] : []), ...rows]
    .map((cells) => `${cells.map(cell).join(',')}\r\n`)
    .join('');
}
