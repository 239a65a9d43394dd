import type { Readable } from 'node:stream';
import db from 'dynalite/db/index.js';
import validations from 'dynalite/validations/index.js';
import { type ActionName, actions, type OperationName, rules } from './operations.ts';
import { ReadView } from './read-view.ts';
import type { Item } from './units.ts';
import { WriteView } from './write-view.ts';

export type Callback<T = unknown> = (error: unknown, value?: T) => void;
export type LevelOperation = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };

/** A part of dynalite's store: the items of one table, or of one index. */
export type SubStore = {
  lock: (key: string, run: (release: (done: Callback) => Callback) => void) => void;
  get(key: string, done: Callback<Item>): void;
  put(key: string, value: Item, done: Callback): void;
  del(key: string, done: Callback): void;
  createValueStream(options: object): Readable;
};

/** dynalite's store, as its actions see it. The views replace what opens the items. */
export type Store = {
  db: {
    open(): Promise<void>;
    close(): Promise<void>;
    clear(): Promise<void>;
    batch(operations: LevelOperation[]): Promise<void>;
    iterator(range: { gte: string; lt: string }): AsyncIterable<[string, unknown]>;
  };
  getItemDb(table: string): SubStore;
  getIndexDb(type: string, table: string, index: string): SubStore;
};

/** An answer that the DynamoDB protocol gives as an error. */
export class DynamoDBError extends Error {
  readonly status: number;
  readonly body: { __type: string; message?: string; Item?: Item };
  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.body = { __type: type, message };
  }
}

/** An item before and after a write. A write that was refused has only `before` and what it attempted. */
export type Change = { table: string; before?: Item; after?: Item };
export type Result = {
  output: Record<string, unknown>;
  changes: Change[];
  reads: Item[];
  error?: DynamoDBError;
};
/** What must be stored in the same instant as the change itself. */
export type Companions = (change: Change) => LevelOperation[];

/**
 * dynalite without its HTTP server. Its actions run against views of its store, which gives what it lacks:
 * an item, its index entries and its stream records are written in one atomic batch (a kill leaves all or
 * nothing), and every image that was read or written is known, so that units can be counted by rule.
 */
export class Engine {
  readonly store: Store;

  /** @param path folder of the database; in memory when left out */
  constructor(path?: string) {
    this.store = db.create({ ...(path && { path }), createTableMs: 0 });
  }

  async open(): Promise<void> {
    await this.store.db.open();
  }

  async close(): Promise<void> {
    await this.store.db.close();
  }

  /** Runs one operation; `companions` says what to store together with each change. */
  async run(
    operation: OperationName,
    input: Record<string, unknown>,
    companions: Companions,
  ): Promise<Result> {
    // dynalite does not know this parameter and its check removes what it does not know.
    const wantsOld = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    const parsed = check(this.store, operation, input);
    if (parsed instanceof DynamoDBError) return { output: {}, changes: [], reads: [], error: parsed };
    if (operation === 'BatchWriteItem') return this.#batchWrite(parsed, companions);
    return this.#act(operation, parsed, companions, wantsOld);
  }

  async #act(
    operation: ActionName,
    input: Record<string, unknown>,
    companions: Companions,
    wantsOld: boolean,
  ): Promise<Result> {
    const writing = operation === 'PutItem' || operation === 'UpdateItem' || operation === 'DeleteItem';
    const view = writing ? new WriteView(this.store, companions) : new ReadView(this.store);
    const outcome = await new Promise<{ output: Record<string, unknown>; error?: DynamoDBError }>(
      (done, fail) => {
        actions[operation](view.store, input, (error, output) => {
          const refused = error ? asDynamoDBError(error) : undefined;
          if (error && !refused) fail(error);
          else done({ output: output ?? {}, ...(refused && { error: refused }) });
        });
      },
    );
    if (view instanceof ReadView) {
      const scanned = outcome.output.ScannedCount;
      return {
        ...outcome,
        changes: [],
        reads: view.items(typeof scanned === 'number' ? scanned : undefined),
      };
    }
    const change: Change = view.change ?? { table: String(input.TableName) };
    if (outcome.error) {
      if (view.before) change.before = view.before;
      if (operation === 'PutItem') change.after = input.Item as Item;
      if (wantsOld && view.before && isConditionFailure(outcome.error)) outcome.error.body.Item = view.before;
      return { ...outcome, changes: isConditionFailure(outcome.error) ? [change] : [], reads: [] };
    }
    return { ...outcome, changes: [change], reads: [] };
  }

  /** A batch is so many single writes: dynalite's own would run them all against one view. */
  async #batchWrite(input: Record<string, unknown>, companions: Companions): Promise<Result> {
    const tables = input.RequestItems as Record<
      string,
      { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[]
    >;
    const writes = Object.entries(tables).flatMap(([TableName, requests]) =>
      requests.map(({ PutRequest, DeleteRequest }) =>
        PutRequest
          ? this.#act('PutItem', { TableName, Item: PutRequest.Item }, companions, false)
          : this.#act('DeleteItem', { TableName, Key: DeleteRequest?.Key }, companions, false),
      ),
    );
    const results = await Promise.all(writes);
    const failed = results.find((result) => result.error);
    const changes = results.flatMap((result) => result.changes);
    return {
      output: { UnprocessedItems: {} },
      changes,
      reads: [],
      ...(failed?.error && { error: failed.error }),
    };
  }
}

const isConditionFailure = (error: DynamoDBError): boolean =>
  error.body.__type.endsWith('ConditionalCheckFailedException');

function check(
  store: Store,
  operation: OperationName,
  input: object,
): Record<string, unknown> | DynamoDBError {
  try {
    const parsed = validations.checkTypes(input, rules[operation].types);
    validations.checkValidations(parsed, rules[operation].types, rules[operation].custom, store);
    return parsed;
  } catch (error) {
    const refused = asDynamoDBError(error);
    if (!refused) throw error;
    return refused;
  }
}

/** dynalite's expected failures carry the status and the body of the answer; anything else is a bug. */
function asDynamoDBError(error: unknown): DynamoDBError | undefined {
  const { statusCode, body } = error as {
    statusCode?: number;
    body?: { __type: string; message?: string; Message?: string };
  };
  if (statusCode === undefined || body === undefined) return undefined;
  return new DynamoDBError(statusCode, body.__type, body.message ?? body.Message ?? '');
}
