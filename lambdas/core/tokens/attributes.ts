import { isText } from './registered-claims.ts';

export type Attributes = Readonly<Record<string, string>>;

const most = 20;
const longestName = 40;
const longestValue = 200;

/** What `readAttributes` takes, in plain words. */
export const attributesExpected = `at most ${most} strings, names to ${longestName} and values to ${longestValue} characters`;

/**
 * Reads the attributes of a person.
 * @param visible the names that agents may see; others are as if they had not come. Nothing: all
 * @param nested whether values may lie deeper, and be numbers or booleans, as in other products' tokens: then each gets the
 *   names that lead to it, joined by dots
 * @returns nothing when they are not of the form that is taken
 */
export function readAttributes(
  value: unknown,
  visible: readonly string[] | undefined,
  nested: boolean,
): Attributes | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value) && !nested) return undefined;
  const given = nested ? leaves(value) : Object.entries(value);
  const seen = given.filter(([name]) => visible?.includes(name) ?? true);
  if (seen.length > most) return undefined;
  const isAttribute = (one: readonly [string, unknown]): one is [string, string] =>
    isText(one[0], longestName) && one[0] !== '__proto__' && isText(one[1], longestValue);
  const attributes = seen.filter(isAttribute);
  return attributes.length === seen.length ? Object.fromEntries(attributes) : undefined;
}

/** Every value, however deep. An entry of a list goes by its `type`, as LivePerson's do, or else by its place. */
function leaves(value: unknown, path: readonly string[] = []): [string, unknown][] {
  if (Array.isArray(value))
    return value.flatMap((one: unknown, index) => {
      const { type, ...rest } = Object(one) as { type?: unknown };
      const [only, more] = Object.values(rest);
      return typeof type === 'string' && more === undefined
        ? leaves(only, [...path, type])
        : leaves(one, [...path, String(index)]);
    });
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, one]) => leaves(one, [...path, name]));
  const plain = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  // What is empty says nothing.
  return plain === null || plain === '' ? [] : [[path.join('.'), plain]];
}
