import type { Item, Message } from '../../client/index.ts';
import { startOfDay } from './words.tsx';

/** What the conversation shows, one below the other. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'entry'; readonly key: string; readonly item: Item & { readonly kind: 'entry' } }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly item: Message;
      /** It begins, or ends, what one side wrote in one go: names and times stand there alone. */
      readonly first: boolean;
      readonly last: boolean;
    };

/** Messages of one side within so many milliseconds belong together. */
const oneGo = 5 * 60_000;

const together = (one: Item | undefined, other: Item | undefined): boolean =>
  one?.kind === 'message' &&
  other?.kind === 'message' &&
  one.from.role === other.from.role &&
  one.from.name === other.from.name &&
  one.assurance.level === other.assurance.level &&
  Math.abs(other.at - one.at) < oneGo &&
  startOfDay(one.at) === startOfDay(other.at);

export function rowsOf(items: readonly Item[]): readonly Row[] {
  const shown = items.filter(({ kind }) => kind !== 'tombstone');
  return shown.flatMap((item, at): Row[] => {
    const before = shown[at - 1];
    const newDay = !before || startOfDay(before.at) !== startOfDay(item.at);
    const dayRow: Row[] = newDay ? [{ kind: 'day', key: `day ${item.seq}`, at: item.at }] : [];
    const key = `${item.seq}`;
    if (item.kind === 'entry') return [...dayRow, { kind: 'entry', key, item }];
    if (item.kind !== 'message') return dayRow;
    const first = !together(before, item);
    const last = !together(item, shown[at + 1]);
    return [...dayRow, { kind: 'message', key, item, first, last }];
  });
}
