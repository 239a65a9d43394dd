const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Puts what one has changed on top of what somebody else has saved meanwhile, field by field.
 *
 * @param base what both have begun from
 * @returns also the fields that both have changed, each otherwise: there one's own stands
 */
export function merged<T extends object>(base: T, mine: T, theirs: T): { value: T; both: string[] } {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])] as (keyof T & string)[];
  const ours = names.filter((name) => !same(mine[name], base[name]));
  const value = Object.fromEntries(
    names.flatMap((name) => {
      const one = (ours.includes(name) ? mine : theirs)[name];
      return one === undefined ? [] : [[name, one]];
    }),
  ) as T;
  const both = ours.filter((name) => !same(theirs[name], base[name]) && !same(theirs[name], mine[name]));
  return { value, both };
}
