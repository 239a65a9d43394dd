import { allows, type Request } from '../access.ts';
import type { PolicyStatement, TableModel } from '../assembly/model.ts';
import type { Item } from './units.ts';

/**
 * Whether a role's statements allow a call to the table: the action, the table or index, and the leading keys.
 * @returns the sentence for AccessDeniedException, or undefined when all is allowed
 */
export function refusal(
  statements: PolicyStatement[],
  tables: ReadonlyMap<string, TableModel>,
  operation: string,
  input: Record<string, unknown>,
): string | undefined {
  const denied = requests(tables, operation, input).find((request) => !allows(statements, request));
  if (!denied) return undefined;
  const keys = denied.facts('dynamodb:LeadingKeys') ?? [];
  const about = keys.length > 0 ? ` for the partition keys ${keys.join(', ')}` : '';
  return `The role is not authorized to perform ${denied.action} on ${denied.resource}${about}`;
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
    const facts = (key: string) => (key === 'dynamodb:LeadingKeys' ? leadingKeys : undefined);
    return { action, resource: `${table?.arn ?? name}${index}`, facts };
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
