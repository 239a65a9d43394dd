import { askApp, askPage } from './ask-page.ts';
import { isAble, type TokenRequest } from './callbacks.ts';
import { Elsewhere } from './elsewhere.ts';
import { newSecret, s256 } from './encoding.ts';
import { isAnswerable } from './head.ts';
import type { LoginOutcome } from './login-outcome.ts';
import { type FailureCode, failed, type Outcome, ownFailure, success } from './outcome.ts';
import { type PendingStepUp, type Proof, proofOf } from './pending.ts';
import { redeemPending, type StepUpDone, untilAnswered } from './redeem.ts';
import type { LoginPlace, LoginUnderWay, StepUpOptions, Wish } from './step-up-types.ts';
import type { Challenge, LoginMethod, StartedChallenge } from './types.ts';
import type { LoginWindow } from './windows.ts';

/** After these the request takes no answer any more. */
const final: readonly FailureCode[] = [
  'challenge_not_open',
  'challenge_expired',
  'already_stepped_up',
  'other_identity',
];

/** Seconds that the person who wants to log in waits without a word. */
const patience = 5;

interface Begun extends StartedChallenge {
  readonly challenge: string;
}
type Asked = Pick<TokenRequest, 'reason' | 'acr' | 'maxAge'>;

/** Logs in: by this client alone, one login at a time, and to the end even over a reload. */
export class StepUp {
  readonly #options: StepUpOptions;
  #redeeming: Promise<unknown> | undefined;
  #current: { readonly method: LoginMethod } | undefined;
  #elsewhere: Elsewhere | undefined;
  #answered = '';

  constructor(options: StepUpOptions) {
    this.#options = options;
  }

  get underWay(): LoginUnderWay | undefined {
    if (!this.#current) return undefined;
    const { method } = this.#current;
    const elsewhere = this.#elsewhere !== undefined;
    return { method, elsewhere, windowGone: this.#elsewhere?.windowGone ?? false };
  }

  /** Whether a login is under way that another must not take the place of. */
  get busy(): boolean {
    return this.#current !== undefined && !this.#elsewhere;
  }

  /** Whether a request can still be answered, as far as is known. */
  isAnswerable(challenge: Challenge | undefined): challenge is Challenge {
    return isAnswerable(challenge) && challenge.by.role !== 'consumer' && challenge.id !== this.#answered;
  }

  /** Those ways to log in that this page can take, in the brand's order. */
  able(methods: readonly LoginMethod[]): readonly LoginMethod[] {
    const { callbacks, returnTo, windows } = this.#options;
    const abilities = { callbacks: callbacks(), returnTo, hasWindows: windows !== undefined };
    return methods.filter((method) => isAble(abilities, method));
  }

  /** Before the answer to a redeem nobody knows which token is good: whoever needs one waits here. */
  async settled(): Promise<void> {
    await this.#redeeming;
  }

  /** Answers a request to log in. */
  answer(challenge: Challenge, method: LoginMethod, place: LoginPlace): Promise<Outcome<StepUpDone>> {
    const { id } = challenge;
    return this.#logIn({ method, place }, challenge, { challenge: id }, async (body) => {
      const started = await this.#options.session.challenge<StartedChallenge>(id, 'start', body);
      return started.ok ? success({ challenge: id, ...started.value }) : started;
    });
  }

  /** Logs in without having been asked. */
  request(method: LoginMethod, wish: Wish, place: LoginPlace): Promise<Outcome<StepUpDone>> {
    // A session that is opened for it is held: agents see the conversation once the person is known.
    return this.#logIn({ method, place }, wish, {}, (body) =>
      this.#options.session.requestLogin<Begun>({ ...body, ...wish }, true),
    );
  }

  /** Ends the wait for a login elsewhere. */
  cancel(): void {
    this.#elsewhere?.cancel();
  }

  /** After a reload: goes on waiting for a login elsewhere, or redeems what came of it meanwhile. */
  resume(): void {
    const { session, windows } = this.#options;
    const { stepUp } = session.state;
    if (!stepUp) return;
    const { state } = stepUp;
    if (stepUp.proof) {
      void this.finish();
    } else if (state === undefined || !windows) {
      session.save({ stepUp: undefined });
    } else {
      const returned = windows.returned(state);
      if (returned) this.#heard(stepUp, returned);
      void this.#busily(stepUp, () => this.#seeThrough(stepUp, () => this.#wait(stepUp, undefined))).then(
        (outcome) => {
          if (!outcome.ok) this.#options.failed(outcome.failure);
        },
      );
    }
  }

  /** Finishes a redeem that a reload or a lost answer interrupted; false when there is none, or it failed. */
  async finish(): Promise<boolean> {
    const { stepUp } = this.#options.session.state;
    return stepUp?.proof !== undefined && (await this.#busily(stepUp, () => this.#redeem(stepUp))).ok;
  }

  async #busily(
    { login: method, challenge }: Pick<PendingStepUp, 'login' | 'challenge'>,
    login: () => Promise<Outcome<StepUpDone>>,
  ): Promise<Outcome<StepUpDone>> {
    const mine = { method };
    this.#current = mine;
    this.#options.changed();
    const outcome = await login();
    if (this.#current === mine) this.#current = undefined;
    if (challenge && (outcome.ok || final.includes(outcome.failure.code))) this.#answered = challenge;
    if (outcome.ok) this.#options.done(outcome.value);
    this.#options.changed();
    return outcome;
  }

  #logIn(
    { method, place }: { readonly method: LoginMethod; readonly place: LoginPlace },
    asked: Asked,
    known: { readonly challenge?: string },
    begin: (body: object) => Promise<Outcome<Begun>>,
  ): Promise<Outcome<StepUpDone>> {
    this.cancel();
    const { session, returnTo } = this.#options;
    const isElsewhere = method.method === 'oidc' || method.method === 'login_page';
    // Before anything that takes time, or the browser blocks it; and before the verifier is saved, for the new window
    // gets a copy of what this tab has stored.
    const opens = isElsewhere && place === 'window' && !this.#options.callbacks().openUrl;
    const window = opens ? this.#options.windows?.open() : undefined;
    if (opens && !window) return Promise.resolve(failed(ownFailure('window_blocked')));
    return this.#busily({ login: method, ...known }, async () => {
      const pending: PendingStepUp = {
        ...known,
        login: method,
        verifier: newSecret(),
        nextToken: newSecret(),
      };
      session.save({ stepUp: pending });
      const body = {
        ...method,
        verifierHash: await s256(pending.verifier),
        ...(isElsewhere && returnTo !== undefined ? { returnTo } : {}),
      };
      const begun = await untilAnswered(this.#options, () => begin(body), patience);
      if (!begun.ok) {
        window?.close();
        this.#forget(pending);
        return begun;
      }
      const { challenge, state, expiresAt: until } = begun.value;
      const started = { ...pending, challenge, ...(state === undefined ? {} : { state, until }) };
      this.#save(started);
      return this.#seeThrough(started, () =>
        isElsewhere
          ? this.#goElsewhere(started, begun.value, window)
          : askPage(this.#options.callbacks(), method, {
              nonce: begun.value.nonce,
              challenge,
              conversation: session.state.session?.conversation ?? '',
              reason: asked.reason,
              acr: asked.acr,
              maxAge: asked.maxAge,
            }),
      );
    });
  }

  /** Gets the proof, and redeems it. */
  async #seeThrough(
    pending: PendingStepUp,
    prove: () => Promise<Outcome<Proof>>,
  ): Promise<Outcome<StepUpDone>> {
    const proof = await prove();
    if (!proof.ok) {
      const { code } = proof.failure;
      // One that another login has taken the place of is nobody's business any more.
      if (this.#forget(pending)) await this.#options.gaveUp(code, pending.challenge ?? '');
      return proof;
    }
    const proven = { ...pending, proof: proof.value };
    return this.#save(proven) ? this.#redeem(proven) : failed(ownFailure('login_cancelled'));
  }

  async #redeem(pending: PendingStepUp): Promise<Outcome<StepUpDone>> {
    const redeeming = redeemPending(this.#options.session, this.#options, pending);
    this.#redeeming = redeeming;
    try {
      return await redeeming;
    } finally {
      this.#redeeming = undefined;
    }
  }

  async #goElsewhere(
    pending: PendingStepUp,
    { url = '', state = '' }: Begun,
    window: LoginWindow | undefined,
  ): Promise<Outcome<Proof>> {
    const { callbacks, windows } = this.#options;
    const { openUrl } = callbacks();
    if (openUrl) {
      const outcome = await askApp(openUrl, url, state);
      return outcome.ok ? asProof(pending, outcome.value) : outcome;
    }
    const waiting = this.#wait(pending, window);
    if (window) window.go(url);
    else windows?.leave(url, state);
    return waiting;
  }

  /** Waits for the outcome of a login elsewhere, unless it is here already. */
  async #wait(pending: PendingStepUp, window: LoginWindow | undefined): Promise<Outcome<Proof>> {
    const { windows, clock, changed, session } = this.#options;
    const { state = '', until = 0 } = pending;
    const here = session.state.stepUp?.proof;
    if (here) return success(here);
    if (!windows) return failed(ownFailure('login_failed'));
    const heard = (outcome: LoginOutcome) => this.#heard(pending, outcome);
    const elsewhere = new Elsewhere({ windows, clock, state, until, window, heard, changed });
    this.#elsewhere = elsewhere;
    changed();
    const outcome = await elsewhere.outcome;
    if (this.#elsewhere === elsewhere) this.#elsewhere = undefined;
    return outcome.ok ? asProof(pending, outcome.value) : outcome;
  }

  #heard(pending: PendingStepUp, outcome: LoginOutcome): void {
    const proof = proofOf(pending.login, outcome);
    if (proof) this.#save({ ...pending, proof });
  }

  /** Saves a step of a login; false when another one, or none, has taken its place. */
  #save(pending: PendingStepUp): boolean {
    const { session } = this.#options;
    if (session.state.stepUp?.nextToken !== pending.nextToken) return false;
    session.save({ stepUp: pending });
    return true;
  }

  /** False when it was not this login's place any more. */
  #forget({ nextToken }: PendingStepUp): boolean {
    const { session } = this.#options;
    if (session.state.stepUp?.nextToken !== nextToken) return false;
    session.save({ stepUp: undefined });
    return true;
  }
}

function asProof({ login }: PendingStepUp, outcome: LoginOutcome): Outcome<Proof> {
  const proof = proofOf(login, outcome);
  return proof ? success(proof) : failed(ownFailure('login_cancelled'));
}
