import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import type { Item } from '../core/change.ts';
import { log } from '../edge/log.ts';

/** One record of the stream: its place there, and the item as it was after the write. */
export interface StreamRecord {
  readonly sequence: string;
  readonly item: Item;
}

/**
 * The records of one delivery, taken through several steps. A record that fails holds back those after it of the same
 * partition, which are about the same thing; all others go on, so that none of them waits for one that never succeeds.
 */
export class Batch {
  readonly #records: readonly StreamRecord[];
  readonly #failed: StreamRecord[] = [];
  readonly #left = new Set<Item>();

  constructor(records: readonly Pick<DynamoDBRecord, 'dynamodb'>[]) {
    this.#records = records.flatMap(recordOf);
  }

  /** Those that nothing holds back, in the order of the stream. */
  get records(): readonly StreamRecord[] {
    return this.#records.filter(
      (record) =>
        !this.#left.has(record.item) &&
        !this.#failed.some(
          ({ item, sequence }) => item.pk === record.item.pk && !isBefore(record.sequence, sequence),
        ),
    );
  }

  /** Takes no record through any further step of which `test` says so. */
  async leaveOut(test: (item: Item) => Promise<boolean>): Promise<void> {
    await this.each(async (item) => {
      if (await test(item)) this.#left.add(item);
    });
  }

  /** Takes the records through a step, one after the other. */
  async each(step: (item: Item) => Promise<void>): Promise<void> {
    for (const record of this.#records) {
      if (!this.records.includes(record)) continue;
      await step(record.item).catch((error) => this.fail(record, error));
    }
  }

  /** Says that a record has failed. What it was about stays out of the log. */
  fail(record: StreamRecord, error: unknown): void {
    this.#failed.push(record);
    const { name, message } = error as Error;
    log.error('record_failed', { sequence: record.sequence, name, message });
  }

  /** What Lambda is told: from the first of these on the records come again. */
  get answer(): DynamoDBBatchResponse {
    return { batchItemFailures: this.#failed.map(({ sequence }) => ({ itemIdentifier: sequence })) };
  }
}

/** Sequence numbers are numbers of up to 40 digits. */
const isBefore = (a: string, b: string): boolean => BigInt(a) < BigInt(b);

/** A deletion shows no item, and nothing follows from it. */
function recordOf({ dynamodb }: Pick<DynamoDBRecord, 'dynamodb'>): StreamRecord[] {
  // The two types of one wire form differ in names alone.
  const image = dynamodb?.NewImage as Record<string, AttributeValue> | undefined;
  const sequence = dynamodb?.SequenceNumber;
  return image && sequence ? [{ sequence, item: unmarshall(image) as Item }] : [];
}
