import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { keys } from '../../lambdas/store/table.ts';
import { type Item, itemSize } from '../../local/dynamodb/units.ts';
import type { System } from './system.ts';

type Plain = Record<string, unknown> & { readonly pk: string; readonly sk: string };

const tableOf = ({ runtime }: System): string => [...runtime.tables.models.keys()].join();

/** All that an operation finds, page after page. */
async function all(system: System, operation: 'Query' | 'Scan', input: object): Promise<Plain[]> {
  const found: Plain[] = [];
  let start: unknown;
  do {
    const { output } = await system.runtime.tables.run(operation, {
      TableName: tableOf(system),
      ConsistentRead: true,
      ...input,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    for (const item of output.Items as Item[]) found.push(unmarshall(item as never) as Plain);
    start = output.LastEvaluatedKey;
  } while (start !== undefined);
  return found;
}

/** Every item of the table. */
export const everything = (system: System): Promise<Plain[]> => all(system, 'Scan', {});

/** All that is stored of one conversation: its head, and its messages and entries in order. */
export async function itemsOf(
  system: System,
  { id: brand }: { readonly id: string },
  conversation: string,
): Promise<{ head: Plain; items: Plain[] }> {
  const found = await all(system, 'Query', {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': keys.head(brand, conversation).pk }),
  });
  const [head, ...items] = found;
  if (head?.sk !== 'HEAD') throw new Error(`There is no conversation ${conversation}`);
  return { head, items };
}

/** Puts items past the application, as a test's setting. */
export async function putAll(system: System, items: readonly object[]): Promise<void> {
  for (let from = 0; from < items.length; from += 25) {
    const requests = items
      .slice(from, from + 25)
      .map((item) => ({ PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) } }));
    const { error } = await system.runtime.tables.run('BatchWriteItem', {
      RequestItems: { [tableOf(system)]: requests },
    });
    if (error) throw error;
  }
}

/** Changes one attribute past the application. */
export async function setAttribute(
  system: System,
  { pk, sk }: { readonly pk: string; readonly sk: string },
  name: string,
  value: unknown,
): Promise<void> {
  const { error } = await system.runtime.tables.run('UpdateItem', {
    TableName: tableOf(system),
    Key: marshall({ pk, sk }),
    UpdateExpression: 'SET #name = :value',
    ExpressionAttributeNames: { '#name': name },
    ExpressionAttributeValues: marshall({ ':value': value }),
  });
  if (error) throw error;
}

/** Bytes of an item by DynamoDB's rules. */
export const sizeOf = (item: object): number => itemSize(marshall(item) as unknown as Item);

/** Begins all counts of sessions and tickets anew: a test that is not about limits opens more than one network may. */
export async function forgetLimits(system: System): Promise<void> {
  const limits = await all(system, 'Scan', {
    FilterExpression: 'contains(pk, :limit)',
    ExpressionAttributeValues: marshall({ ':limit': '#limit#' }),
  });
  for (const { pk, sk } of limits)
    await system.runtime.tables.run('DeleteItem', { TableName: tableOf(system), Key: marshall({ pk, sk }) });
}
