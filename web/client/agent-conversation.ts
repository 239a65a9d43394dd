import type { History } from './agent-history.ts';
import type { Requests } from './agent-requests.ts';
import type { Outbox, Unsent } from './outbox.ts';
import type { Outcome } from './outcome.ts';
import type { Thread } from './thread.ts';
import type { Conversation, Fields, FrameAnswer, Item } from './types.ts';

/** How strong and how fresh a login is asked for. */
export interface Wanted {
  readonly acr?: string;
  readonly maxAge?: number;
}

/** To whom a conversation is handed on: an agent, or whoever has a skill. */
export type Receiver = Fields<'agent.transfer'>['to'];

/** One conversation on the agent's screen. */
export class AgentConversation {
  readonly #thread: Thread;
  readonly #outbox: Outbox;
  readonly #now: () => number;
  /** Any stretch of it, however long it is. */
  readonly history: History;
  readonly requests: Requests;

  constructor(
    thread: Thread,
    outbox: Outbox,
    now: () => number,
    more: { history: History; requests: Requests },
  ) {
    this.#thread = thread;
    this.history = more.history;
    this.requests = more.requests;
    this.#outbox = outbox;
    this.#now = now;
  }

  get id(): string {
    return this.#thread.id;
  }

  /** As it stands; undefined until it was joined. */
  get conversation(): Conversation | undefined {
    return this.#thread.conversation;
  }

  /** In order and without gaps. */
  get items(): readonly Item[] {
    return this.#thread.items;
  }

  /** The last number that is known without a gap before it; 0 while nothing was loaded. */
  get last(): number {
    return this.items.at(-1)?.seq ?? 0;
  }

  /** The item with this number, if it is here. */
  item(seq: number): Item | undefined {
    const first = this.items[0]?.seq ?? 0;
    return this.items[seq - first] ?? this.history.item(seq);
  }

  /** Sees to it that everything from one number to another, both included, is here or on its way. */
  want(from: number, to: number): void {
    const first = this.items[0]?.seq ?? 1;
    if (from < first) this.history.want(Math.max(1, from), Math.min(to, first - 1));
  }

  /** Written here and not in `items` yet. */
  get unsent(): readonly Unsent[] {
    return this.#outbox.queue;
  }

  get hasEarlier(): boolean {
    return this.#thread.hasEarlier;
  }

  /** Whether the consumer is typing. */
  get typing(): boolean {
    return this.#thread.typing;
  }

  /** Takes it from the queue of those that wait. */
  accept(): Promise<Outcome<unknown>> {
    return this.#thread.act('agent.accept', { conversation: this.id });
  }

  /** Sends a message. The value is its key in `unsent`; the only failure is `too_long`. */
  send(text: string): Outcome<string> {
    const queued = this.#outbox.add(text, this.#now());
    if (queued.ok) this.#thread.wrote();
    return queued;
  }

  retry(key: string): void {
    this.#outbox.retry(key);
    this.#thread.wrote();
  }

  discard(key: string): void {
    this.#outbox.discard(key);
    this.#thread.wrote();
  }

  /**
   * Asks the consumer to log in; `reason` is what they read. `acr` asks for a level of the brand's scale or a stronger one,
   * `maxAge` for a login at most so many seconds old (RFC 9470, section 4).
   */
  ask(reason?: string, wanted: Wanted = {}): Promise<Outcome<FrameAnswer<'agent.ask'>>> {
    const why = reason === undefined ? {} : { reason };
    return this.#thread.act('agent.ask', { conversation: this.id, ...why, ...wanted });
  }

  /** Takes a request to log in back. */
  withdraw(challenge: string): Promise<Outcome<unknown>> {
    return this.#thread.act('agent.withdraw', { conversation: this.id, challenge });
  }

  /** Hands it on, with a note that agents alone read. What was sent before goes first, here and in the two below. */
  transfer(to: Receiver, note?: string): Promise<Outcome<unknown>> {
    const why = note === undefined ? {} : { note };
    return this.#thread.actLast('agent.transfer', { conversation: this.id, to, ...why });
  }

  /** Ends the authenticated period: the consumer goes on, anonymous. */
  stepDown(): Promise<Outcome<unknown>> {
    return this.#thread.act('agent.step_down', { conversation: this.id });
  }

  /** Gives it back to those who wait. */
  release(): Promise<Outcome<unknown>> {
    return this.#thread.actLast('agent.release', { conversation: this.id });
  }

  close(): Promise<Outcome<unknown>> {
    return this.#thread.actLast('agent.close', { conversation: this.id });
  }

  /** Call it when the composer changes: whether there is text in it. */
  type(on: boolean): void {
    this.#thread.type(on);
  }

  /** The agent has seen everything up to this sequence number. */
  read(seq: number): void {
    this.#thread.read(seq);
  }

  /** Loads what was before the first item; false when nothing came. */
  earlier(): Promise<boolean> {
    return this.#thread.earlier();
  }
}
