import { newId, utf8Length } from './encoding.ts';
import { type Failure, failed, type Outcome, ownFailure, success } from './outcome.ts';

/** The most text that one message holds: bytes in UTF-8. */
const mostBytes = 8192;

/** A message that is not yet seen in the conversation. */
export interface Unsent {
  /** The client's own name for it. */
  readonly key: string;
  readonly text: string;
  /** Epoch milliseconds at which it was written. */
  readonly at: number;
  /** The number it was, or is being, sent under, and the sender key of then. */
  readonly n?: number;
  readonly sender?: string;
  /** Stored under this sequence number, and about to appear there. */
  readonly seq?: number;
  /** Refused for good; the text is kept until it is tried again or thrown away. */
  readonly failure?: Failure;
}

/** What a reload must not lose. */
export interface OutboxState {
  readonly clientId: string;
  /** The last number that the server has seen from this client, as far as is known. */
  readonly n: number;
  readonly queue: readonly Unsent[];
}

export const emptyOutbox = (): OutboxState => ({ clientId: newId(), n: 0, queue: [] });

/** What `joined` finds out about a message whose answer was lost. */
export type Doubt = 'none' | 'look';

/**
 * The queue of one conversation: numbers 1, 2, 3 … for each client id, one in flight. Saves itself before anything is
 * sent, so that a message is under way under one number only, whatever happens to the page.
 */
export class Outbox {
  #state: OutboxState;
  readonly #save: (state: OutboxState) => void;
  readonly #emptied: (() => void)[] = [];
  /** Who the server says we are. */
  #sender = '';

  constructor(state: OutboxState, save: (state: OutboxState) => void) {
    this.#state = state;
    this.#save = save;
  }

  get clientId(): string {
    return this.#state.clientId;
  }

  get queue(): readonly Unsent[] {
    return this.#state.queue;
  }

  /** The server's key for this client in this conversation; empty before the first join. */
  get sender(): string {
    return this.#sender;
  }

  /** The last number that the server has seen, as far as is known. */
  get position(): number {
    return this.#state.n;
  }

  /** Whether there is something to send. */
  get waiting(): boolean {
    return this.queue.some(isWaiting);
  }

  /** Resolves once nothing waits to be sent: all of it is stored, or refused for good. */
  emptied(): Promise<void> {
    return new Promise((done) => {
      this.#emptied.push(done);
      this.#tell();
    });
  }

  /** Queues a text; the value is its key. Refuses what no server would take. */
  add(text: string, at: number): Outcome<string> {
    if (utf8Length(text) > mostBytes) return failed(ownFailure('too_long'));
    const key = newId();
    this.#set({ queue: [...this.queue, { key, text: text.toWellFormed(), at }] });
    return success(key);
  }

  /** The next message to send, with its number; undefined when there is none. */
  next(): (Unsent & { readonly n: number }) | undefined {
    const head = this.queue.find(isWaiting);
    if (!head) return undefined;
    const n = head.n ?? this.#state.n + 1;
    if (head.n === undefined) this.#change(head.key, { n, sender: this.#sender });
    return { ...head, n, sender: head.sender ?? this.#sender };
  }

  /**
   * The server said how far it has seen us. A message in flight is repeated under its number where that can only find
   * itself; `look` says that the conversation must be searched for it first.
   */
  joined(sender: string, n: number): Doubt {
    this.#sender = sender;
    this.#set({ n });
    const head = this.queue.find(isWaiting);
    if (head?.n === undefined) return 'none';
    return head.sender === sender && (head.n === n || head.n === n + 1) ? 'none' : 'look';
  }

  stored(key: string, seq: number): void {
    const n = this.queue.find((one) => one.key === key)?.n;
    if (n !== undefined) this.#set({ n: Math.max(n, this.#state.n) });
    this.#change(key, { seq });
  }

  /** Its number was used up without it: the same text goes under the next one. */
  renumber(key: string, used: number): void {
    this.#set({ n: Math.max(used, this.#state.n) });
    this.#forgetNumber(key);
  }

  /** Somebody else, such as a copy of this tab, sends as this client: be another one from here on. */
  renew(): void {
    this.#set({ clientId: newId(), n: 0 });
    for (const one of this.queue) if (isWaiting(one)) this.#forgetNumber(one.key);
  }

  fail(key: string, failure: Failure): void {
    this.#change(key, { failure });
    this.#forgetNumber(key);
  }

  /** Tries a failed message again, behind all others. */
  retry(key: string): void {
    const one = this.queue.find((unsent) => unsent.key === key && unsent.failure);
    if (!one) return;
    const rest = this.queue.filter((unsent) => unsent !== one);
    this.#set({ queue: [...rest, { key: one.key, text: one.text, at: one.at }] });
  }

  /** Throws a failed message away. */
  discard(key: string): void {
    this.#set({ queue: this.queue.filter((one) => one.key !== key || !one.failure) });
  }

  /** The conversation shows everything up to here: what stands in it is no longer unsent. */
  seen(seq: number): void {
    const queue = this.queue.filter((one) => one.seq === undefined || one.seq > seq);
    if (queue.length < this.queue.length) this.#set({ queue });
  }

  /** The conversation has ended for us: nothing of it can be sent, and every text is kept. */
  end(failure: Failure): void {
    const texts = this.queue.filter((one) => one.seq === undefined);
    this.#set({
      clientId: newId(),
      n: 0,
      queue: texts.map(({ key, text, at, failure: earlier }) => ({
        key,
        text,
        at,
        failure: earlier ?? failure,
      })),
    });
  }

  /** Another conversation takes the place of this one: what was not stored goes there, under numbers of its own. */
  move(): void {
    this.#set({ queue: this.queue.filter((one) => one.seq === undefined) });
    this.renew();
  }

  /** Nobody may find here what was written: every text is gone. */
  clear(): void {
    this.#set(emptyOutbox());
  }

  #forgetNumber(key: string): void {
    const queue = this.queue.map((one) => {
      if (one.key !== key) return one;
      const { n: _, sender: __, ...rest } = one;
      return rest;
    });
    this.#set({ queue });
  }

  #change(key: string, change: Partial<Unsent>): void {
    this.#set({ queue: this.queue.map((one) => (one.key === key ? { ...one, ...change } : one)) });
  }

  #set(change: Partial<OutboxState>): void {
    this.#state = { ...this.#state, ...change };
    this.#save(this.#state);
    this.#tell();
  }

  #tell(): void {
    if (!this.waiting) for (const done of this.#emptied.splice(0)) done();
  }
}

const isWaiting = (one: Unsent): boolean => one.seq === undefined && one.failure === undefined;
