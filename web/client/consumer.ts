import type { ConsumerCallbacks } from './callbacks.ts';
import { ConsumerConnection } from './consumer-connection.ts';
import type { ConsumerEvents, ConsumerOptions, ConsumerView } from './consumer-types.ts';
import { Emitter } from './emitter.ts';
import { newSecret, s256 } from './encoding.ts';
import { type Outcome, ownFailure, success } from './outcome.ts';
import type { StepUpDone } from './redeem.ts';
import type { LoginPlace, Wish } from './step-up-types.ts';
import type { History, LoginMethod, Page } from './types.ts';

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
  readonly #connection: ConsumerConnection;

  constructor(options: ConsumerOptions) {
    super();
    this.callbacks = options.callbacks;
    this.claimed = options.claimed;
    this.#connection = new ConsumerConnection(options, () => this, this);
  }

  get view(): ConsumerView {
    return this.#connection.view;
  }

  /** Goes on with what this tab had before a reload: conversation, unsent messages, a login under way. */
  resume(): void {
    const { session, started } = this.#connection.session.state;
    if (session) this.#connection.stepUp.resume();
    if (started || this.#connection.outbox.waiting) this.#connection.connect();
  }

  /** Opens the session, before anything is written: the view tells then whether, and how, one must or may log in. */
  async prepare(): Promise<void> {
    const connection = this.#connection;
    if (!connection.isIdle) return;
    const opened = await connection.logins.open();
    if (opened.ok) connection.changed();
    else if (!opened.failure.retryable) await connection.refused(opened.failure);
  }

  /** Whether the page's visitor is logged in there; it may come to be so while the chat is open. */
  set loggedIn(is: boolean) {
    this.#connection.logins.loggedIn = is;
    this.#connection.changed();
  }

  /**
   * Sends a message, and opens session and conversation where there is none. It is kept until it is stored.
   * The value is its key in `unsent`; the only failure is `too_long`.
   */
  send(text: string): Outcome<string> {
    const queued = this.#connection.outbox.add(text, this.#connection.clock.now());
    if (queued.ok) this.#connection.goOn();
    return queued;
  }

  /** Tries a message that was refused again. */
  retry(key: string): void {
    this.#connection.outbox.retry(key);
    this.#connection.goOn();
  }

  /** Throws a message that was refused away. */
  discard(key: string): void {
    this.#connection.outbox.discard(key);
    this.#connection.changed();
  }

  /** Loads what was before the first item; false when nothing came. */
  async earlier(): Promise<boolean> {
    return (await this.#connection.thread?.earlier()) ?? false;
  }

  /** Call it when the composer changes: whether there is text in it. */
  type(on: boolean): void {
    this.#connection.thread?.type(on);
  }

  /** The person has seen everything up to this sequence number. */
  read(seq: number): void {
    this.#connection.thread?.read(seq);
  }

  /** Ends the conversation for both sides. */
  async close(): Promise<Outcome<unknown>> {
    const { thread } = this.#connection;
    return thread ? thread.actLast('consumer.close', { conversation: thread.id }) : success({});
  }

  /**
   * Answers the open request to log in, in one of the view's `methods`, the first when left out. The conversation goes on
   * with the person known. Call it in the person's click itself: a window that is opened any later is blocked. With the
   * failure `window_blocked` nothing was begun, and the place `page` needs no window.
   */
  answerChallenge(method?: LoginMethod, place?: LoginPlace): Promise<Outcome<StepUpDone>> {
    return this.#connection.logins.answerChallenge(method, place);
  }

  /** Answers the open request with "not now". */
  decline(): Promise<Outcome<unknown>> {
    return this.#connection.logins.decline();
  }

  /**
   * Logs in without having been asked: before the chat, to take up a conversation that began anonymously, or to renew.
   * Call it in the person's click itself, as `answerChallenge`.
   */
  logIn(method?: LoginMethod, wish?: Wish, place?: LoginPlace): Promise<Outcome<StepUpDone>> {
    return this.#connection.logins.logIn(method, wish, place);
  }

  /** Ends the wait for a login at another page. */
  cancelLogin(): void {
    this.#connection.stepUp.cancel();
  }

  /** Goes on without the login that the page, not the brand, wanted to come first. */
  async stayAnonymous(): Promise<void> {
    await this.#connection.logins.stayAnonymous();
    this.#connection.connectToSend();
  }

  /** The person's other conversations, wherever they began; while somebody is logged in here. */
  history(cursor?: string): Promise<Outcome<History>> {
    return this.#connection.session.history(cursor);
  }

  /** A page of one of them: the newest, or the one before a sequence number. */
  readHistory(id: string, before?: number): Promise<Outcome<Page>> {
    return this.#connection.session.readHistory(id, before);
  }

  /** What this browser may read of the conversation, as text to take along. */
  transcript(): Promise<Outcome<string>> {
    return this.#connection.session.transcript();
  }

  /** Goes on with one of them in the place of this one, under the login that holds here. */
  async goOnWith(id: string): Promise<Outcome<unknown>> {
    const token = newSecret();
    const hash = await s256(token);
    const connection = this.#connection;
    const resumed = await connection.untilAnswered(() => connection.session.resumeOther(id, hash));
    if (resumed.ok) connection.move(id, token);
    return resumed;
  }

  /** Leaves this conversation without ending it; the next message begins a new one under a new session. */
  startOver(): void {
    this.#connection.leave();
    this.#connection.outbox.end(ownFailure('session_ended'));
    this.#connection.changed();
  }

  /** Leaves this conversation for good, as one that began anonymously and is not to be taken up. */
  async startAnew(): Promise<void> {
    const { session } = this.#connection.session.state;
    this.startOver();
    if (session) await this.#connection.endAccess(session);
  }

  /**
   * The person logs out: this browser forgets everything, and the server takes nothing from it any more. What is shown is
   * gone at once; the outcome tells whether the server knows. `everywhere` ends it in each conversation of the person, on
   * every device.
   */
  async logOut({ everywhere = false } = {}): Promise<Outcome<unknown>> {
    const { session } = this.#connection.session.state;
    this.#connection.leave();
    this.#connection.outbox.clear();
    this.#connection.logins.loggedIn = false;
    this.#connection.changed();
    return session ? this.#connection.endAccess(session, everywhere) : success({});
  }

  /** The network is back, or the person is: looks at once whether the connection lives. */
  wake(): void {
    this.#connection.wake();
  }

  /** Closes the socket and stops every timer. What is saved stays. */
  stop(): void {
    this.#connection.stop();
  }
}
