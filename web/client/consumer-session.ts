import { type HttpCall, path } from './http.ts';
import { emptyOutbox, type OutboxState } from './outbox.ts';
import { type Failure, type Outcome, success } from './outcome.ts';
import type { PendingStepUp } from './pending.ts';
import { savedKey } from './saved-chat.ts';
import { Saved, type Store } from './storage.ts';
import type { History, OpenedSession, Page, PageQuery, Resumed, Ticket } from './types.ts';

interface SavedState {
  readonly session?: OpenedSession | undefined;
  /** Whether it is held because the page wished it, and not because the brand admits nobody else. */
  readonly wished: boolean;
  /** Whether the conversation of the session was started. */
  readonly started: boolean;
  readonly outbox: OutboxState;
  readonly stepUp?: PendingStepUp | undefined;
}

export interface SessionOptions {
  readonly api: string;
  readonly brand: string;
  readonly engagement: string;
  /** What the page says of its visitor, when a conversation is started. */
  readonly claimed: () => Readonly<Record<string, string>> | undefined;
}

/** The consumer's bearer token with everything that goes with it, saved as one record, and the calls that it opens. */
export class ConsumerSession {
  readonly #saved: Saved<SavedState>;
  readonly #call: HttpCall;
  readonly #base: string;
  readonly #claimed: () => Readonly<Record<string, string>> | undefined;
  #opening: Promise<Outcome<OpenedSession>> | undefined;

  constructor(call: HttpCall, store: Store, { api, brand, engagement, claimed }: SessionOptions) {
    this.#call = call;
    this.#claimed = claimed;
    this.#base = path`/api/consumer/${brand}/${engagement}`;
    this.#saved = new Saved(store, savedKey({ api, brand, engagement }), {
      started: false,
      wished: false,
      outbox: emptyOutbox(),
    });
  }

  get state(): SavedState {
    return this.#saved.value;
  }

  /** What goes with whatever starts the conversation. */
  get said(): { readonly claimed?: Readonly<Record<string, string>> } {
    const claimed = this.#claimed();
    return claimed && !this.state.started ? { claimed } : {};
  }

  save(change: Partial<SavedState>): void {
    this.#saved.set({ ...this.#saved.value, ...change });
  }

  /** Opens an anonymous session, where there is none; with `hold` a login must come before the chat. */
  open(hold: boolean): Promise<Outcome<OpenedSession>> {
    const { session } = this.state;
    if (session) return Promise.resolve(success(session));
    this.#opening ??= this.#post<OpenedSession>('/sessions', hold ? { hold } : {})
      .then((opened) => {
        if (opened.ok) this.save({ session: opened.value, started: false, wished: hold });
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
    if (session) this.save({ session: { ...session, token, held: false }, started: true, stepUp: undefined });
  }

  /** Another conversation of the person takes the place of this one, under a token of its own. */
  move(conversation: string, token: string): void {
    const { session } = this.state;
    if (session) this.save({ session: { ...session, conversation, token }, started: true });
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
    return this.#get(`/messages?${search}`);
  }

  /** Begins a login that nobody has asked for. A session whose time to begin is over gives way to a new one. */
  async requestLogin<T>(body: object, hold: boolean): Promise<Outcome<T>> {
    for (let again = true; ; again = false) {
      const opened = await this.open(hold);
      if (!opened.ok) return opened;
      const begun = await this.#post<T>(`${this.#conversation}/challenges`, { ...body, ...this.said });
      if (begun.ok || !again || this.state.started || !isOver(begun.failure)) return begun;
      this.save({ session: undefined });
    }
  }

  /** Ends what a token opens. Goes on when the page is left meanwhile. */
  logOut({ token, conversation }: OpenedSession, everywhere = false): Promise<Outcome<unknown>> {
    const target = path`/conversations/${conversation}/logout`;
    const body = everywhere ? { everywhere } : {};
    return this.#call({ method: 'POST', path: this.#base + target, body, token, keepalive: true });
  }

  /** The person's other conversations, newest login first. */
  history(cursor: string | undefined): Promise<Outcome<History>> {
    const search = cursor === undefined ? '' : `?${new URLSearchParams({ cursor })}`;
    return this.#get(`/history${search}`);
  }

  /** The newest page of one of them, or the one before a sequence number. */
  readHistory(other: string, before: number | undefined): Promise<Outcome<Page>> {
    const search = before === undefined ? '' : `?before=${before}`;
    return this.#get(`${path`/history/${other}`}/messages${search}`);
  }

  /** A session for one of them, under the login that holds here. */
  resumeOther(other: string, nextTokenHash: string): Promise<Outcome<Resumed>> {
    return this.#post(`${this.#conversation}${path`/history/${other}`}/session`, { nextTokenHash });
  }

  /** Everything that this session may read, as text. It comes in parts, each of which names the next. */
  async transcript(): Promise<Outcome<string>> {
    let whole = '';
    for (let after: string | undefined = '0'; after !== undefined; ) {
      const part: Outcome<string> = await this.#call({
        method: 'GET',
        path: `${this.#base}${this.#conversation}/transcript?after=${after}`,
        as: 'text',
        answered: (headers) => {
          after = /[?&]after=(\d+)/.exec(headers.get('link') ?? '')?.[1];
        },
        ...this.#bearer(),
      });
      if (!part.ok) return part;
      whole += part.value;
    }
    return success(whole);
  }

  /** A step of answering a request to log in. */
  challenge<T>(id: string, step: 'start' | 'redeem', body: object): Promise<Outcome<T>> {
    return this.#post<T>(`${this.#conversation}${path`/challenges/${id}`}/${step}`, body);
  }

  #get<T>(target: string): Promise<Outcome<T>> {
    return this.#call<T>({
      method: 'GET',
      path: this.#base + this.#conversation + target,
      ...this.#bearer(),
    });
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

/** Whether a failure says that a session is no more. */
export const isOver = ({ code }: Failure): boolean => code === 'unauthorized' || code === 'session_ended';
