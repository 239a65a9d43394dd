import type { HttpCall } from './http.ts';
import type { Outcome } from './outcome.ts';
import type { InboxLine } from './types.ts';

type State = InboxLine['state'];
interface InboxPage {
  readonly lines: readonly InboxLine[];
  readonly cursor?: string;
}

/** The brand's conversations by state, as pages and pushes tell; the newest word on each wins. */
export class Inbox {
  readonly #call: HttpCall;
  readonly #lines = new Map<string, InboxLine>();
  readonly #cursors = new Map<State, string | undefined>();

  constructor(call: HttpCall) {
    this.#call = call;
  }

  /** Those in one state, newest change first. */
  lines(state: State): readonly InboxLine[] {
    return [...this.#lines.values()]
      .filter((line) => line.state === state)
      .sort((a, b) => b.changedAt - a.changedAt);
  }

  line(id: string): InboxLine | undefined {
    return this.#lines.get(id);
  }

  /** Whether there are more of this state than were loaded. */
  hasMore(state: State): boolean {
    return this.#cursors.get(state) !== undefined;
  }

  take(line: InboxLine): void {
    const known = this.#lines.get(line.id);
    if (!known || known.changedAt <= line.changedAt) this.#lines.set(line.id, line);
  }

  /** Loads the first page of a state, or the next one after what was loaded. */
  async load(state: State, more = false): Promise<Outcome<unknown>> {
    const cursor = more ? this.#cursors.get(state) : undefined;
    const search = new URLSearchParams({ state, ...(cursor === undefined ? {} : { cursor }) });
    const page = await this.#call<InboxPage>({ method: 'GET', path: `/api/agent/inbox?${search}` });
    if (!page.ok) return page;
    for (const line of page.value.lines) this.take(line);
    this.#cursors.set(state, page.value.cursor);
    return page;
  }
}
