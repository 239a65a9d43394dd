import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { EventSourceModel, TableModel } from '../assembly/model.ts';
import {
  type Change,
  DynamoDBError,
  Engine,
  type LevelOperation,
  type Result,
  type Store,
} from './engine.ts';
import { type OperationName, rules } from './operations.ts';
import { StreamQueue } from './stream-queue.ts';
import { type Item, indexWriteUnits, itemSize, readUnits, writeUnits } from './units.ts';

export type Answer = {
  output: Record<string, unknown>;
  writes: number;
  reads: number;
  error?: DynamoDBError;
};

/** The template's tables on dynalite's engine, with streams and exact units. */
export class Tables {
  readonly queues: StreamQueue[];
  readonly #engine: Engine;
  readonly #models: Map<string, TableModel>;

  constructor(models: TableModel[], sources: EventSourceModel[], path?: string) {
    this.#engine = new Engine(path);
    this.#models = new Map(models.map((model) => [model.name, model]));
    this.queues = sources.map((source) => new StreamQueue(this.#engine.store, source));
  }

  /** Opens the database, empties it if it is to be fresh, and creates the tables that are not there yet. */
  async open(fresh = false): Promise<void> {
    await this.#engine.open();
    if (fresh) await this.#engine.store.db.clear();
    for (const queue of this.queues) await queue.load();
    for (const model of this.#models.values()) await this.#create(model);
  }

  async close(): Promise<void> {
    await this.#engine.close();
  }

  /** The database that everything durable is in. */
  get store(): Store {
    return this.#engine.store;
  }

  /** The tables' models, by name. */
  get models(): ReadonlyMap<string, TableModel> {
    return this.#models;
  }

  /**
   * Runs one operation of the DynamoDB protocol.
   * @param expired true when the runtime deletes an item because its time to live has passed
   */
  async run(operation: string, input: Record<string, unknown>, expired = false): Promise<Answer> {
    if (!(operation in rules)) {
      const message = `The local table does not know the operation ${operation}.`;
      return {
        output: {},
        writes: 0,
        reads: 0,
        error: new DynamoDBError(400, 'com.amazon.coral.service#UnknownOperationException', message),
      };
    }
    const consistent = input.ConsistentRead === true;
    const stored: (() => void)[] = [];
    const result = await this.#engine.run(operation as OperationName, input, (change) =>
      this.#streamed(change, expired, stored),
    );
    for (const enqueue of stored) enqueue();
    const reads = this.#reads(operation, input, result, consistent);
    const writes = result.changes.reduce(
      (sum, change) => sum + this.#writes(change, result.error !== undefined),
      0,
    );
    return { output: result.output, writes, reads, ...(result.error && { error: result.error }) };
  }

  #streamed(change: Change, expired: boolean, stored: (() => void)[]): LevelOperation[] {
    const model = this.#models.get(change.table);
    // A write that changes nothing leaves no record, as in DynamoDB.
    if (!model?.streamView || isDeepStrictEqual(change.before, change.after)) return [];
    return this.queues.flatMap((queue) => {
      if (queue.source.table !== model.name) return [];
      const record = queue.record(model, change, expired);
      if (!record) return [];
      stored.push(record.stored);
      return [record.operation];
    });
  }

  /** A refused write costs its table units, and nothing of the indexes. */
  #writes(change: Change, refused: boolean): number {
    const model = this.#models.get(change.table);
    const table = writeUnits(change.before, change.after);
    if (refused || !model) return table;
    return model.indexes.reduce((sum, index) => {
      const shape = { ...index, keys: index.keySchema.map((key) => key.AttributeName) };
      return sum + indexWriteUnits(shape, model.keys, change.before, change.after);
    }, table);
  }

  #reads(operation: string, input: Record<string, unknown>, result: Result, consistent: boolean): number {
    if (result.error) return 0;
    if (operation === 'GetItem') return readUnits(itemSize(result.reads[0] ?? {}), consistent);
    if (operation === 'Query' || operation === 'Scan')
      return readUnits(
        result.reads.reduce((sum, item) => sum + itemSize(item), 0),
        consistent,
      );
    if (operation !== 'BatchGetItem') return 0;
    const requests = Object.values(input.RequestItems as Record<string, { ConsistentRead?: boolean }>);
    const strong = requests.some((request) => request.ConsistentRead === true);
    return result.reads.reduce((sum, item: Item) => sum + readUnits(itemSize(item), strong), 0);
  }

  async #create(model: TableModel): Promise<void> {
    const { error } = await this.#engine.run(
      'CreateTable',
      {
        TableName: model.name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: model.attributes,
        KeySchema: model.keySchema,
        ...(model.indexes.length > 0 && {
          GlobalSecondaryIndexes: model.indexes.map((index) => ({
            IndexName: index.name,
            KeySchema: index.keySchema,
            Projection: {
              ProjectionType: index.projection,
              ...(index.projection === 'INCLUDE' && { NonKeyAttributes: index.include }),
            },
          })),
        }),
      },
      () => [],
    );
    if (error && !error.body.__type.endsWith('ResourceInUseException')) throw error;
    for (;;) {
      const { output } = await this.run('DescribeTable', { TableName: model.name });
      if ((output.Table as { TableStatus: string }).TableStatus === 'ACTIVE') return;
      await sleep(1);
    }
  }
}
