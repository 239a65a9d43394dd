import type { Refusal } from './result.ts';

/** What an item of the table may hold. */
export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };
export type Item = Readonly<Record<string, Value>>;

/** The names that lead to a value: an attribute, then keys of nested maps. */
export type Path = readonly string[];

/** A question about one item, as data: DynamoDB decides it in the write, and `holds` decides it again to explain a refusal. */
export type Condition =
  | { readonly test: 'exists' | 'absent'; readonly path: Path }
  | { readonly test: 'equals' | 'differs' | 'below' | 'above'; readonly path: Path; readonly value: Value }
  | { readonly test: 'same'; readonly path: Path; readonly other: Path }
  | { readonly test: 'any' | 'all'; readonly of: readonly Condition[] };

export const exists = (...path: Path): Condition => ({ test: 'exists', path });
export const absent = (...path: Path): Condition => ({ test: 'absent', path });
export const equals = (path: Path, value: Value): Condition => ({ test: 'equals', path, value });
export const differs = (path: Path, value: Value): Condition => ({ test: 'differs', path, value });
export const below = (path: Path, value: number): Condition => ({ test: 'below', path, value });
export const above = (path: Path, value: number): Condition => ({ test: 'above', path, value });
export const same = (path: Path, other: Path): Condition => ({ test: 'same', path, other });
export const any = (...of: readonly Condition[]): Condition => ({ test: 'any', of });
export const all = (...of: readonly Condition[]): Condition => ({ test: 'all', of });

/** A condition, and what the caller is told when it does not hold. */
export interface Guard {
  readonly that: Condition;
  readonly otherwise: Refusal;
}

/** The new value of an attribute: given, counted up or down from another attribute, or copied from one. */
export type Assignment =
  | { readonly value: Value }
  | { readonly next: string }
  | { readonly previous: string }
  | { readonly copy: string }
  | { readonly first: Value };

/** Sets a value. */
export const to = (value: Value): Assignment => ({ value });
/** One more than the attribute holds. */
export const next = (attribute: string): Assignment => ({ next: attribute });
/** One less than the attribute holds. */
export const previous = (attribute: string): Assignment => ({ previous: attribute });
/** What another attribute holds before this change. */
export const copyOf = (attribute: string): Assignment => ({ copy: attribute });
/** Sets a value unless the attribute has one. */
export const first = (value: Value): Assignment => ({ first: value });

/**
 * A state change: who may make it, what says that it was made already, from which states, and what it sets.
 * One conditional write on one item decides it.
 */
export interface Change {
  /** Must hold even for a repeat. */
  readonly authority?: readonly Guard[];
  /** Holds when this very change has been made: then it counts as done and nothing is written. */
  readonly already?: Condition;
  readonly guards: readonly Guard[];
  readonly set: Readonly<Record<string, Assignment>>;
  readonly remove?: readonly string[];
}

const read = (item: Item, path: Path): Value | undefined =>
  path.reduce<Value | undefined>(
    (value, key) => (typeof value === 'object' && !Array.isArray(value) ? (value as Item)[key] : undefined),
    item,
  );

/** Whether a condition holds for an item; an item that is not there has no attributes. */
export function holds(condition: Condition, item: Item): boolean {
  switch (condition.test) {
    case 'any':
      return condition.of.some((one) => holds(one, item));
    case 'all':
      return condition.of.every((one) => holds(one, item));
    case 'exists':
      return read(item, condition.path) !== undefined;
    case 'absent':
      return read(item, condition.path) === undefined;
    case 'same': {
      const value = read(item, condition.path);
      return value !== undefined && value === read(item, condition.other);
    }
    case 'equals':
      return read(item, condition.path) === condition.value;
    case 'differs':
      return read(item, condition.path) !== condition.value;
    case 'below':
      return compare(item, condition) < 0;
    case 'above':
      return compare(item, condition) > 0;
  }
}

function compare(item: Item, { path, value }: { path: Path; value: Value }): number {
  const found = read(item, path);
  return typeof found === 'number' && typeof value === 'number' ? found - value : Number.NaN;
}

/** Why a change cannot be made on an item: `already`, the first refusal, or nothing if it could be made now. */
export function explain(change: Change, item: Item): 'already' | Refusal | undefined {
  const unauthorized = change.authority?.find(({ that }) => !holds(that, item));
  if (unauthorized) return unauthorized.otherwise;
  if (change.already && holds(change.already, item)) return 'already';
  return change.guards.find(({ that }) => !holds(that, item))?.otherwise;
}
