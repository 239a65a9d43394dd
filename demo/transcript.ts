import { styleText } from 'node:util';
import { type Metered, type Price, total } from './meter.ts';

const width = 62;
const widths = [7, 6, 7, 5] as const;

/** Colours only where the terminal takes them; NO_COLOR is honoured. */
const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
  styleText(style, text, { stream: process.stdout });
const dim = (text: string): string => paint('dim', text);

const columns = (cells: readonly string[]): string =>
  cells.map((cell, index) => cell.padStart(widths[index] ?? 0)).join('');
const prices = ({ writes, reads, trips, kmsCalls }: Price): string =>
  columns([writes, reads, trips, kmsCalls].map((count) => (count === 0 ? '·' : String(count))));
/** Cut and filled so that what follows stands in its columns. */
const fitted = (text: string, room: number): string =>
  (text.length > room ? `${text.slice(0, room - 1)}…` : text).padEnd(room);

/** Without what all routes of a side begin with. */
const shortened = (route: string): string =>
  route.replace(/\/api\/consumer\/\{brand\}\/\{engagement\}(\/conversations\/\{conversation\}(?=\/))?/, '…');

export interface Said {
  readonly seq: number;
  readonly who: string;
  readonly verified: boolean;
  readonly text: string;
}

/** Prints the story as it is played: what happened, and what it cost. */
export const transcript = {
  title(text: string): void {
    console.log(`\n  ${paint('bold', text)}\n`);
    console.log(dim(' '.repeat(width) + columns(['write', 'read', 'trips', 'KMS'])));
  },

  chapter(text: string): void {
    console.log(`\n  ${paint('bold', text)}`);
  },

  /** A step that was verified; its calls are listed when it took several. */
  step(text: string, calls: readonly Metered[]): void {
    console.log(`  ${paint('green', '✓')} ${fitted(text, width - 4)}${prices(total(calls))}`);
    if (calls.length < 2) return;
    for (const call of calls)
      console.log(dim(`      ${fitted(shortened(call.route), width - 6)}${prices(call)}`));
  },

  failed(text: string, why: string): void {
    console.log(`  ${paint('red', '✗')} ${text}\n    ${why.replaceAll('\n', '\n    ')}\n`);
  },

  /** A message as both sides have it. */
  said({ seq, who, verified, text }: Said): void {
    const mark = verified ? paint('green', '● verified ') : dim('○ anonymous');
    console.log(`    ${dim(String(seq).padStart(2))}  ${mark}  ${paint('cyan', who.padEnd(13))}  ${text}`);
  },

  note(text: string): void {
    console.log(dim(`\n  ${text}`));
  },
};
