import type { Value } from '../change.ts';

/**
 * One text for one value, whatever the order of its members (RFC 8785, for values whose numbers are integers): what is
 * committed to and signed must read the same to whoever checks it.
 */
export function canonical(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value as Readonly<Record<string, Value>>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`);
  return `{${members.join(',')}}`;
}
