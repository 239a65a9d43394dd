import { randomUUID } from 'node:crypto';
import type { EventSourceModel, TableModel } from '../assembly/model.ts';
import type { Change, LevelOperation, Store } from './engine.ts';
import { matchesAny } from './event-pattern.ts';
import type { Item } from './units.ts';

export type StreamRecord = {
  eventID: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  eventVersion: string;
  eventSource: string;
  awsRegion: string;
  eventSourceARN: string;
  userIdentity?: { type: string; principalId: string };
  dynamodb: {
    ApproximateCreationDateTime: number;
    Keys: Item;
    NewImage?: Item;
    OldImage?: Item;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: string;
  };
};

/**
 * The records of one table's stream that one function has still to see. A record is stored in the same batch
 * as the change that caused it and removed when the function has taken it: nothing acknowledged is ever lost.
 */
export class StreamQueue {
  readonly source: EventSourceModel;
  readonly #store: Store;
  readonly #prefix: string;
  #records: StreamRecord[] = [];
  #wake: () => void = () => undefined;
  #last = 0;

  constructor(store: Store, source: EventSourceModel) {
    this.#store = store;
    this.source = source;
    this.#prefix = `stream~${source.id}~`;
  }

  /** Takes up what an earlier run left undelivered. */
  async load(): Promise<void> {
    for await (const [, record] of this.#store.db.iterator({ gte: this.#prefix, lt: `${this.#prefix}~` }))
      this.#records.push(record as StreamRecord);
    this.#last = Number(this.#records.at(-1)?.dynamodb.SequenceNumber ?? 0);
  }

  /** Makes the record of a change, if this function is to see it; `stored` puts it in the queue afterwards. */
  record(
    table: TableModel,
    change: Change,
    expired: boolean,
  ): { operation: LevelOperation; stored: () => void } | undefined {
    // Numbers go on rising over restarts because the clock is ahead of one record a microsecond.
    this.#last = Math.max(this.#last + 1, Date.now() * 1000);
    const record = streamRecord(table, change, String(this.#last), expired);
    if (!matchesAny(this.source.filters, record)) return undefined;
    const stored = (): void => {
      this.#records.push(record);
      this.#wake();
    };
    return { operation: { type: 'put', key: this.#key(record), value: record }, stored };
  }

  /** The oldest records, at most `count`; waits until there is one. Empty when `signal` ends the wait. */
  async next(count: number, signal: AbortSignal): Promise<StreamRecord[]> {
    while (this.#records.length === 0 && !signal.aborted)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    return signal.aborted ? [] : this.#records.slice(0, count);
  }

  /** Forgets records that were delivered. */
  async remove(records: StreamRecord[]): Promise<void> {
    const gone = new Set(records);
    this.#records = this.#records.filter((record) => !gone.has(record));
    await this.#store.db.batch(records.map((record) => ({ type: 'del', key: this.#key(record) })));
  }

  get length(): number {
    return this.#records.length;
  }

  #key(record: StreamRecord): string {
    return this.#prefix + record.dynamodb.SequenceNumber.padStart(20, '0');
  }
}

function streamRecord(table: TableModel, change: Change, sequence: string, expired: boolean): StreamRecord {
  const { before, after } = change;
  const image = after ?? before ?? {};
  const view = table.streamView ?? 'KEYS_ONLY';
  const showsNew = view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES';
  const showsOld = view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES';
  return {
    eventID: randomUUID().replaceAll('-', ''),
    eventName: !before ? 'INSERT' : after ? 'MODIFY' : 'REMOVE',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: table.arn.split(':')[3] ?? '',
    eventSourceARN: `${table.arn}/stream/local`,
    ...(expired && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(Date.now() / 1000),
      Keys: Object.fromEntries(table.keys.flatMap((key) => (image[key] ? [[key, image[key]]] : []))),
      ...(showsNew && after && { NewImage: after }),
      ...(showsOld && before && { OldImage: before }),
      SequenceNumber: sequence,
      SizeBytes: JSON.stringify(image).length,
      StreamViewType: view,
    },
  };
}
