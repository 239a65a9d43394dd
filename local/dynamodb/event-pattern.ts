type Rule = string | number | boolean | null | Record<string, unknown>;

/** Whether an event matches one of the patterns of an event source's filter; no patterns let everything through. */
export function matchesAny(patterns: unknown[], event: unknown): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matches(pattern, event));
}

/** One event pattern: members are all required, a list holds the alternatives for one value. */
function matches(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) {
    const values = Array.isArray(event) ? event : [event];
    return pattern.some((rule: Rule) => values.some((value) => allows(rule, value)));
  }
  const members = Object.entries(pattern as Record<string, unknown>);
  return members.every(([name, inner]) => {
    if (name === '$or') return (inner as unknown[]).some((choice) => matches(choice, event));
    const value =
      typeof event === 'object' && event !== null ? (event as Record<string, unknown>)[name] : undefined;
    return matches(inner, value);
  });
}

function allows(rule: Rule, value: unknown): boolean {
  if (rule === null || typeof rule !== 'object') return value === rule;
  return Object.entries(rule).every(([operator, operand]) => {
    switch (operator) {
      case 'exists':
        return (value !== undefined) === operand;
      case 'prefix':
        return typeof value === 'string' && value.startsWith(String(operand));
      case 'suffix':
        return typeof value === 'string' && value.endsWith(String(operand));
      case 'equals-ignore-case':
        return typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase();
      case 'anything-but':
        return value !== undefined && !anyOf(operand, value);
      case 'numeric':
        return isInRange(operand as (string | number)[], value);
      default:
        throw new Error(`The event filter operator '${operator}' is not known to the local runtime.`);
    }
  });
}

function anyOf(operand: unknown, value: unknown): boolean {
  return (Array.isArray(operand) ? operand : [operand]).some((rule: Rule) => allows(rule, value));
}

function isInRange(operand: (string | number)[], value: unknown): boolean {
  // DynamoDB carries numbers as text.
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value !== ''
        ? Number(value)
        : Number.NaN;
  for (let at = 0; at < operand.length; at += 2) {
    const bound = Number(operand[at + 1]);
    const holds = {
      '=': number === bound,
      '<': number < bound,
      '<=': number <= bound,
      '>': number > bound,
      '>=': number >= bound,
    };
    if (!holds[operand[at] as keyof typeof holds]) return false;
  }
  return true;
}
