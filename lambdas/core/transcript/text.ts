import type { Item } from '../../../contract/conversation.ts';
import type { Heading } from './html.ts';
import { nameOf, sentenceOf } from './sentences.ts';

const moment = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

function line(item: Item): string {
  const at = `[${moment(item.at)}]`;
  switch (item.kind) {
    case 'message':
      // What is indented is what was written: no message can pass for a line of ours.
      return `${at} ${nameOf(item.from)}:\n${item.text.replaceAll(/^/gm, '    ')}`;
    case 'entry':
      return `${at} ${sentenceOf(item)}`;
    default:
      return `${at} (not kept)`;
  }
}

/** Items as plain text, to be read. */
export const textOf = (items: readonly Item[], { title, exportedAt }: Heading): string =>
  `${title}, as of ${moment(exportedAt)}\n\n${items.map(line).join('\n')}\n`;
