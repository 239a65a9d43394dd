import { type HttpCall, path } from './http.ts';
import { emptyOutbox, type OutboxState } from './outbox.ts';
import { type Outcome, success } from './outcome.ts';
import { Saved, type Store } from './storage.ts';
import type { OpenedSession, Page, PageQuery, Ticket } from './types.ts';

/** A login under way. Saved before each step, so that a reload or a lost answer repeats the same one. */
export interface PendingStepUp {
  readonly challenge: string;
  readonly verifier: string;
  /** The bearer token that takes the place of the anonymous one; made here, so that no answer has to carry it. */
  readonly nextToken: string;
  /** What the brand signed, once it is here. */
  readonly signed?: string;
}

interface SavedState {
  readonly session?: OpenedSession | undefined;
  /** Whether the conversation of the session was started. */
  readonly started: boolean;
  readonly outbox: OutboxState;
  readonly stepUp?: PendingStepUp | undefined;
}

/** The consumer's bearer token with everything that goes with it, saved as one record, and the calls that it opens. */
export class ConsumerSession {
  readonly #saved: Saved<SavedState>;
  readonly #call: HttpCall;
  readonly #base: string;
  #opening: Promise<Outcome<OpenedSession>> | undefined;

  constructor(call: HttpCall, store: Store, api: string, brand: string, engagement: string) {
    this.#call = call;
    this.#base = path`/api/consumer/${brand}/${engagement}`;
    const key = `doorstep:${api}:${brand}:${engagement}`;
    this.#saved = new Saved(store, key, { started: false, outbox: emptyOutbox() });
  }

  get state(): SavedState {
    return this.#saved.value;
  }

  save(change: Partial<SavedState>): void {
    this.#saved.set({ ...this.#saved.value, ...change });
  }

  /** Opens an anonymous session, where there is none. */
  open(): Promise<Outcome<OpenedSession>> {
    const { session } = this.state;
    if (session) return Promise.resolve(success(session));
    this.#opening ??= this.#post<OpenedSession>('/sessions', {})
      .then((opened) => {
        if (opened.ok) this.save({ session: opened.value, started: false });
        return opened;
      })
      .finally(() => {
        this.#opening = undefined;
      });
    return this.#opening;
  }

  /** The next token takes the place of this one, and the login is no longer pending: one change. */
  adopt(token: string): void {
    const { session } = this.state;
    if (session) this.save({ session: { ...session, token }, stepUp: undefined });
  }

  /** Forgets who this was; the outbox stays. */
  forget(): void {
    this.save({ session: undefined, started: false, stepUp: undefined });
  }

  ticket(token = this.state.session?.token): Promise<Outcome<Ticket>> {
    return this.#post<Ticket>('/tickets', {}, token);
  }

  page(query: PageQuery): Promise<Outcome<Page>> {
    const search = new URLSearchParams(Object.entries(query).map(([name, seq]) => [name, String(seq)]));
    return this.#call<Page>({
      method: 'GET',
      path: `${this.#base}${this.#conversation}/messages?${search}`,
      ...this.#bearer(),
    });
  }

  /** A step of answering a request to log in. */
  challenge<T>(id: string, step: 'start' | 'redeem', body: object): Promise<Outcome<T>> {
    return this.#post<T>(`${this.#conversation}${path`/challenges/${id}`}/${step}`, body);
  }

  #post<T>(target: string, body: object, token?: string): Promise<Outcome<T>> {
    return this.#call<T>({ method: 'POST', path: this.#base + target, body, ...this.#bearer(token) });
  }

  get #conversation(): string {
    return path`/conversations/${this.state.session?.conversation ?? ''}`;
  }

  #bearer(token = this.state.session?.token): { token?: string } {
    return token === undefined ? {} : { token };
  }
}
