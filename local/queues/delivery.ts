import type { QueueModel, QueueSourceModel } from '../assembly/model.ts';
import { REGION } from '../assembly/physical.ts';
import type { Deliver } from '../delivered.ts';
import { type LocalQueue, type Message, md5 } from './queue.ts';

/**
 * Hands a queue's messages to its function, as an event source mapping does: several batches at once; what the function
 * took is deleted, what it reported as failed stays, and comes again when its visibility timeout is over.
 */
export class QueueDelivery {
  readonly #queue: LocalQueue;
  readonly #source: QueueSourceModel;
  readonly #deliver: Deliver;
  readonly #stop = new AbortController();
  #running: Promise<unknown> | undefined;
  #inFlight = 0;

  constructor(queue: LocalQueue, source: QueueSourceModel, deliver: Deliver) {
    this.#queue = queue;
    this.#source = source;
    this.#deliver = deliver;
  }

  start(): void {
    this.#running = Promise.all(Array.from({ length: this.#source.concurrency }, () => this.#poll()));
  }

  /** Waits for the batches under way; what is left stays on disk. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#queue.wake();
    await this.#running;
  }

  /** Whether there is nothing to deliver at this moment. A message that waits to be tried again is not to be delivered yet. */
  get idle(): boolean {
    return this.#inFlight === 0 && !this.#queue.busy;
  }

  async #poll(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.#inFlight += 1;
      const messages = await this.#queue.receive(this.#source.batchSize);
      if (messages.length > 0) await this.#settle(messages);
      this.#inFlight -= 1;
      if (messages.length === 0 && !signal.aborted) await this.#queue.change();
    }
  }

  async #settle(messages: Message[]): Promise<void> {
    const Records = messages.map((message) => recordOf(message, this.#queue.model));
    const result = await this.#deliver(this.#source.function, { Records });
    if (!result.ok) return;
    const answer = result.answer as { batchItemFailures?: { itemIdentifier: string }[] } | null;
    const reported = this.#source.reportsItemFailures ? (answer?.batchItemFailures ?? []) : [];
    const failed = new Set(reported.map(({ itemIdentifier }) => itemIdentifier));
    const taken = messages.filter(({ id }) => !failed.has(id));
    await this.#queue.delete(taken.map(({ receipt = '' }) => receipt));
  }
}

function recordOf(
  { id, body, receipt = '', receives, sentAt, firstReceivedAt = sentAt }: Message,
  { arn }: QueueModel,
) {
  return {
    messageId: id,
    receiptHandle: receipt,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt),
      SenderId: 'local',
      ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    },
    messageAttributes: {},
    md5OfBody: md5(body),
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: REGION,
  };
}
