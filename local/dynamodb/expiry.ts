import type { TableModel } from '../assembly/model.ts';
import type { Tables } from './tables.ts';
import type { Item } from './units.ts';

/**
 * Deletes items whose time to live has passed, late as DynamoDB does: every read has to check the end itself.
 * @param everyMs how often to look
 * @returns what stops it
 */
export function startExpiry(tables: Tables, everyMs: number): () => Promise<void> {
  let sweep = Promise.resolve();
  const timer = setInterval(() => {
    sweep = sweep.then(async () => {
      for (const model of tables.models.values()) await removeExpired(tables, model);
    });
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await sweep;
  };
}

/** Deletes the expired items of one table now. */
export async function removeExpired(tables: Tables, model: TableModel): Promise<void> {
  if (!model.ttlAttribute) return;
  const now = { N: String(Math.floor(Date.now() / 1000)) };
  const condition = {
    ExpressionAttributeNames: { '#ttl': model.ttlAttribute },
    ExpressionAttributeValues: { ':now': now },
  };
  let start: unknown;
  do {
    const { output } = await tables.run('Scan', {
      TableName: model.name,
      FilterExpression: '#ttl < :now',
      ...condition,
      ...(start !== undefined && { ExclusiveStartKey: start }),
    });
    for (const item of output.Items as Item[]) {
      const Key = Object.fromEntries(model.keys.map((key) => [key, item[key]]));
      // The condition: somebody may have given it more time since the scan.
      await tables.run(
        'DeleteItem',
        { TableName: model.name, Key, ConditionExpression: '#ttl < :now', ...condition },
        true,
      );
    }
    start = output.LastEvaluatedKey;
  } while (start !== undefined);
}
