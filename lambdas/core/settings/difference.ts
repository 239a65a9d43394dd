import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../change.ts';

/** What a change changed: each field that differs, as it was and as it is; for the log, so nothing secret may be in it. */
export interface Difference {
  readonly before?: Item;
  readonly after?: Item;
}

const plain = (value: object | undefined): Record<string, unknown> =>
  value === undefined ? {} : (JSON.parse(JSON.stringify(value)) as Record<string, unknown>);

/** Compares two views of a thing; left out, it was not there before, or is not there any more. */
export function difference(before: object | undefined, after: object | undefined): Difference {
  const [old, now] = [plain(before), plain(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const changed = names.filter((name) => !isDeepStrictEqual(old[name], now[name]));
  const only = (from: Record<string, unknown>) =>
    Object.fromEntries(changed.filter((name) => name in from).map((name) => [name, from[name]])) as Item;
  return {
    ...(before === undefined ? {} : { before: only(old) }),
    ...(after === undefined ? {} : { after: only(now) }),
  };
}
