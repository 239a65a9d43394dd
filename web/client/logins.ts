import { type Clock, sleep } from './clock.ts';
import type { ConsumerSession } from './consumer-session.ts';
import type { LoginView } from './consumer-types.ts';
import { isAuthenticated } from './head.ts';
import { type FailureCode, failed, type Outcome, ownFailure, success } from './outcome.ts';
import type { StepUpDone } from './redeem.ts';
import type { StepUp } from './step-up.ts';
import type { LoginPlace, Wish } from './step-up-types.ts';
import type { Thread } from './thread.ts';
import type { Challenge, LoginMethod, OpenedSession } from './types.ts';

export interface LoginsOptions {
  readonly session: ConsumerSession;
  readonly stepUp: StepUp;
  readonly thread: () => Thread | undefined;
  readonly clock: Clock;
  readonly loginFirst: boolean;
  readonly loggedIn: boolean;
}

/** For so long a page that says its visitor is logged in may take to say how: its own script may load after this one. */
const patience = { wholeMs: 3_000, stepMs: 50 };

/** What a consumer can do about logging in, and how a conversation is entered where a login comes first. */
export class Logins {
  readonly #options: LoginsOptions;
  /** Whether the page's visitor is logged in there. */
  loggedIn: boolean;
  /** The person has chosen to go on without, or the page's word was not good. */
  #anonymous = false;
  #entering = false;

  constructor(options: LoginsOptions) {
    this.#options = options;
    this.loggedIn = options.loggedIn;
  }

  get view(): LoginView {
    const { stepUp, session } = this.#options;
    const { session: opened, wished } = session.state;
    const held = opened?.held === true && !this.#isSilent;
    return {
      challenge: this.#challenge,
      methods: this.#methods,
      login: this.#entering ? undefined : stepUp.underWay,
      loggingIn: stepUp.busy,
      held,
      mayStayAnonymous: held && wished,
      mayTakeUp: this.#mayTakeUp,
    };
  }

  /** While a conversation is entered by itself, its socket is not there yet to be renewed. */
  get entering(): boolean {
    return this.#entering;
  }

  answerChallenge(method = this.#methods[0], place: LoginPlace = 'window'): Promise<Outcome<StepUpDone>> {
    const { stepUp } = this.#options;
    const challenge = this.#challenge;
    if (!challenge || stepUp.busy) return Promise.resolve(failed(ownFailure('challenge_not_open')));
    if (!method) return Promise.resolve(failed(ownFailure('method_not_accepted')));
    return stepUp.answer(challenge, method, place);
  }

  async decline(): Promise<Outcome<unknown>> {
    const thread = this.#options.thread();
    const challenge = this.#challenge;
    if (!thread || !challenge) return failed(ownFailure('challenge_not_open'));
    this.#options.stepUp.cancel();
    return thread.act('consumer.decline', { conversation: thread.id, challenge: challenge.id });
  }

  logIn(
    method = this.#methods[0],
    wish: Wish = {},
    place: LoginPlace = 'window',
  ): Promise<Outcome<StepUpDone>> {
    const { stepUp } = this.#options;
    if (stepUp.busy) return Promise.resolve(failed(ownFailure('challenge_not_open')));
    if (!method) return Promise.resolve(failed(ownFailure('method_not_accepted')));
    return stepUp.request(method, wish, place);
  }

  /** The other side is told of what the server cannot know: that a login came to nothing in this browser. */
  async tell(code: FailureCode, challenge: string): Promise<void> {
    const thread = this.#options.thread();
    const why = code === 'login_cancelled' ? 'cancelled' : 'login_failed';
    if (thread?.conversation?.challenge?.id !== challenge) return;
    await thread.act('consumer.fail', { conversation: thread.id, challenge, why });
  }

  /** Goes on without a login; false where the page's own wish was not all that stood in the way. */
  async stayAnonymous(): Promise<boolean> {
    const { session } = this.#options;
    this.#options.stepUp.cancel();
    this.#anonymous = true;
    session.forget();
    const opened = await session.open(false);
    return opened.ok && !opened.value.held;
  }

  /** Opens the session: what it says of logging in is in the view then. */
  open(): Promise<Outcome<OpenedSession>> {
    const { session, loginFirst } = this.#options;
    const hold = !this.#anonymous && (loginFirst || this.#isSilent);
    const { session: opened, started, wished } = session.state;
    // The visitor has logged in on the page, or out, since it was opened; nothing was begun with it.
    if (opened && !started && wished !== hold && !this.#options.stepUp.underWay)
      session.save({ session: undefined });
    return session.open(hold);
  }

  /** Opens the session, and logs in first where that must be: by itself, if the page's visitor is logged in. */
  async enter(): Promise<Outcome<OpenedSession>> {
    await this.#hearPage();
    const opened = await this.open();
    if (!opened.ok || !opened.value.held) return opened;
    const done = this.#isSilent ? await this.#enterByItself(opened.value) : undefined;
    const { session } = this.#options.session.state;
    if (done?.ok && session) return success(session);
    if (done && !done.ok && done.failure.retryable) return done;
    // Only the page's word asked for a login, and it was not good.
    if (done && !this.#options.loginFirst && (await this.stayAnonymous())) return this.open();
    return failed(ownFailure('login_required'));
  }

  /** The person leaves: nothing of before decides about the next one. */
  reset(): void {
    this.#options.stepUp.cancel();
    this.#anonymous = false;
  }

  async #hearPage(): Promise<void> {
    const { clock, session } = this.#options;
    for (let waited = 0; waited < patience.wholeMs; waited += patience.stepMs) {
      if (!this.loggedIn || this.#isSilent || this.#anonymous || session.state.started) return;
      await sleep(clock, patience.stepMs);
    }
  }

  async #enterByItself({ methods }: OpenedSession): Promise<Outcome<StepUpDone>> {
    if (!methods.some(({ method }) => method === 'token')) return failed(ownFailure('method_not_accepted'));
    this.#entering = true;
    try {
      return await this.#options.stepUp.request({ method: 'token' }, {}, 'window');
    } finally {
      this.#entering = false;
    }
  }

  /** Whether the chat begins under the login of the page, without a word. */
  get #isSilent(): boolean {
    const { stepUp } = this.#options;
    return this.loggedIn && !this.#anonymous && stepUp.able([{ method: 'token' }]).length > 0;
  }

  get #methods(): readonly LoginMethod[] {
    const { stepUp, session } = this.#options;
    const asked = this.#challenge?.methods ?? [];
    return stepUp.able(asked.length > 0 ? asked : (session.state.session?.methods ?? []));
  }

  get #challenge(): Challenge | undefined {
    const challenge = this.#options.thread()?.conversation?.challenge;
    return this.#options.stepUp.isAnswerable(challenge) ? challenge : undefined;
  }

  get #mayTakeUp(): boolean {
    const { thread, clock } = this.#options;
    const head = thread()?.conversation;
    if (!head || !this.loggedIn || this.#challenge || this.#methods.length === 0) return false;
    return head.state !== 'closed' && !isAuthenticated(head.assurance, clock.now());
  }
}
