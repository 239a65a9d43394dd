import { createHash, randomUUID } from 'node:crypto';
import type { QueueModel } from '../assembly/model.ts';
import type { Store } from '../dynamodb/engine.ts';

/** A message with what the queue knows of it. Times are in milliseconds. */
export type Message = {
  id: string;
  body: string;
  sentAt: number;
  /** Nobody receives it before. */
  visibleAt: number;
  receives: number;
  firstReceivedAt?: number;
  /** Of the last time that it was received: an older one is good no more. */
  receipt?: string;
};

/** Shorter than in the cloud, to see retries at work. */
export type QueuePace = {
  /** Milliseconds that one second of a pause lasts which a receiver asks for. */
  pauseSecondMs: number;
  /** Milliseconds after which what was received and not deleted comes again; the template's when left out. */
  visibilityMs?: number | undefined;
};

export type QueueOptions = {
  store: Store;
  model: QueueModel;
  pace: QueuePace;
  /** The queue of this ARN. */
  queue(arn: string): LocalQueue | undefined;
};

/**
 * A standard queue: a message is received again until it is deleted, each time after its visibility timeout, and goes to
 * the dead letters when that has been too often. Messages are on disk before a send is answered.
 */
export class LocalQueue {
  readonly model: QueueModel;
  readonly #options: QueueOptions;
  readonly #prefix: string;
  #messages: Message[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(options: QueueOptions) {
    this.#options = options;
    this.model = options.model;
    this.#prefix = `queue~${options.model.name}~`;
  }

  /** Takes up what an earlier run left. What was in flight then is received again at once. */
  async load(): Promise<void> {
    const { db } = this.#options.store;
    for await (const [, message] of db.iterator({ gte: this.#prefix, lt: `${this.#prefix}~` }))
      this.#messages.push({ ...(message as Message) });
    this.#messages.sort((a, b) => a.sentAt - b.sentAt);
    for (const message of this.#messages) if (message.receipt) message.visibleAt = 0;
  }

  /** All that is in the queue, also what cannot be received at this moment. */
  get messages(): readonly Message[] {
    return this.#messages;
  }

  /** Whether there is something to receive now. */
  get busy(): boolean {
    return this.#messages.some(({ visibleAt }) => visibleAt <= Date.now());
  }

  async send(bodies: readonly string[], delaySeconds = this.model.delaySeconds): Promise<Message[]> {
    const now = Date.now();
    const { pauseSecondMs } = this.#options.pace;
    const sent = bodies.map((body): Message => {
      const visibleAt = now + delaySeconds * pauseSecondMs;
      return { id: randomUUID(), body, sentAt: now, visibleAt, receives: 0 };
    });
    await this.#store(sent);
    this.#messages.push(...sent);
    this.wake();
    return sent;
  }

  /** The oldest that can be received, at most `count`; each is then invisible for a while. */
  async receive(count: number): Promise<Message[]> {
    const now = Date.now();
    await this.#drop((message) => now - message.sentAt > this.model.retentionSeconds * 1000);
    await this.#redrive(now);
    const { visibilityMs = this.model.visibilitySeconds * 1000 } = this.#options.pace;
    const received = this.#messages.filter(({ visibleAt }) => visibleAt <= now).slice(0, count);
    for (const message of received) {
      message.receives += 1;
      message.firstReceivedAt ??= now;
      message.receipt = randomUUID();
      message.visibleAt = now + visibilityMs;
    }
    await this.#store(received);
    return received.map((message) => ({ ...message }));
  }

  /** Deletes what was received under these receipts, as far as they are good. */
  async delete(receipts: readonly string[]): Promise<void> {
    await this.#drop(({ receipt }) => receipt !== undefined && receipts.includes(receipt));
  }

  /** Says when a received message is received again, from now. False when the receipt is good no more. */
  async changeVisibility(receipt: string, seconds: number): Promise<boolean> {
    const message = this.#messages.find((one) => one.receipt === receipt);
    if (!message) return false;
    message.visibleAt = Date.now() + seconds * this.#options.pace.pauseSecondMs;
    await this.#store([message]);
    this.wake();
    return true;
  }

  /** Waits until there may be something to receive, or somebody wakes the waiting. */
  async change(): Promise<void> {
    if (this.busy) return;
    const next = Math.min(...this.#messages.map(({ visibleAt }) => visibleAt - Date.now()), 60_000);
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.max(1, next));
      timer.unref();
      this.#waiting.add(wake);
    });
  }

  wake(): void {
    for (const wake of this.#waiting) wake();
  }

  /** What was received too often goes to the dead letters. */
  async #redrive(now: number): Promise<void> {
    const { redrive } = this.model;
    if (!redrive) return;
    const spent = this.#messages.filter(
      ({ receives, visibleAt }) => receives >= redrive.maxReceives && visibleAt <= now,
    );
    if (spent.length === 0) return;
    // Nobody else may find them in the meantime; on disk they stay until they are in the other queue.
    this.#messages = this.#messages.filter((message) => !spent.includes(message));
    await this.#options.queue(redrive.deadLetters)?.send(spent.map(({ body }) => body));
    await this.#forget(spent);
  }

  async #drop(gone: (message: Message) => boolean): Promise<void> {
    const dropped = this.#messages.filter(gone);
    if (dropped.length === 0) return;
    this.#messages = this.#messages.filter((message) => !dropped.includes(message));
    await this.#forget(dropped);
  }

  async #forget(messages: readonly Message[]): Promise<void> {
    await this.#options.store.db.batch(
      messages.map((message) => ({ type: 'del' as const, key: this.#key(message) })),
    );
  }

  async #store(messages: readonly Message[]): Promise<void> {
    await this.#options.store.db.batch(
      messages.map((message) => ({ type: 'put' as const, key: this.#key(message), value: { ...message } })),
    );
  }

  #key({ id }: Message): string {
    return this.#prefix + id;
  }
}

/** As SQS sends it along, so that the sender sees that nothing was lost. */
export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
