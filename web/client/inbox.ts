import type { HttpCall } from './http.ts';
import type { Outcome } from './outcome.ts';
import type { InboxLine, Item } from './types.ts';

type State = InboxLine['state'];
interface InboxPage {
  readonly lines: readonly InboxLine[];
  readonly cursor?: string;
}

/** Which conversations; all of the state where nothing else is said. */
export interface InboxFilter {
  readonly state: State;
  readonly steppedUp?: boolean;
  readonly skill?: string | undefined;
}

/** The brand's conversations by state, as pages and pushes tell; the newest word on each wins. */
export class Inbox {
  readonly #call: HttpCall;
  readonly #lines = new Map<string, InboxLine>();
  readonly #cursors = new Map<string, string | undefined>();
  readonly #sorted = new Map<State, readonly InboxLine[]>();
  readonly #seen = new Set<string>();
  #unheard = new Set<string>();

  constructor(call: HttpCall) {
    this.#call = call;
  }

  /** Those in one state, newest change first. */
  lines(state: State): readonly InboxLine[] {
    const known = this.#sorted.get(state);
    if (known) return known;
    const sorted = [...this.#lines.values()]
      .filter((line) => line.state === state)
      .sort((a, b) => b.changedAt - a.changedAt);
    this.#sorted.set(state, sorted);
    return sorted;
  }

  line(id: string): InboxLine | undefined {
    return this.#lines.get(id);
  }

  /** Whether it was looked at here. */
  hasSeen(id: string): boolean {
    return this.#seen.has(id);
  }

  see(id: string): void {
    this.#seen.add(id);
  }

  /** Whether there are more than were loaded; undefined before anything was. */
  hasMore(filter: InboxFilter): boolean | undefined {
    const list = nameOf(filter);
    return this.#cursors.has(list) ? this.#cursors.get(list) !== undefined : undefined;
  }

  /** It is for others now. */
  drop(id: string): void {
    this.#lines.delete(id);
    this.#sorted.clear();
  }

  take(line: InboxLine): void {
    this.#unheard.delete(line.id);
    const known = this.#lines.get(line.id);
    if (known && known.changedAt > line.changedAt) return;
    this.#lines.set(line.id, line);
    this.#sorted.clear();
  }

  /** What happened in a conversation that is open here; its line comes a little later, and says the same. */
  heard(id: string, item: Item): void {
    const line = this.#lines.get(id);
    if (!line || item.kind !== 'entry') return;
    const { by, at, what } = item;
    if (what.event === 'accepted') this.take({ ...line, state: 'open', agent: by, changedAt: at });
    if (what.event === 'closed') this.take({ ...line, state: 'closed', changedAt: at });
  }

  /** Loads the first page, or the next one after what was loaded. */
  async load(filter: InboxFilter, more = false): Promise<Outcome<unknown>> {
    const { state, steppedUp, skill } = filter;
    const list = nameOf(filter);
    const cursor = more ? this.#cursors.get(list) : undefined;
    const search = new URLSearchParams({
      state,
      ...(steppedUp && { steppedUp: 'true' }),
      ...(skill === undefined ? {} : { skill }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    const page = await this.#call<InboxPage>({ method: 'GET', path: `/api/agent/inbox?${search}` });
    if (!page.ok) return page;
    this.#takePage(page.value);
    this.#cursors.set(list, page.value.cursor);
    return page;
  }

  /**
   * Loads anew what waits, what is open, and what one has open oneself: while there was no connection, nobody told of changes.
   * What is not heard of again is forgotten until its page is loaded.
   */
  async refresh(): Promise<void> {
    for (const list of this.#cursors.keys()) if (!plain.includes(list)) this.#cursors.delete(list);
    this.#unheard = new Set([...this.lines('waiting'), ...this.lines('open')].map(({ id }) => id));
    const loads = [this.load({ state: 'waiting' }), this.load({ state: 'open' }), this.#loadOwn()];
    const loaded = await Promise.all(loads);
    if (loaded.every(({ ok }) => ok)) for (const id of this.#unheard) this.drop(id);
    this.#unheard.clear();
  }

  async #loadOwn(): Promise<Outcome<unknown>> {
    const page = await this.#call<InboxPage>({ method: 'GET', path: '/api/agent/conversations' });
    if (page.ok) this.#takePage(page.value);
    return page;
  }

  #takePage({ lines }: InboxPage): void {
    for (const line of lines) this.take(line);
  }
}

const nameOf = ({ state, steppedUp = false, skill = '' }: InboxFilter): string =>
  `${state}/${steppedUp}/${skill}`;

/** The lists that are loaded anew whenever there is a connection again. */
const plain: readonly string[] = [nameOf({ state: 'waiting' }), nameOf({ state: 'open' })];
