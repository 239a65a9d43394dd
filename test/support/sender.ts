import { randomUUID } from 'node:crypto';
import type { RawSocket, SocketAnswer } from './raw-socket.ts';

/** What came of a frame: its answer, the code of a refusal, or nothing, when it or its answer was lost. */
type Outcome = { readonly seq: number } | { readonly code: string } | 'nothing';

const isDuplicate = (outcome: Outcome): boolean =>
  outcome !== 'nothing' && 'code' in outcome && outcome.code === 'duplicate';

/** A new socket, joined to the conversation; nothing when its owner is no longer let in. */
export type Rejoin = () => Promise<RawSocket | undefined>;

export interface SentMessage {
  readonly n: number;
  readonly text: string;
}

interface SenderParts {
  readonly name: string;
  readonly action: 'consumer.send' | 'agent.send';
  readonly conversation: string;
  readonly clientId: string;
  readonly rejoin: Rejoin;
}

/** How a message goes out: how many copies of its frame at once, and whether the answer is heard. */
export interface Manner {
  readonly copies: number;
  readonly deaf: boolean;
}

/** How long a client waits for an answer. */
const patience = 4000;

/**
 * A client as the documents say one must be: it numbers its messages, has one in flight, repeats until it is answered, and
 * joins again when told to. It keeps what it was told, for a test to hold against what is stored.
 */
export class Sender {
  readonly parts: SenderParts;
  /** What was answered, by number. A number that was answered twice must have been answered the same. */
  readonly acknowledged = new Map<number, number>();
  readonly sent: SentMessage[] = [];
  /** Never answered: the sender was shut out, or had sent the next one already. They may be stored or not. */
  readonly open: SentMessage[] = [];
  shutOut = false;
  #socket: RawSocket | undefined;
  #lane: Promise<void> = Promise.resolve();

  constructor(parts: SenderParts) {
    this.parts = parts;
  }

  /** Does something after what this sender is doing now. */
  afterwards(work: () => Promise<void>): void {
    this.#lane = this.#lane.then(() => (this.shutOut ? undefined : work()));
  }

  /** Waits until it has done everything. */
  get idle(): Promise<void> {
    return this.#lane;
  }

  /** Sends the next message, and repeats it until it is answered. */
  say({ copies, deaf }: Manner): void {
    this.afterwards(async () => {
      const message = this.#next();
      const first = this.#transmit(message, copies);
      if (deaf) await this.#leave();
      const outcome = await first;
      if (!deaf && this.#learn(message, outcome)) return;
      await this.#repeat(message);
    });
  }

  /** Sends the next two at once and in the wrong order, as no client should; then goes on as it must. */
  sayTwo(): void {
    this.afterwards(async () => {
      const [one, two] = [this.#next(), this.#next()];
      const outcomes = await Promise.all([this.#transmit(two, 1), this.#transmit(one, 1)]);
      const [later, earlier] = outcomes;
      const passed = this.#learn(two, later);
      // With the second number given out, nobody can tell any more what became of the first.
      if (isDuplicate(earlier)) this.open.push(one);
      else if (!this.#learn(one, earlier)) await this.#repeat(one, true);
      if (!passed) await this.#repeat(two);
    });
  }

  /** Sends an old message once more: it is known, or too old to be, and is not stored again. */
  sayAgain(back: number): void {
    this.afterwards(async () => {
      const message = this.sent[Math.max(0, this.sent.length - 1 - back)];
      if (!message || !this.acknowledged.has(message.n)) return;
      const outcome = await this.#transmit(message, 1);
      if (outcome === 'nothing' || 'seq' in outcome) this.#learn(message, outcome);
      else if (!['duplicate', 'rejoin', 'unavailable'].includes(outcome.code))
        throw new Error(`${this.parts.name} was told ${outcome.code} to a repeat.`);
    });
  }

  /** Loses its connection and comes back. */
  reconnect(): void {
    this.afterwards(async () => {
      await this.#leave();
      await this.#connected();
    });
  }

  close(): void {
    this.#socket?.close();
  }

  #next(): SentMessage {
    const n = this.sent.length + 1;
    const message = { n, text: `${this.parts.name} ${n}` };
    this.sent.push(message);
    return message;
  }

  async #repeat(message: SentMessage, mayBePassed = false): Promise<void> {
    const outcomes: Outcome[] = [];
    while (outcomes.length < 20) {
      const outcome = await this.#transmit(message, 1);
      outcomes.push(outcome);
      const code = outcome !== 'nothing' && 'code' in outcome ? outcome.code : undefined;
      if (this.shutOut || (mayBePassed && isDuplicate(outcome))) {
        this.open.push(message);
        return;
      }
      if (this.#learn(message, outcome)) return;
      if (code === 'rejoin') await this.#leave();
    }
    throw new Error(`${this.parts.name} is not heard with ${message.n}: ${JSON.stringify(outcomes)}`);
  }

  /** Takes note of an answer. Whether the message is done with. */
  #learn({ n }: SentMessage, outcome: Outcome): boolean {
    if (outcome === 'nothing') return false;
    if ('code' in outcome) {
      if (['rejoin', 'unavailable', 'internal', 'out_of_order'].includes(outcome.code)) return false;
      throw new Error(`${this.parts.name} was told ${outcome.code} to number ${n}.`);
    }
    const before = this.acknowledged.get(n);
    if (before !== undefined && before !== outcome.seq)
      throw new Error(`${this.parts.name}'s ${n} is at ${before} and at ${outcome.seq}.`);
    this.acknowledged.set(n, outcome.seq);
    return true;
  }

  async #transmit({ n, text }: SentMessage, copies: number): Promise<Outcome> {
    const socket = await this.#connected();
    if (!socket) return 'nothing';
    const { action, conversation, clientId } = this.parts;
    const id = randomUUID();
    const from = socket.received.length;
    const frame = JSON.stringify({ action, id, conversation, clientId, n, text });
    for (let copy = 0; copy < copies; copy += 1) socket.send(frame);
    const comes = (event: SocketAnswer) =>
      socket.received.indexOf(event) >= from &&
      (event.id === id || event.message === 'Internal server error');
    const answer = await socket.until(comes, patience).catch(() => undefined);
    if (answer?.type === 'answer') return { seq: Number(answer.result?.seq) };
    return answer?.error ? { code: answer.error.code } : 'nothing';
  }

  async #connected(): Promise<RawSocket | undefined> {
    if (this.shutOut) return undefined;
    if (this.#socket && this.#socket.closed === undefined) return this.#socket;
    this.#socket = await this.parts.rejoin();
    this.shutOut = this.#socket === undefined;
    return this.#socket;
  }

  async #leave(): Promise<void> {
    this.#socket?.close();
    this.#socket = undefined;
  }
}
