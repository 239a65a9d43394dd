import { backoff, type Clock, sleep } from './clock.ts';
import { ConversationHead } from './conversation-head.ts';
import { Delivery, type Numbered } from './delivery.ts';
import { stampAfter } from './head.ts';
import type { Link } from './link.ts';
import type { Outbox } from './outbox.ts';
import type { Failure, Outcome } from './outcome.ts';
import { Signals } from './signals.ts';
import { Timeline } from './timeline.ts';
import type {
  Action,
  Assurance,
  Conversation,
  Fields,
  FrameAnswer,
  Item,
  Page,
  PageQuery,
  Party,
  Push,
} from './types.ts';

export interface ThreadOptions {
  readonly role: 'consumer' | 'agent';
  readonly id: string;
  readonly link: Link;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly random: () => number;
  readonly page: (query: PageQuery) => Promise<Outcome<Page>>;
  /** Makes sure that there is a conversation to join. */
  readonly prepare: () => Promise<Outcome<unknown>>;
  /** The most items to hold; all of them when left out. Half are forgotten at once, so that it is seldom done. */
  readonly most?: number;
  readonly changed: () => void;
  /** Items that became visible, in order. `fresh` says that they happened after this thread was loaded. */
  readonly appeared: (items: readonly Item[], fresh: boolean) => void;
  /** The conversation cannot be joined or read for a reason that waiting does not mend. */
  readonly refused: (failure: Failure) => void;
}

const mostPauseMs = 5000;
/** So long a last word is waited for. */
const lastWordMs = 5000;

/**
 * One conversation as one side sees it: joined anew on every socket, read in order without gaps, written exactly once.
 * The consumer's and the agent's client both stand on it.
 */
export class Thread {
  readonly id: string;
  readonly #options: ThreadOptions;
  readonly #timeline = new Timeline();
  readonly #delivery: Delivery;
  readonly #signals: Signals;
  readonly #head: ConversationHead;
  #joined = false;
  /** How often it was joined: who asked before the last time may have asked under a token that is dead. */
  #joins = 0;
  #entering: Promise<boolean> | undefined;
  #catching: Promise<boolean> | undefined;

  constructor(options: ThreadOptions) {
    this.id = options.id;
    this.#options = options;
    this.#signals = new Signals({
      clock: options.clock,
      changed: options.changed,
      typing: (on) => void options.link.request(`${options.role}.typing`, { conversation: this.id, on }),
      read: (seq) => {
        // Nobody pushes to us what we have read ourselves.
        this.#head.read(options.role, seq);
        options.changed();
        void this.act(`${options.role}.read`, { conversation: this.id, seq });
      },
    });
    this.#head = new ConversationHead({
      clock: options.clock,
      expire: (challenge) => this.act(`${options.role}.expire`, { conversation: this.id, challenge }),
    });
    this.#delivery = new Delivery({
      ...options,
      conversation: this.id,
      timeline: this.#timeline,
      stored: (message) => this.#sent(message),
      enter: () => this.#enterAgain(),
      caughtUp: () => this.#catchUp(),
      earlier: () => this.earlier(),
    });
  }

  get conversation(): Conversation | undefined {
    return this.#head.current;
  }

  get items(): readonly Item[] {
    return this.#timeline.items;
  }

  /** Whether there is something before the first item. */
  get hasEarlier(): boolean {
    return this.#timeline.loaded && this.#timeline.first > 1;
  }

  /** Whether the other side is typing now. */
  get typing(): boolean {
    return this.#signals.otherTypes;
  }

  /** A new socket is open: join, read what was missed, send what waits. */
  enter(): Promise<boolean> {
    this.#joined = false;
    return this.#enterAgain();
  }

  /** The answer to a step-up said so, before the next socket could. */
  assured(assurance: Assurance, name: string | undefined): void {
    this.#head.assured(assurance, name);
  }

  /** The socket is gone. */
  left(): void {
    this.#joined = false;
  }

  /** Stops every timer. */
  end(): void {
    this.#joined = false;
    this.#head.end();
    this.#signals.end();
  }

  /** Something was put into the outbox. */
  wrote(): void {
    this.#signals.sent();
    if (this.#joined) void this.#delivery.run();
  }

  /** Tells the other side; call it at every key press and with `false` when the field is left empty. */
  type(on: boolean): void {
    if (this.#joined) this.#signals.type(on);
  }

  /** Everything up to here was seen by the person. */
  read(seq: number): void {
    if (this.#joined) this.#signals.read(seq, this.conversation?.read[this.#options.role] ?? 0);
  }

  /** Loads the page before the first item. Answers false when nothing came. */
  async earlier(): Promise<boolean> {
    if (!this.hasEarlier) return false;
    const page = await this.#options.page({ before: this.#timeline.first });
    const came = page.ok && this.#timeline.prepend(page.value.items);
    if (came) this.#options.changed();
    return came;
  }

  /** Sends a frame about this conversation until it is answered; joins first where the server asks for it. */
  async act<A extends Action>(action: A, fields: Fields<A>): Promise<Outcome<FrameAnswer<A>>> {
    const outcome = await this.#options.link.repeat(action, fields);
    if (outcome.ok || outcome.failure.code !== 'rejoin') return outcome;
    return (await this.enter()) ? this.#options.link.repeat(action, fields) : outcome;
  }

  /** The same with what lets nobody here write any more: what was written before goes first, if it goes at all. */
  async actLast<A extends Action>(action: A, fields: Fields<A>): Promise<Outcome<FrameAnswer<A>>> {
    const { outbox, clock } = this.#options;
    if (outbox.waiting) await Promise.race([outbox.emptied(), sleep(clock, lastWordMs)]);
    return this.act(action, fields);
  }

  /** Something about this conversation was pushed. */
  pushed(push: Push): void {
    if (push.type === 'message') this.#take([push.message]);
    else if (push.type === 'entry') {
      this.#take([push.entry]);
      if (push.challenge) this.#head.challenged(push.challenge);
    } else if (push.type === 'challenge') this.#head.challenged(push.challenge);
    else if (push.type === 'typing')
      this.#signals.otherTyped(push.from.role !== this.#options.role && push.on);
    else if (push.type === 'read') this.#head.read(push.role, push.seq);
    this.#options.changed();
    if (this.#timeline.behind) void this.#catchUp();
  }

  #enterAgain(): Promise<boolean> {
    this.#entering ??= this.#enter().finally(() => {
      this.#entering = undefined;
    });
    return this.#entering;
  }

  async #enter(): Promise<boolean> {
    const { link, outbox, role } = this.#options;
    const ready = await this.#options.prepare();
    if (!ready.ok) return this.#notEntered(ready.failure);
    const joined = await link.request(`${role}.join`, { conversation: this.id, clientId: outbox.clientId });
    if (!joined.ok) return this.#notEntered(joined.failure);
    this.#joined = true;
    this.#joins++;
    this.#head.joined(joined.value.conversation);
    this.#timeline.heard(joined.value.conversation.lastSeq);
    const doubt = outbox.joined(joined.value.sender, joined.value.n);
    this.#options.changed();
    // What waits is sent without waiting for the page, unless the page must tell first what was sent already.
    void this.#catchUp();
    void this.#delivery.run(doubt);
    return true;
  }

  #notEntered(failure: Failure): false {
    const { link } = this.#options;
    if (failure.retryable) link.reconnect();
    else this.#options.refused(failure);
    return false;
  }

  /** Loads what is missing up to the newest that is known of. One at a time; false when it had to give up. */
  #catchUp(): Promise<boolean> {
    const joins = this.#joins;
    this.#catching ??= this.#fetchMissing().finally(() => {
      this.#catching = undefined;
      if (this.#joins > joins) void this.#catchUp();
    });
    return this.#catching;
  }

  async #fetchMissing(): Promise<boolean> {
    const { clock, random } = this.#options;
    let fruitless = 0;
    while (this.#timeline.behind || !this.#timeline.loaded) {
      const { last, loaded } = this.#timeline;
      const page = await this.#options.page(loaded ? { after: last } : {});
      if (page.ok) this.#takePage(page.value);
      else if (!page.failure.retryable) return this.#notEntered(page.failure);
      if (!this.#joined) return false;
      fruitless = page.ok && this.#timeline.last > last ? 0 : fruitless + 1;
      // A hole: somebody's message is about to be stored there, or will be given up after a minute.
      if (fruitless > 0) await sleep(clock, Math.min(mostPauseMs, 200 + backoff(fruitless, random)));
    }
    return true;
  }

  #takePage(page: Page): void {
    this.#timeline.heard(page.lastSeq);
    if (page.from !== undefined) this.#timeline.skipTo(page.from);
    if (this.#timeline.loaded) this.#take(page.items);
    else this.#appear(this.#timeline.load(page.items), false);
    this.#options.changed();
  }

  /** What nobody pushes to us: our own message. Where its stamp cannot be known for certain, the page tells. */
  #sent({ seq, at, sender = '', n, text }: Numbered & { readonly seq: number }): void {
    const head = this.conversation;
    const next = seq === this.#timeline.last + 1 && head && seq > head.lastSeq;
    const assurance = next ? stampAfter(head.assurance, this.#timeline.items) : undefined;
    const from: Party | undefined = this.#options.role === 'agent' ? head?.agent : { role: 'consumer' };
    if (assurance && from) {
      this.#take([{ kind: 'message', seq, at, from, sender, n, text, assurance }]);
    } else {
      this.#timeline.heard(seq);
      void this.#catchUp();
    }
  }

  #take(items: readonly Item[]): void {
    this.#appear(this.#timeline.add(items), true);
  }

  #appear(items: readonly Item[], fresh: boolean): void {
    if (items.length === 0) return;
    this.#head.appeared(items);
    const written = items.some((item) => item.kind === 'message' && item.from.role !== this.#options.role);
    if (written) this.#signals.otherTyped(false);
    this.#options.outbox.seen(this.#timeline.last);
    this.#options.appeared(items, fresh);
    const { most } = this.#options;
    if (most !== undefined && this.items.length > most) this.#timeline.trim(most / 2);
    this.#options.changed();
  }
}
