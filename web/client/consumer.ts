import type { ConsumerCallbacks } from './callbacks.ts';
import { type Clock, systemClock } from './clock.ts';
import { ConsumerSession, isOver } from './consumer-session.ts';
import type { ConsumerEvents, ConsumerOptions, ConsumerStatus, ConsumerView } from './consumer-types.ts';
import { Emitter } from './emitter.ts';
import { newSecret, s256 } from './encoding.ts';
import { httpCaller } from './http.ts';
import { Link, type LinkStatus, openSocket } from './link.ts';
import { Logins } from './logins.ts';
import { Outbox } from './outbox.ts';
import { type Failure, type Outcome, ownFailure, success } from './outcome.ts';
import { type StepUpDone, untilAnswered } from './redeem.ts';
import { StepUp, type Wish } from './step-up.ts';
import { tabStore } from './storage.ts';
import { Thread } from './thread.ts';
import type { History, LoginMethod, OpenedSession, Page, Ticket } from './types.ts';
import { browserWindows } from './windows.ts';

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
  /** How the page logs its person in; read whenever it is needed, so that it may be set late. */
  callbacks: ConsumerCallbacks;
  /** What the page says of its visitor; told when a conversation begins. */
  claimed: Readonly<Record<string, string>> | undefined;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #session: ConsumerSession;
  readonly #stepUp: StepUp;
  readonly #logins: Logins;
  readonly #outbox: Outbox;
  readonly #link: Link;
  #thread: Thread | undefined;
  #failure: Failure | undefined;
  #ended = false;
  /** A session that nobody had used gave way to a new one. */
  #renewed = false;
  /** The token that the socket of now was opened with. */
  #ticketToken = '';

  constructor(options: ConsumerOptions) {
    super();
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    const timing = { clock: this.#clock, random: this.#random };
    const { api, brand, engagement, loginFirst = false, loggedIn = false } = options;
    this.callbacks = options.callbacks;
    const call = httpCaller({ ...options, credentials: 'omit' });
    this.claimed = options.claimed;
    const claimed = () => this.claimed;
    this.#session = new ConsumerSession(call, options.storage ?? tabStore(), {
      api,
      brand,
      engagement,
      claimed,
    });
    this.#stepUp = new StepUp({
      ...timing,
      session: this.#session,
      callbacks: () => this.callbacks,
      returnTo: options.returnTo,
      windows: options.windows ?? browserWindows(),
      changed: () => this.#changed(),
      done: (done) => this.#steppedUp(done),
      gaveUp: (why, challenge) => this.#logins.tell(why, challenge),
      failed: (failure) => this.emit('loginFailed', failure),
    });
    this.#logins = new Logins({
      session: this.#session,
      stepUp: this.#stepUp,
      thread: () => this.#thread,
      clock: this.#clock,
      loginFirst,
      loggedIn,
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
      ...this.#logins.view,
      status: this.#ended ? 'ended' : this.#failure ? 'failed' : statuses[this.#link.status],
      conversation: thread?.conversation,
      items: thread?.items ?? [],
      unsent: this.#outbox.queue,
      hasEarlier: thread?.hasEarlier ?? false,
      typing: thread?.typing ?? false,
      failure: this.#failure,
    };
  }

  /** Goes on with what this tab had before a reload: conversation, unsent messages, a login under way. */
  resume(): void {
    const { session, started } = this.#session.state;
    if (session) this.#stepUp.resume();
    if (started || this.#outbox.waiting) this.#connect();
  }

  /** Opens the session, before anything is written: the view tells then whether, and how, one must or may log in. */
  async prepare(): Promise<void> {
    if (this.#session.state.session || this.#link.status !== 'idle' || this.#ended) return;
    const opened = await this.#logins.open();
    if (opened.ok) this.#changed();
    else if (!opened.failure.retryable) await this.#refused(opened.failure);
  }

  /** Whether the page's visitor is logged in there; it may come to be so while the chat is open. */
  set loggedIn(is: boolean) {
    this.#logins.loggedIn = is;
    this.#changed();
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
   * Answers the open request to log in, in one of the view's `methods`, the first when left out. The conversation goes on
   * with the person known. Call it in the person's click itself: a window that is opened any later is blocked.
   */
  answerChallenge(method?: LoginMethod): Promise<Outcome<StepUpDone>> {
    return this.#logins.answerChallenge(method);
  }

  /** Answers the open request with "not now". */
  decline(): Promise<Outcome<unknown>> {
    return this.#logins.decline();
  }

  /**
   * Logs in without having been asked: before the chat, to take up a conversation that began anonymously, or to renew.
   * Call it in the person's click itself, as `answerChallenge`.
   */
  logIn(method?: LoginMethod, wish?: Wish): Promise<Outcome<StepUpDone>> {
    return this.#logins.logIn(method, wish);
  }

  /** Ends the wait for a login at another page. */
  cancelLogin(): void {
    this.#stepUp.cancel();
  }

  /** Goes on without the login that the page, not the brand, wanted to come first. */
  async stayAnonymous(): Promise<void> {
    await this.#logins.stayAnonymous();
    if (this.#outbox.waiting) this.#connect();
    else this.#changed();
  }

  /** The person's other conversations, wherever they began; while somebody is logged in here. */
  history(cursor?: string): Promise<Outcome<History>> {
    return this.#session.history(cursor);
  }

  /** A page of one of them: the newest, or the one before a sequence number. */
  readHistory(id: string, before?: number): Promise<Outcome<Page>> {
    return this.#session.readHistory(id, before);
  }

  /** Goes on with one of them in the place of this one, under the login that holds here. */
  async goOnWith(id: string): Promise<Outcome<unknown>> {
    const token = newSecret();
    const hash = await s256(token);
    const timing = { clock: this.#clock, random: this.#random };
    const resumed = await untilAnswered(timing, () => this.#session.resumeOther(id, hash));
    if (!resumed.ok) return resumed;
    this.#thread?.end();
    this.#thread = undefined;
    this.#session.move(id, token);
    this.#outbox.move();
    this.#link.restart();
    return resumed;
  }

  /** Leaves this conversation without ending it; the next message begins a new one under a new session. */
  startOver(): void {
    this.#leave();
    this.#outbox.end(ownFailure('session_ended'));
    this.#changed();
  }

  /** Leaves this conversation for good, as one that began anonymously and is not to be taken up. */
  async startAnew(): Promise<void> {
    const { session } = this.#session.state;
    this.startOver();
    if (session) await this.#endAccess(session);
  }

  /**
   * The person logs out: this browser forgets everything, and the server takes nothing from it any more. What is shown is
   * gone at once; the outcome tells whether the server knows. `everywhere` ends it in each conversation of the person, on
   * every device; while nobody is logged in here that fails with `not_authenticated`.
   */
  async logOut({ everywhere = false } = {}): Promise<Outcome<unknown>> {
    const { session } = this.#session.state;
    this.#leave();
    this.#outbox.clear();
    this.#logins.loggedIn = false;
    this.#changed();
    return session ? this.#endAccess(session, everywhere) : success({});
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
    const opened = await this.#logins.enter();
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

  #leave(): void {
    this.#logins.reset();
    this.#link.stop();
    this.#thread?.end();
    this.#thread = undefined;
    this.#session.forget();
    this.#ended = false;
    this.#failure = undefined;
  }

  async #endAccess(session: OpenedSession, everywhere = false): Promise<Outcome<unknown>> {
    const timing = { clock: this.#clock, random: this.#random };
    const ended = await untilAnswered(timing, () => this.#session.logOut(session, everywhere));
    return ended.ok || isOver(ended.failure) ? success({}) : ended;
  }

  /** The server will not have us: over for this session, or a mistake that only a developer mends. */
  async #refused(failure: Failure): Promise<void> {
    // The view asks for it; what is written waits.
    if (failure.code === 'login_required') {
      this.#changed();
      return;
    }
    const ended = isOver(failure);
    if (ended && (await this.#isStaleNews())) return;
    if (ended && this.#replacesUnused()) return;
    this.#stepUp.cancel();
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
    return (await this.#stepUp.finish()) || this.#session.state.session?.token !== this.#ticketToken;
  }

  /** A session that began no conversation is over after a while: nothing was lost with it, and another takes its place. */
  #replacesUnused(): boolean {
    if (this.#session.state.started || this.#renewed) return false;
    this.#renewed = true;
    this.#thread?.end();
    this.#thread = undefined;
    this.#session.forget();
    if (this.#outbox.waiting) this.#connect();
    else this.#changed();
    return true;
  }

  /** Another token, so another socket; what is unsent goes on there. */
  #steppedUp(done: StepUpDone): void {
    this.#ended = false;
    this.#failure = undefined;
    if (done.assurance) this.#thread?.assured(done.assurance, done.name);
    if (!this.#logins.entering) this.#link.restart();
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
