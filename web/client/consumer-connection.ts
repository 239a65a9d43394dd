import { type Clock, systemClock } from './clock.ts';
import { ConsumerSession, isOver } from './consumer-session.ts';
import type { ConsumerEvents, ConsumerOptions, ConsumerStatus, ConsumerView } from './consumer-types.ts';
import type { Emitter } from './emitter.ts';
import { httpCaller } from './http.ts';
import { Link, type LinkStatus, openSocket } from './link.ts';
import { Logins } from './logins.ts';
import { Outbox } from './outbox.ts';
import { type Failure, failed, type Outcome, ownFailure, success } from './outcome.ts';
import { type StepUpDone, untilAnswered } from './redeem.ts';
import { StepUp } from './step-up.ts';
import { tabStore } from './storage.ts';
import { Thread } from './thread.ts';
import type { OpenedSession, Page, PageQuery, Ticket } from './types.ts';
import { browserWindows } from './windows.ts';

/** What the page may change while the chat is open. */
export type PageWord = Pick<ConsumerOptions, 'callbacks' | 'claimed'>;

/**
 * The machinery of a consumer's client: one session, one link, one thread at a time, and how each takes the place of the
 * one before: after a login, a logout, or when the server will not have us.
 */
export class ConsumerConnection {
  readonly session: ConsumerSession;
  readonly stepUp: StepUp;
  readonly logins: Logins;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly #random: () => number;
  readonly #events: Emitter<ConsumerEvents>;
  readonly #link: Link;
  #thread: Thread | undefined;
  #failure: Failure | undefined;
  #ended = false;
  /** A session that nobody had used gave way to a new one. */
  #renewed = false;
  /** The token that the socket of now was opened with. */
  #ticketToken = '';

  constructor(options: ConsumerOptions, page: () => PageWord, events: Emitter<ConsumerEvents>) {
    this.clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#events = events;
    const timing = { clock: this.clock, random: this.#random };
    const { loginFirst = false, loggedIn = false } = options;
    const call = httpCaller({ ...options, credentials: 'omit' });
    this.session = new ConsumerSession(call, options.storage ?? tabStore(), {
      ...options,
      claimed: () => page().claimed,
    });
    this.stepUp = new StepUp({
      ...timing,
      session: this.session,
      callbacks: () => page().callbacks,
      returnTo: options.returnTo,
      windows: options.windows ?? browserWindows(),
      changed: () => this.changed(),
      done: (done) => this.#steppedUp(done),
      gaveUp: (why, challenge) => this.logins.tell(why, challenge),
      failed: (failure) => events.emit('loginFailed', failure),
    });
    this.logins = new Logins({
      session: this.session,
      stepUp: this.stepUp,
      thread: () => this.#thread,
      clock: this.clock,
      loginFirst,
      loggedIn,
    });
    this.outbox = new Outbox(this.session.state.outbox, (outbox) => this.session.save({ outbox }));
    this.#link = new Link({
      ...timing,
      ticket: () => this.#ticket(),
      connect: options.connect ?? openSocket,
      opened: () => {
        this.#renewed = false;
        void this.#thread?.enter();
      },
      pushed: (push) => {
        if ('conversation' in push && push.conversation === this.#thread?.id) this.#thread.pushed(push);
      },
      changed: (status) => {
        if (status !== 'open') this.#thread?.left();
        this.changed();
      },
      refused: (failure) => void this.refused(failure),
    });
  }

  get thread(): Thread | undefined {
    return this.#thread;
  }

  get view(): ConsumerView {
    const thread = this.#thread;
    return {
      ...this.logins.view,
      status: this.#ended ? 'ended' : this.#failure ? 'failed' : statuses[this.#link.status],
      conversation: thread?.conversation,
      items: thread?.items ?? [],
      unsent: this.outbox.queue,
      hasEarlier: thread?.hasEarlier ?? false,
      typing: thread?.typing ?? false,
      available: this.session.state.session?.available,
      awayMessage: this.session.state.session?.awayMessage,
      failure: this.#failure,
    };
  }

  /** Whether nothing is open, and nothing was. */
  get isIdle(): boolean {
    return !this.session.state.session && this.#link.status === 'idle' && !this.#ended;
  }

  changed(): void {
    this.#events.emit('change', this.view);
  }

  /** There is something to send: goes on, or begins anew where it had ended. */
  goOn(): void {
    if (this.#ended) {
      this.#thread = undefined;
      this.#ended = false;
    }
    this.#failure = undefined;
    this.#thread?.wrote();
    this.connect();
  }

  connect(): void {
    this.#link.start();
    this.changed();
  }

  /** Connects if there is something to send. */
  connectToSend(): void {
    if (this.outbox.waiting) this.connect();
    else this.changed();
  }

  /** Looks at once whether the connection lives. */
  wake(): void {
    this.#link.nudge();
  }

  stop(): void {
    this.#thread?.end();
    this.#link.stop();
  }

  /** Forgets session and conversation. */
  leave(): void {
    this.logins.reset();
    this.stop();
    this.#thread = undefined;
    this.session.forget();
    this.#ended = false;
    this.#failure = undefined;
  }

  /** Another conversation of the person takes the place of this one. */
  move(conversation: string, token: string): void {
    this.#thread?.end();
    this.#thread = undefined;
    this.session.move(conversation, token);
    this.outbox.move();
    this.#link.restart();
  }

  /** The server takes nothing from a session any more: told until it knows. */
  async endAccess(session: OpenedSession, everywhere = false): Promise<Outcome<unknown>> {
    const ended = await this.untilAnswered(() => this.session.logOut(session, everywhere));
    if (ended.ok || isOver(ended.failure)) return success({});
    // Nobody is logged in here, so this place is all there is.
    return ended.failure.code === 'not_authenticated' ? this.endAccess(session) : ended;
  }

  untilAnswered<T>(call: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    return untilAnswered({ clock: this.clock, random: this.#random }, call);
  }

  async #ticket(): Promise<Outcome<Ticket>> {
    await this.stepUp.settled();
    const opened = await this.logins.enter();
    if (!opened.ok) return opened;
    this.#thread ??= this.#newThread(opened.value.conversation);
    this.#ticketToken = opened.value.token;
    return this.session.ticket();
  }

  #newThread(id: string): Thread {
    return new Thread({
      role: 'consumer',
      id,
      link: this.#link,
      outbox: this.outbox,
      clock: this.clock,
      random: this.#random,
      page: (query) => this.#page(id, query),
      prepare: () => this.#start(id),
      changed: () => this.changed(),
      appeared: (items, fresh) => {
        if (fresh) this.#events.emit('items', items);
      },
      refused: (failure) => void this.refused(failure),
    });
  }

  /**
   * A page that was asked for under a token whose place another has taken says nothing of this session: asked for once more,
   * unless it was of a conversation that this is not any more.
   */
  async #page(id: string, query: PageQuery): Promise<Outcome<Page>> {
    const asked = this.session.state.session?.token;
    const page = await this.session.page(query);
    if (page.ok || !isOver(page.failure)) return page;
    await this.stepUp.settled();
    const { token, conversation } = this.session.state.session ?? {};
    if (token === asked) return page;
    return conversation === id ? this.#page(id, query) : failed(ownFailure('unreachable'));
  }

  async #start(conversation: string): Promise<Outcome<unknown>> {
    if (this.session.state.started) return success({});
    const started = await this.#link.repeat('consumer.start', { conversation, ...this.session.said });
    if (started.ok) this.session.save({ started: true });
    return started;
  }

  /** The server will not have us: over for this session, or a mistake that only a developer mends. */
  async refused(failure: Failure): Promise<void> {
    // The view asks for it; what is written waits.
    if (failure.code === 'login_required') {
      this.changed();
      return;
    }
    const ended = isOver(failure);
    if (ended && (await this.#isStaleNews(this.#ticketToken))) return;
    if (ended && this.#replacesUnused()) return;
    this.stepUp.cancel();
    this.#link.stop();
    this.#thread?.end();
    this.#failure = failure;
    if (ended) {
      this.#ended = true;
      this.session.forget();
      this.outbox.end(failure);
      this.#events.emit('ended', failure);
    }
    this.changed();
  }

  /** The token that was refused is not ours any more: a login put another in its place. */
  async #isStaleNews(refused: string): Promise<boolean> {
    await this.stepUp.settled();
    return (await this.stepUp.finish()) || this.session.state.session?.token !== refused;
  }

  /** A session that began no conversation is over after a while: nothing was lost with it, and another takes its place. */
  #replacesUnused(): boolean {
    if (this.session.state.started || this.#renewed) return false;
    this.#renewed = true;
    this.#thread?.end();
    this.#thread = undefined;
    this.session.forget();
    this.connectToSend();
    return true;
  }

  /** Another token, so another socket; what is unsent goes on there. */
  #steppedUp(done: StepUpDone): void {
    this.#ended = false;
    this.#failure = undefined;
    if (done.assurance) this.#thread?.assured(done.assurance, done.name);
    if (!this.logins.entering) this.#link.restart();
    this.#events.emit('steppedUp', done);
  }
}

const statuses: Readonly<Record<LinkStatus, ConsumerStatus>> = {
  idle: 'idle',
  connecting: 'connecting',
  open: 'online',
  waiting: 'offline',
};
