import { type Clock, systemClock } from './clock.ts';
import { ConsumerSession } from './consumer-session.ts';
import type { ConsumerEvents, ConsumerOptions, ConsumerStatus, ConsumerView } from './consumer-types.ts';
import { Emitter } from './emitter.ts';
import { httpCaller } from './http.ts';
import { Link, type LinkStatus, openSocket } from './link.ts';
import { Outbox } from './outbox.ts';
import { type Failure, type FailureCode, failed, type Outcome, ownFailure, success } from './outcome.ts';
import { StepUp, type StepUpDone } from './step-up.ts';
import { tabStore } from './storage.ts';
import { Thread } from './thread.ts';
import type { Challenge, Ticket } from './types.ts';

/**
 * The consumer's side of a conversation. Nothing is opened before the first message; a reload goes on where it was.
 *
 * @example
 * const client = new ConsumerClient({ api, brand: 'acme', engagement: 'web', callbacks: { token } });
 * client.on('change', (view) => render(view));
 * client.resume();
 * client.send('Hello');
 */
export class ConsumerClient extends Emitter<ConsumerEvents> {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #session: ConsumerSession;
  readonly #stepUp: StepUp;
  readonly #outbox: Outbox;
  readonly #link: Link;
  #thread: Thread | undefined;
  #failure: Failure | undefined;
  #ended = false;
  /** The token that the socket of now was opened with. */
  #ticketToken = '';

  constructor(options: ConsumerOptions) {
    super();
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    const timing = { clock: this.#clock, random: this.#random };
    const { api, brand, engagement, callbacks } = options;
    const call = httpCaller({ ...options, credentials: 'omit' });
    this.#session = new ConsumerSession(call, options.storage ?? tabStore(), api, brand, engagement);
    this.#stepUp = new StepUp({
      ...timing,
      session: this.#session,
      callbacks,
      changed: () => this.#changed(),
      done: (done) => this.#steppedUp(done),
    });
    this.#outbox = new Outbox(this.#session.state.outbox, (outbox) => this.#session.save({ outbox }));
    this.#link = new Link({
      ...timing,
      ticket: () => this.#ticket(),
      connect: options.connect ?? openSocket,
      opened: () => void this.#thread?.enter(),
      pushed: (push) => {
        if ('conversation' in push && push.conversation === this.#thread?.id) this.#thread.pushed(push);
      },
      changed: (status) => {
        if (status !== 'open') this.#thread?.left();
        this.#changed();
      },
      refused: (failure) => void this.#refused(failure),
    });
  }

  get view(): ConsumerView {
    const thread = this.#thread;
    return {
      status: this.#ended ? 'ended' : this.#failure ? 'failed' : statuses[this.#link.status],
      conversation: thread?.conversation,
      items: thread?.items ?? [],
      unsent: this.#outbox.queue,
      hasEarlier: thread?.hasEarlier ?? false,
      typing: thread?.typing ?? false,
      challenge: this.#challenge,
      loggingIn: this.#stepUp.busy,
      failure: this.#failure,
    };
  }

  /** Goes on with what this tab had before a reload: conversation, unsent messages, a login under way. */
  resume(): void {
    const { session, started } = this.#session.state;
    if (session) void this.#stepUp.resume();
    if (started || this.#outbox.waiting) this.#connect();
  }

  /**
   * Sends a message, and opens session and conversation where there is none. It is kept until it is stored.
   * The value is its key in `unsent`; the only failure is `too_long`.
   */
  send(text: string): Outcome<string> {
    const queued = this.#outbox.add(text, this.#clock.now());
    if (queued.ok) this.#goOn();
    return queued;
  }

  /** Tries a message that was refused again. */
  retry(key: string): void {
    this.#outbox.retry(key);
    this.#goOn();
  }

  /** Throws a message that was refused away. */
  discard(key: string): void {
    this.#outbox.discard(key);
    this.#changed();
  }

  /** Loads what was before the first item; false when nothing came. */
  async earlier(): Promise<boolean> {
    return (await this.#thread?.earlier()) ?? false;
  }

  /** Call it when the composer changes: whether there is text in it. */
  type(on: boolean): void {
    this.#thread?.type(on);
  }

  /** The person has seen everything up to this sequence number. */
  read(seq: number): void {
    this.#thread?.read(seq);
  }

  /** Ends the conversation for both sides. */
  async close(): Promise<Outcome<unknown>> {
    const thread = this.#thread;
    return thread ? thread.act('consumer.close', { conversation: thread.id }) : success({});
  }

  /**
   * Answers the open request to log in: the page's callback brings the token, and the conversation goes on with the
   * person known. Call it from the person's click.
   */
  async answerChallenge(): Promise<Outcome<StepUpDone>> {
    const thread = this.#thread;
    const challenge = this.#challenge;
    if (!thread || !challenge || this.#stepUp.busy) return failed(notOpen);
    const outcome = await this.#stepUp.answer(challenge);
    const why = outcome.ok ? undefined : told[outcome.failure.code];
    if (why) await thread.act('consumer.fail', { conversation: thread.id, challenge: challenge.id, why });
    return outcome;
  }

  /** Answers the open request with "not now". */
  async decline(): Promise<Outcome<unknown>> {
    const thread = this.#thread;
    const challenge = this.#challenge;
    if (!thread || !challenge) return failed(notOpen);
    return thread.act('consumer.decline', { conversation: thread.id, challenge: challenge.id });
  }

  /** Leaves this conversation without ending it; the next message begins a new one under a new session. */
  startOver(): void {
    this.#link.stop();
    this.#thread?.end();
    this.#thread = undefined;
    this.#session.forget();
    this.#outbox.end(ownFailure('session_ended'));
    this.#ended = false;
    this.#failure = undefined;
    this.#changed();
  }

  /** The network is back, or the person is: looks at once whether the connection lives. */
  wake(): void {
    this.#link.nudge();
  }

  /** Closes the socket and stops every timer. What is saved stays. */
  stop(): void {
    this.#thread?.end();
    this.#link.stop();
  }

  get #challenge(): Challenge | undefined {
    const challenge = this.#thread?.conversation?.challenge;
    return this.#stepUp.isAnswerable(challenge) ? challenge : undefined;
  }

  #goOn(): void {
    if (this.#ended) {
      this.#thread = undefined;
      this.#ended = false;
    }
    this.#failure = undefined;
    this.#thread?.wrote();
    this.#connect();
  }

  #connect(): void {
    this.#link.start();
    this.#changed();
  }

  async #ticket(): Promise<Outcome<Ticket>> {
    await this.#stepUp.settled();
    const opened = await this.#session.open();
    if (!opened.ok) return opened;
    this.#thread ??= this.#newThread(opened.value.conversation);
    this.#ticketToken = opened.value.token;
    return this.#session.ticket();
  }

  #newThread(id: string): Thread {
    return new Thread({
      role: 'consumer',
      id,
      link: this.#link,
      outbox: this.#outbox,
      clock: this.#clock,
      random: this.#random,
      page: (query) => this.#session.page(query),
      prepare: () => this.#start(id),
      changed: () => this.#changed(),
      appeared: (items, fresh) => {
        if (fresh) this.emit('items', items);
      },
      refused: (failure) => void this.#refused(failure),
    });
  }

  async #start(conversation: string): Promise<Outcome<unknown>> {
    if (this.#session.state.started) return success({});
    const started = await this.#link.repeat('consumer.start', { conversation });
    if (started.ok) this.#session.save({ started: true });
    return started;
  }

  /** The server will not have us: over for this session, or a mistake that only a developer mends. */
  async #refused(failure: Failure): Promise<void> {
    const ended = failure.code === 'unauthorized' || failure.code === 'session_ended';
    if (ended && (await this.#isStaleNews())) return;
    this.#link.stop();
    this.#thread?.end();
    this.#failure = failure;
    if (ended) {
      this.#ended = true;
      this.#session.forget();
      this.#outbox.end(failure);
      this.emit('ended', failure);
    }
    this.#changed();
  }

  /** The token that was refused is not ours any more: a login put another in its place. */
  async #isStaleNews(): Promise<boolean> {
    await this.#stepUp.settled();
    return (await this.#stepUp.resume()) || this.#session.state.session?.token !== this.#ticketToken;
  }

  /** Another token, so another socket; what is unsent goes on there. */
  #steppedUp(done: StepUpDone): void {
    if (done.assurance) this.#thread?.assured(done.assurance, done.name);
    this.#link.restart();
    this.emit('steppedUp', done);
  }

  #changed(): void {
    this.emit('change', this.view);
  }
}

const statuses: Readonly<Record<LinkStatus, ConsumerStatus>> = {
  idle: 'idle',
  connecting: 'connecting',
  open: 'online',
  waiting: 'offline',
};

const notOpen: Failure = ownFailure('challenge_not_open');

/** Of the page's own failures the other side is told; all others the server knows already. */
const told: Partial<Record<FailureCode, 'cancelled' | 'login_failed'>> = {
  login_cancelled: 'cancelled',
  login_failed: 'login_failed',
};
