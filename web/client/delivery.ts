import { backoff, type Clock, sleep } from './clock.ts';
import type { Link } from './link.ts';
import type { Doubt, Outbox, Unsent } from './outbox.ts';
import type { Failure } from './outcome.ts';
import type { Timeline } from './timeline.ts';
import type { Item } from './types.ts';

export interface DeliveryOptions {
  readonly role: 'consumer' | 'agent';
  readonly conversation: string;
  readonly link: Link;
  readonly outbox: Outbox;
  readonly timeline: Timeline;
  readonly clock: Clock;
  readonly random: () => number;
  readonly changed: () => void;
  /** A message of our own has its number; nobody pushes it to the socket that sent it. */
  readonly stored: (message: Numbered & { readonly seq: number }) => void;
  /** Joins again, which also tells the outbox how far the server has seen us. */
  readonly enter: () => Promise<boolean>;
  /** Loads what is known to be missing; false when that has to wait for the next socket. */
  readonly caughtUp: () => Promise<boolean>;
  readonly earlier: () => Promise<boolean>;
}

export type Numbered = Unsent & { readonly n: number };
type Search = { readonly found: 'text' | 'other' | 'nothing'; readonly seq: number };

/** Sends what is in the outbox, one at a time, and does what each answer asks for. */
export class Delivery {
  readonly #options: DeliveryOptions;
  #running = false;
  #doubt: Doubt = 'none';

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Goes on until nothing waits or the socket is gone; the next join calls it again. */
  async run(doubt: Doubt = 'none'): Promise<void> {
    if (doubt === 'look') this.#doubt = doubt;
    if (this.#running) return;
    this.#running = true;
    try {
      const { outbox } = this.#options;
      let attempt = 0;
      for (let next = outbox.next(); next; next = outbox.next()) {
        const before = next.key;
        if (!(await this.#deliver(next, attempt))) return;
        attempt = outbox.next()?.key === before ? attempt + 1 : 0;
        this.#options.changed();
      }
    } finally {
      this.#running = false;
    }
  }

  /** One try with one message. False when there is nothing to do before the next join. */
  async #deliver(message: Numbered, attempt: number): Promise<boolean> {
    if (this.#doubt === 'look') {
      this.#doubt = 'none';
      return this.#lookFor(message);
    }
    const { link, outbox, timeline, conversation, role } = this.#options;
    const { n, text } = message;
    const sent = await link.request(`${role}.send`, { conversation, clientId: outbox.clientId, n, text });
    if (!sent.ok) return this.#refused(message, sent.failure, attempt);
    outbox.stored(message.key, sent.value.seq);
    this.#options.stored({ ...message, ...sent.value });
    outbox.seen(timeline.last);
    return true;
  }

  async #refused(message: Numbered, failure: Failure, attempt: number): Promise<boolean> {
    const { link, outbox } = this.#options;
    switch (failure.code) {
      case 'unreachable':
        return link.status === 'open' && this.#pause(attempt);
      case 'rate_limited':
      case 'unavailable':
      case 'internal':
        return this.#pause(attempt, failure.retryAfter);
      case 'rejoin':
        return (await this.#pause(attempt)) && this.#options.enter();
      case 'out_of_order':
      case 'duplicate':
        // Ask how far the server has seen us, then look for the message itself before it is sent again.
        if (!(await this.#pause(attempt)) || !(await this.#options.enter())) return false;
        this.#doubt = 'look';
        return true;
      case 'lost':
        outbox.renumber(message.key, message.n);
        return true;
      case 'conflict':
        outbox.renew();
        return this.#options.enter();
      case 'unauthorized':
      case 'session_ended':
        link.reconnect();
        return false;
      default:
        outbox.fail(message.key, failure);
        return true;
    }
  }

  /**
   * The answer to a message was lost, and its number has been passed or forgotten since: it is stored if it stands in
   * the conversation under the number it had then. Another text under that number was sent by a copy of this client.
   */
  async #lookFor(message: Numbered): Promise<boolean> {
    const { outbox, timeline } = this.#options;
    const number = outbox.position;
    if (message.sender === outbox.sender && (message.n === number || message.n === number + 1)) return true;
    if (!(await this.#options.caughtUp())) return false;
    let search = searchIn(timeline.items, message);
    while (!search && (await this.#options.earlier())) search = searchIn(timeline.items, message);
    if (search?.found === 'text') {
      outbox.stored(message.key, search.seq);
      outbox.seen(timeline.last);
      return true;
    }
    if (search?.found === 'other' || (message.sender === outbox.sender && message.n <= number)) {
      outbox.renew();
      return this.#options.enter();
    }
    outbox.renumber(message.key, number);
    return true;
  }

  async #pause(attempt: number, seconds = 0): Promise<boolean> {
    const first = attempt === 0 && seconds === 0;
    if (!first) {
      const { clock, random } = this.#options;
      await sleep(clock, seconds * 1000 + backoff(attempt, random));
    }
    return this.#options.link.status === 'open';
  }
}

/** Undefined when the items do not go back far enough to tell. */
function searchIn(items: readonly Item[], message: Numbered): Search | undefined {
  for (const item of items.toReversed()) {
    if (item.kind !== 'message' || item.sender !== message.sender) continue;
    if (item.n === message.n) return { found: item.text === message.text ? 'text' : 'other', seq: item.seq };
    if (item.n < message.n) return { found: 'nothing', seq: item.seq };
  }
  return items[0]?.seq === 1 ? { found: 'nothing', seq: 0 } : undefined;
}
