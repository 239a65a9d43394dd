import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { absent, type Change, type Condition, explain, type Item } from '../core/change.ts';
import type { Refusal } from '../core/result.ts';
import { refuse } from '../core/result.ts';
import { changeText, conditionText, Placeholders } from './expression.ts';
import type { Key } from './table.ts';

/** What came of a change: done now, done before (`repeated`), or refused. `item` is as it stands after it. */
export type Outcome =
  | { readonly ok: true; readonly item: Item; readonly repeated: boolean }
  | { readonly ok: false; readonly refusal: Refusal; readonly item: Item | undefined };

export interface QueryOptions {
  readonly pk: string;
  /** Bounds of the sort key, both included. */
  readonly between?: readonly [string, string];
  readonly prefix?: string;
  readonly limit: number;
  readonly newestFirst?: boolean;
  readonly index?: { readonly name: string; readonly pk: string; readonly sk: string };
  readonly startAfter?: Item;
}

/** The table, in the few ways that the stores use it. Reads are strong, except on an index, which cannot be. */
export class Db {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(table: string, client = new DynamoDBClient({})) {
    this.#client = client;
    this.#table = table;
  }

  async get(key: Key): Promise<Item | undefined> {
    const command = new GetItemCommand({ TableName: this.#table, Key: marshall(key), ConsistentRead: true });
    const { Item: found } = await this.#client.send(command);
    return found && (unmarshall(found) as Item);
  }

  /** Puts a whole item, if the condition holds for what is there. False when it does not. */
  async put(item: Item, when?: Condition): Promise<boolean> {
    return 'done' in (await this.#tryPut(item, when));
  }

  /** Puts an item where there is none. When there is one, that is the answer. */
  async putNew(item: Item): Promise<Item | undefined> {
    const outcome = await this.#tryPut(item, absent('pk'));
    if ('done' in outcome) return undefined;
    return outcome.failed ?? this.get({ pk: String(item.pk), sk: String(item.sk) });
  }

  #tryPut(item: Item, when?: Condition): Promise<Decided<unknown>> {
    const use = new Placeholders();
    const condition = when && conditionText(when, use);
    const command = new PutItemCommand({
      TableName: this.#table,
      Item: marshalled(item),
      ...expressions(use),
      ...(condition ? { ConditionExpression: condition, ...showWhatFailed } : {}),
    });
    return decided(this.#client.send(command));
  }

  /** Deletes an item, if the condition holds, and returns what it held; nothing when the condition does not hold. */
  async take(key: Key, when: Condition): Promise<Item | undefined> {
    const use = new Placeholders();
    const command = new DeleteItemCommand({
      TableName: this.#table,
      Key: marshall(key),
      ConditionExpression: conditionText(when, use),
      ReturnValues: 'ALL_OLD',
      ...expressions(use),
    });
    try {
      const { Attributes: old } = await this.#client.send(command);
      return old && (unmarshall(old) as Item);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  async delete(key: Key): Promise<void> {
    await this.#client.send(new DeleteItemCommand({ TableName: this.#table, Key: marshall(key) }));
  }

  /**
   * Runs a state change. When its condition fails, the item comes with the failure and the change itself says why. The SDK
   * repeats calls by itself, so a failed condition may be one's own success: `already` finds that out.
   */
  async change(key: Key, change: Change): Promise<Outcome> {
    // The item that fails a condition always says why. An engine that does not show it is asked for it afterwards; by then
    // the change may be possible, and is tried again, a few times.
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const outcome = await this.#update(key, change);
      if ('done' in outcome) return { ok: true, item: outcome.done, repeated: false };
      const found = outcome.failed ?? (await this.get(key));
      if (!found) return { ok: false, refusal: refuse('not_found').refusal, item: undefined };
      const why = explain(change, found);
      if (why === 'already') return { ok: true, item: found, repeated: true };
      if (why) return { ok: false, refusal: why, item: found };
    }
    return { ok: false, refusal: refuse('unavailable', { retryAfter: 1 }).refusal, item: undefined };
  }

  /** The item as the change made it, or the one that failed its condition. */
  #update(key: Key, change: Change): Promise<Decided<Item>> {
    const use = new Placeholders();
    const { update, condition } = changeText(change, use);
    const command = new UpdateItemCommand({
      TableName: this.#table,
      Key: marshall(key),
      UpdateExpression: update,
      ConditionExpression: condition,
      ReturnValues: 'ALL_NEW',
      ...showWhatFailed,
      ...expressions(use),
    });
    return decided(this.#client.send(command).then(({ Attributes: now = {} }) => unmarshall(now) as Item));
  }

  /** Counts up, making the item if need be, as long as the count stays within `most`. False when it is used up. */
  async count(key: Key, most: number, ttl: number): Promise<boolean> {
    const command = new UpdateItemCommand({
      TableName: this.#table,
      Key: marshall(key),
      UpdateExpression: 'SET #t = :t ADD #c :one',
      ConditionExpression: 'attribute_not_exists(#c) OR #c < :most',
      ExpressionAttributeNames: { '#c': 'count', '#t': 'ttl' },
      ExpressionAttributeValues: marshall({ ':one': 1, ':most': most, ':t': ttl }),
    });
    return 'done' in (await decided(this.#client.send(command)));
  }

  /** One page of a partition or of an index. `last` is where the next page starts, if there is one. */
  async query(options: QueryOptions): Promise<{ items: Item[]; last?: Item }> {
    const { index, between, prefix } = options;
    const range = between
      ? ' AND #sk BETWEEN :a AND :b'
      : prefix === undefined
        ? ''
        : ' AND begins_with(#sk, :a)';
    const bounds = between
      ? { ':a': between[0], ':b': between[1] }
      : prefix === undefined
        ? {}
        : { ':a': prefix };
    const command = new QueryCommand({
      TableName: this.#table,
      KeyConditionExpression: `#pk = :pk${range}`,
      ExpressionAttributeNames: { '#pk': index?.pk ?? 'pk', ...(range ? { '#sk': index?.sk ?? 'sk' } : {}) },
      ExpressionAttributeValues: marshall({ ':pk': options.pk, ...bounds }),
      Limit: options.limit,
      ScanIndexForward: !options.newestFirst,
      ...(index ? { IndexName: index.name } : { ConsistentRead: true }),
      ...(options.startAfter ? { ExclusiveStartKey: marshalled(options.startAfter) } : {}),
    });
    const { Items: found = [], LastEvaluatedKey: last } = await this.#client.send(command);
    const items = found.map((one) => unmarshall(one) as Item);
    return last ? { items, last: unmarshall(last) as Item } : { items };
  }
}

/** A failed condition shows the item that failed it: no read is needed to tell why, and it is exactly that item. */
const showWhatFailed = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

/** What a conditional write came to: its answer, or the item that failed the condition, where the engine shows it. */
type Decided<T> = { readonly done: T } | { readonly failed: Item | undefined };

/** A condition that does not hold is an answer, not an error. */
async function decided<T>(write: Promise<T>): Promise<Decided<T>> {
  try {
    return { done: await write };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { failed: error.Item && (unmarshall(error.Item) as Item) };
  }
}

const marshalled = (item: Item): Record<string, AttributeValue> =>
  marshall(item, { removeUndefinedValues: true });

function expressions(use: Placeholders) {
  return {
    ...(Object.keys(use.names).length > 0 ? { ExpressionAttributeNames: use.names } : {}),
    ...(Object.keys(use.values).length > 0 ? { ExpressionAttributeValues: marshalled(use.values) } : {}),
  };
}
