import type { Assignment, Change, Condition, Path, Value } from '../core/change.ts';

/** Collects the placeholders of one request, each name and value once. */
export class Placeholders {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, Value> = {};
  readonly #known = new Map<string, string>();

  name(attribute: string): string {
    return this.#place(`name ${attribute}`, '#n', (key) => {
      this.names[key] = attribute;
    });
  }

  value(value: Value): string {
    return this.#place(`value ${JSON.stringify(value)}`, ':v', (key) => {
      this.values[key] = value;
    });
  }

  path(path: Path): string {
    return path.map((part) => this.name(part)).join('.');
  }

  #place(what: string, prefix: string, add: (key: string) => void): string {
    const known = this.#known.get(what);
    if (known) return known;
    const key = `${prefix}${this.#known.size}`;
    this.#known.set(what, key);
    add(key);
    return key;
  }
}

/** A condition in DynamoDB's words. */
export function conditionText(condition: Condition, use: Placeholders): string {
  switch (condition.test) {
    case 'any':
      return joined(condition.of, ' OR ', use);
    case 'all':
      return joined(condition.of, ' AND ', use);
    case 'exists':
      return `attribute_exists(${use.path(condition.path)})`;
    case 'absent':
      return `attribute_not_exists(${use.path(condition.path)})`;
    case 'same':
      // Two attributes that are both missing are not the same, on whichever engine.
      return `(attribute_exists(${use.path(condition.path)}) AND ${use.path(condition.path)} = ${use.path(condition.other)})`;
    case 'equals':
      return `${use.path(condition.path)} = ${use.value(condition.value)}`;
    case 'differs':
      return `${use.path(condition.path)} <> ${use.value(condition.value)}`;
    case 'below':
      return `${use.path(condition.path)} < ${use.value(condition.value)}`;
    case 'above':
      return `${use.path(condition.path)} > ${use.value(condition.value)}`;
  }
}

/** DynamoDB refuses redundant parentheses, so one alone gets none. */
function joined(conditions: readonly Condition[], word: string, use: Placeholders): string {
  const texts = conditions.map((one) => conditionText(one, use));
  return texts.length === 1 ? texts.join() : `(${texts.join(word)})`;
}

function negated(condition: Condition, use: Placeholders): string {
  const text = conditionText(condition, use);
  return text.startsWith('(') ? `NOT ${text}` : `NOT (${text})`;
}

function assignmentText(attribute: string, assignment: Assignment, use: Placeholders): string {
  const target = use.name(attribute);
  if ('value' in assignment) return `${target} = ${use.value(assignment.value)}`;
  if ('next' in assignment) return `${target} = ${use.name(assignment.next)} + ${use.value(1)}`;
  if ('previous' in assignment) return `${target} = ${use.name(assignment.previous)} - ${use.value(1)}`;
  if ('copy' in assignment) return `${target} = ${use.name(assignment.copy)}`;
  return `${target} = if_not_exists(${target}, ${use.value(assignment.first)})`;
}

/** The update and condition expressions of a change. A change never makes an item: `pk` must exist. */
export function changeText(change: Change, use: Placeholders): { update: string; condition: string } {
  const sets = Object.entries(change.set).map(([name, assignment]) => assignmentText(name, assignment, use));
  const removes = (change.remove ?? []).map((name) => use.name(name));
  const set = sets.length > 0 ? `SET ${sets.join(', ')}` : '';
  const remove = removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '';
  const guards = [...(change.authority ?? []), ...change.guards].map(({ that }) => conditionText(that, use));
  const conditions = change.already ? [...guards, negated(change.already, use)] : guards;
  return {
    update: [set, remove].filter(Boolean).join(' '),
    condition: [`attribute_exists(${use.name('pk')})`, ...conditions].join(' AND '),
  };
}
