import { setTimeout as sleep } from 'node:timers/promises';
import type { EventSourceModel } from '../assembly/model.ts';
import type { Deliver } from '../delivered.ts';
import type { StreamQueue, StreamRecord } from './stream-queue.ts';

/** Sends a message to the queue of this ARN. */
export type DeadLetter = (queue: string, letter: object) => Promise<unknown> | undefined;

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Hands a queue's records to its function, oldest first and one batch at a time, as an event source mapping
 * with one shard does: a failed batch is repeated (halved, if the mapping says so) and holds up what follows
 * until its retries are used up; then it is dropped, loudly.
 */
export class StreamDelivery {
  readonly #queue: StreamQueue;
  readonly #deliver: Deliver;
  readonly #report: (line: string) => void;
  readonly #deadLetter: DeadLetter;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #busy = false;

  constructor(
    queue: StreamQueue,
    deliver: Deliver,
    report: (line: string) => void,
    deadLetter: DeadLetter = () => undefined,
  ) {
    this.#queue = queue;
    this.#deliver = deliver;
    this.#report = report;
    this.#deadLetter = deadLetter;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Waits for the batch under way; what is left stays on disk. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Whether everything was delivered. */
  get idle(): boolean {
    return !this.#busy && this.#queue.length === 0;
  }

  async #run(): Promise<void> {
    for (;;) {
      const batch = await this.#queue.next(this.#queue.source.batchSize, this.#stop.signal);
      if (batch.length === 0) return;
      this.#busy = true;
      await this.#settle(batch);
      this.#busy = false;
    }
  }

  async #settle(records: StreamRecord[], attempt = 0): Promise<void> {
    if (records.length === 0 || this.#stop.signal.aborted) return;
    const { source } = this.#queue;
    const result = await this.#deliver(source.function, { Records: records });
    const done = result.ok ? this.#done(records, result.answer) : 0;
    await this.#queue.remove(records.slice(0, done));
    const rest = records.slice(done);
    if (rest.length === 0) return;
    if (source.bisect && rest.length > 1 && !result.ok) {
      const middle = Math.ceil(rest.length / 2);
      await this.#settle(rest.slice(0, middle), attempt + 1);
      return this.#settle(rest.slice(middle), attempt + 1);
    }
    if (source.retries >= 0 && attempt >= source.retries) {
      const why = result.ok ? 'it reported the records as failed' : result.reason;
      this.#report(
        `${source.function}: ${rest.length} stream record(s) DROPPED after ${attempt} retries: ${why}`,
      );
      await this.#queue.remove(rest);
      if (source.deadLetters) await this.#deadLetter(source.deadLetters, letterOf(source, rest, attempt));
      return;
    }
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
    await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    return this.#settle(rest, done > 0 ? 0 : attempt + 1);
  }

  /** How many records from the start count as done: all, or up to the first that the function reported. */
  #done(records: StreamRecord[], answer: unknown): number {
    if (!this.#queue.source.reportsItemFailures) return records.length;
    const failures =
      (answer as { batchItemFailures?: { itemIdentifier: string }[] } | null)?.batchItemFailures ?? [];
    const failed = new Set(failures.map((failure) => failure.itemIdentifier));
    const first = records.findIndex((record) => failed.has(record.dynamodb.SequenceNumber));
    return first === -1 ? records.length : first;
  }
}

/** What the dead-letter queue hears: where the records are, and not what is in them. */
function letterOf({ function: name }: EventSourceModel, records: StreamRecord[], attempt: number): object {
  const [first] = records;
  const last = records.at(-1);
  return {
    requestContext: {
      functionArn: name,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: attempt + 1,
    },
    DDBStreamBatchInfo: {
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      batchSize: records.length,
      streamArn: first?.eventSourceARN,
    },
  };
}
