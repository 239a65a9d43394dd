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
  readonly #cursors = new Map<string, string | undefined>();

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
  hasMore(state: State, steppedUp = false): boolean {
    return this.#cursors.get(listed(state, steppedUp)) !== undefined;
  }

  /** It is for others now. */
  drop(id: string): void {
    this.#lines.delete(id);
  }

  take(line: InboxLine): void {
    const known = this.#lines.get(line.id);
    if (!known || known.changedAt <= line.changedAt) this.#lines.set(line.id, line);
  }

  /** Loads the first page of a state, or the next one after what was loaded; with `steppedUp` of those alone. */
  async load(state: State, more = false, steppedUp = false): Promise<Outcome<unknown>> {
    const list = listed(state, steppedUp);
    const cursor = more ? this.#cursors.get(list) : undefined;
    const search = new URLSearchParams({
      state,
      ...(steppedUp && { steppedUp: 'true' }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    const page = await this.#call<InboxPage>({ method: 'GET', path: `/api/agent/inbox?${search}` });
    if (!page.ok) return page;
    for (const line of page.value.lines) this.take(line);
    this.#cursors.set(list, page.value.cursor);
    return page;
  }
}

const listed = (state: State, steppedUp: boolean): string => (steppedUp ? `${state} stepped up` : state);
