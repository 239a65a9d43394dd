import type { PolicyStatement } from './assembly/model.ts';
import { fits } from './wildcard.ts';

/** What a call does, to what, and what IAM could ask about it. */
export type Request = {
  action: string;
  resource: string;
  /** The values of a condition key; none when the call has none, undefined when this service does not know the key. */
  facts(key: string): string[] | undefined;
};

/** Whether a role's statements allow a request: one allows it and none denies it. */
export function allows(statements: PolicyStatement[], request: Request): boolean {
  const applying = statements.filter((statement) => applies(statement, request));
  return applying.some((one) => one.effect === 'Allow') && !applying.some((one) => one.effect === 'Deny');
}

function applies(statement: PolicyStatement, request: Request): boolean {
  return (
    statement.actions.some((pattern) => fits(pattern.toLowerCase(), request.action.toLowerCase())) &&
    statement.resources.some((pattern) => fits(pattern, request.resource)) &&
    Object.entries(statement.conditions).every(([operator, tests]) =>
      Object.entries(tests).every(([key, wanted]) => holds(operator, [wanted].flat(), request.facts(key))),
    )
  );
}

function holds(operator: string, wanted: string[], values: string[] | undefined): boolean {
  if (values === undefined) return true;
  if (operator === 'Null') return wanted.includes(String(values.length === 0));
  const [, quantifier, comparison] =
    /^(?:(ForAllValues|ForAnyValue):)?String(Like|Equals)$/.exec(operator) ?? [];
  if (!comparison) throw new Error(`The condition operator '${operator}' is not known to the local runtime.`);
  const matches = (value: string): boolean =>
    wanted.some((pattern) => (comparison === 'Like' ? fits(pattern, value) : pattern === value));
  return quantifier === 'ForAllValues' ? values.every(matches) : values.some(matches);
}
