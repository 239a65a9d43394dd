import type { PolicyStatement, TableModel } from '../assembly/model.ts';
import type { Item } from './units.ts';

/** What one call touches: an action on a table or an index, and the partition keys it names. */
type Request = { action: string; resource: string; leadingKeys: string[] };

/**
 * Whether a role's statements allow a call. Only the table's own boundary is enforced on a laptop (action,
 * table or index, leading keys): it is the one that a mistake in a function would cross.
 * @returns the sentence for AccessDeniedException, or undefined when all is allowed
 */
export function refusal(
  statements: PolicyStatement[],
  tables: ReadonlyMap<string, TableModel>,
  operation: string,
  input: Record<string, unknown>,
): string | undefined {
  const denied = requests(tables, operation, input).find((request) => !allowed(statements, request));
  if (!denied) return undefined;
  const keys =
    denied.leadingKeys.length > 0 ? ` for the partition keys ${denied.leadingKeys.join(', ')}` : '';
  return `The role is not authorized to perform ${denied.action} on ${denied.resource}${keys}`;
}

function allowed(statements: PolicyStatement[], request: Request): boolean {
  const applying = statements.filter((statement) => applies(statement, request));
  return applying.some((one) => one.effect === 'Allow') && !applying.some((one) => one.effect === 'Deny');
}

function applies(statement: PolicyStatement, request: Request): boolean {
  return (
    statement.actions.some((pattern) => like(pattern.toLowerCase(), request.action.toLowerCase())) &&
    statement.resources.some((pattern) => like(pattern, request.resource)) &&
    Object.entries(statement.conditions).every(([operator, tests]) =>
      Object.entries(tests).every(([key, wanted]) => holds(operator, key, [wanted].flat(), request)),
    )
  );
}

function holds(operator: string, key: string, wanted: string[], { leadingKeys }: Request): boolean {
  if (key !== 'dynamodb:LeadingKeys') return true;
  if (operator === 'Null') return wanted.includes(String(leadingKeys.length === 0));
  const matches = (value: string): boolean =>
    wanted.some((pattern) => (operator.includes('Like') ? like(pattern, value) : pattern === value));
  if (operator.startsWith('ForAllValues:String')) return leadingKeys.every(matches);
  if (operator.startsWith('ForAnyValue:String')) return leadingKeys.some(matches);
  throw new Error(
    `The condition operator '${operator}' on dynamodb:LeadingKeys is not known to the local runtime.`,
  );
}

/** IAM's wildcards: * for any characters, ? for one. */
function like(pattern: string, value: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's').test(value);
}

function requests(
  tables: ReadonlyMap<string, TableModel>,
  operation: string,
  input: Record<string, unknown>,
): Request[] {
  const action = `dynamodb:${operation}`;
  const one = (name: unknown, keys: (table: TableModel) => unknown[]): Request => {
    const table = tables.get(String(name));
    const index = input.IndexName ? `/index/${input.IndexName}` : '';
    const leadingKeys = table ? keys(table).flatMap((key) => (typeof key === 'string' ? [key] : [])) : [];
    return { action, resource: `${table?.arn ?? name}${index}`, leadingKeys };
  };
  const hash = (item: unknown) => (table: TableModel) => [
    (item as Item | undefined)?.[table.keys[0] ?? '']?.S,
  ];
  if (operation === 'Query') return [one(input.TableName, (table) => [queriedKey(table, input)])];
  if (operation !== 'BatchGetItem' && operation !== 'BatchWriteItem')
    return [one(input.TableName, hash(input.Key ?? input.Item))];
  const batches = input.RequestItems as Record<string, BatchRequest | BatchRequest[]>;
  return Object.entries(batches).flatMap(([name, batch]) =>
    [batch].flat().flatMap((request) => {
      const items = request.Keys ?? [request.PutRequest?.Item ?? request.DeleteRequest?.Key];
      return items.map((item) => one(name, hash(item)));
    }),
  );
}

type BatchRequest = { Keys?: Item[]; PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } };

/** The partition key that a query names, of the table or of the index. */
function queriedKey(table: TableModel, input: Record<string, unknown>): unknown {
  const index = table.indexes.find((candidate) => candidate.name === input.IndexName);
  const key = (index?.keySchema ?? table.keySchema).find((part) => part.KeyType === 'HASH')?.AttributeName;
  const names = (input.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const values = (input.ExpressionAttributeValues ?? {}) as Item;
  for (const [, name, value] of String(input.KeyConditionExpression ?? '').matchAll(/([#\w]+)\s*=\s*(:\w+)/g))
    if (name && value && (names[name] ?? name) === key) return values[value]?.S;
  return undefined;
}
