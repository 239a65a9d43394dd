import { backoff, type Clock, sleep } from './clock.ts';
import type { ConsumerSession, PendingStepUp } from './consumer-session.ts';
import { newSecret, s256 } from './encoding.ts';
import { isAnswerable } from './head.ts';
import { type FailureCode, failed, type Outcome, ownFailure, success } from './outcome.ts';
import type { Assurance, Challenge, StartedChallenge, SteppedUp } from './types.ts';

/** What the page's callback is given to get a token from the brand's backend. */
export interface TokenRequest {
  /** Must stand in the token as its `nonce`. */
  readonly nonce: string;
  readonly challenge: string;
  readonly conversation: string;
  /** Why the agent asks. */
  readonly reason?: string;
}

export interface ConsumerCallbacks {
  /**
   * Logs the person in on the page, if needed, and answers a token (JWS) that the brand signed. `undefined` means that
   * the person changed their mind; a rejection means that the login failed.
   */
  token(request: TokenRequest): Promise<string | undefined>;
}

/** The login worked: the conversation goes on under the person's name. */
export interface StepUpDone {
  readonly conversation: string;
  readonly name?: string | undefined;
  /** Not known here where the answer was lost; the conversation tells. */
  readonly assurance?: Assurance | undefined;
}

export interface StepUpOptions {
  readonly session: ConsumerSession;
  readonly callbacks: ConsumerCallbacks;
  readonly clock: Clock;
  readonly random: () => number;
  readonly changed: () => void;
  /** It worked: another token is ours. */
  readonly done: (done: StepUpDone) => void;
}

/** How long the server answers a repeat the same. */
const repeatMs = 5 * 60_000;

/** A redeem refused so may have gone through before, with its answer lost. */
const maybeDone: readonly FailureCode[] = [
  'unauthorized',
  'session_ended',
  'challenge_not_open',
  'already_stepped_up',
];

/** After these the request takes no answer any more. */
const final: readonly FailureCode[] = [
  'challenge_not_open',
  'challenge_expired',
  'already_stepped_up',
  'other_identity',
];

/** Answers requests to log in: by this client alone, once, and to the end even over a reload. */
export class StepUp {
  readonly #options: StepUpOptions;
  #redeeming: Promise<unknown> | undefined;
  #busy = false;
  #answered = '';

  constructor(options: StepUpOptions) {
    this.#options = options;
  }

  /** Whether a login is under way here. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Whether a request can still be answered, as far as is known. */
  isAnswerable(challenge: Challenge | undefined): challenge is Challenge {
    return isAnswerable(challenge) && challenge.id !== this.#answered;
  }

  /** Before the answer to a redeem nobody knows which token is good: whoever needs one waits here. */
  async settled(): Promise<void> {
    await this.#redeeming;
  }

  /** Begins, lets the page log the person in, and redeems the token that it brings. */
  answer(challenge: Challenge): Promise<Outcome<StepUpDone>> {
    return this.#busily(async () => {
      const outcome = await this.#answer(challenge);
      if (outcome.ok || final.includes(outcome.failure.code)) this.#answered = challenge.id;
      return outcome;
    });
  }

  /** Finishes a redeem that a reload or a lost answer interrupted; false when there is none, or it failed. */
  async resume(): Promise<boolean> {
    const { stepUp } = this.#options.session.state;
    return stepUp?.signed !== undefined && (await this.#busily(() => this.#redeem(stepUp))).ok;
  }

  async #busily(login: () => Promise<Outcome<StepUpDone>>): Promise<Outcome<StepUpDone>> {
    this.#busy = true;
    this.#options.changed();
    const outcome = await login();
    this.#busy = false;
    if (outcome.ok) this.#options.done(outcome.value);
    this.#options.changed();
    return outcome;
  }

  async #answer(challenge: Challenge): Promise<Outcome<StepUpDone>> {
    const { session } = this.#options;
    const verifier = newSecret();
    const fresh: PendingStepUp = { challenge: challenge.id, verifier, nextToken: newSecret() };
    session.save({ stepUp: fresh });
    const started = await this.#untilAnswered<StartedChallenge>(challenge.id, 'start', {
      method: 'token',
      verifierHash: await s256(verifier),
    });
    const signed = started.ok ? await this.#askPage(challenge, started.value.nonce) : started;
    if (!signed.ok) {
      session.save({ stepUp: undefined });
      return signed;
    }
    const pending = { ...fresh, signed: signed.value };
    session.save({ stepUp: pending });
    return this.#redeem(pending);
  }

  async #redeem(pending: PendingStepUp): Promise<Outcome<StepUpDone>> {
    const redeeming = this.#redeemed(pending);
    this.#redeeming = redeeming;
    try {
      return await redeeming;
    } finally {
      this.#redeeming = undefined;
    }
  }

  async #redeemed(pending: PendingStepUp): Promise<Outcome<StepUpDone>> {
    const { session } = this.#options;
    const outcome = await this.#untilAnswered<SteppedUp>(pending.challenge, 'redeem', {
      verifier: pending.verifier,
      token: pending.signed,
      method: 'token',
      nextTokenHash: await s256(pending.nextToken),
    });
    const done = outcome.ok || (maybeDone.includes(outcome.failure.code) && (await this.#opens(pending)));
    if (done) {
      session.adopt(pending.nextToken);
      const value = outcome.ok ? outcome.value : undefined;
      return success({
        conversation: session.state.session?.conversation ?? '',
        name: value?.name,
        assurance: value?.assurance,
      });
    }
    if (!outcome.failure.retryable) session.save({ stepUp: undefined });
    return outcome;
  }

  /** Whether the next token opens doors already. */
  async #opens(pending: PendingStepUp): Promise<boolean> {
    return (await this.#options.session.ticket(pending.nextToken)).ok;
  }

  async #askPage(challenge: Challenge, nonce: string): Promise<Outcome<string>> {
    const { callbacks, session } = this.#options;
    const conversation = session.state.session?.conversation ?? '';
    const reason = challenge.reason === undefined ? {} : { reason: challenge.reason };
    try {
      const token = await callbacks.token({ nonce, challenge: challenge.id, conversation, ...reason });
      return token === undefined ? failed(ownFailure('login_cancelled')) : success(token);
    } catch {
      return failed(ownFailure('login_failed'));
    }
  }

  async #untilAnswered<T>(challenge: string, step: 'start' | 'redeem', body: object): Promise<Outcome<T>> {
    const { clock, random, session } = this.#options;
    const end = clock.now() + repeatMs;
    for (let attempt = 0; ; attempt++) {
      const outcome = await session.challenge<T>(challenge, step, body);
      if (outcome.ok || !outcome.failure.retryable || clock.now() > end) return outcome;
      await sleep(clock, (outcome.failure.retryAfter ?? 0) * 1000 + backoff(attempt, random));
    }
  }
}
