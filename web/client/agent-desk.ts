import type { HttpCall } from './http.ts';
import type { Outcome } from './outcome.ts';
import type { CannedAnswer, Colleague, DeskSettings, ListPage, RequestKind } from './types.ts';

/** More than a desk can show at once is looked for elsewhere. */
const mostPages = 10;

/** What a desk goes by beside conversations: the brand's settings for it, colleagues, canned answers, kinds of requests. */
export class AgentDesk {
  readonly #call: HttpCall;
  readonly #changed: () => void;
  #settings: DeskSettings | undefined;

  constructor(call: HttpCall, changed: () => void) {
    this.#call = call;
    this.#changed = changed;
  }

  /** Undefined until it was loaded. */
  get settings(): DeskSettings | undefined {
    return this.#settings;
  }

  async load(): Promise<void> {
    const read = await this.#call<DeskSettings>({ method: 'GET', path: '/api/agent/desk' });
    if (!read.ok) return;
    this.#settings = read.value;
    this.#changed();
  }

  /** One has gone, or come back. */
  wentAway(away: boolean): void {
    if (this.#settings) this.#settings = { ...this.#settings, away };
    this.#changed();
  }

  colleagues = (): Promise<Outcome<readonly Colleague[]>> => this.#all<Colleague>('/api/agent/colleagues');

  answers = (): Promise<Outcome<readonly CannedAnswer[]>> =>
    this.#all<CannedAnswer>('/api/agent/canned-answers');

  kinds = (): Promise<Outcome<readonly RequestKind[]>> =>
    this.#all<RequestKind>('/api/agent/protected-requests');

  async #all<T>(list: string): Promise<Outcome<readonly T[]>> {
    const items: T[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const query = cursor === undefined ? '' : `?${new URLSearchParams({ cursor })}`;
      const read = await this.#call<ListPage<T>>({ method: 'GET', path: list + query });
      if (!read.ok) return read;
      items.push(...read.value.items);
      cursor = read.value.cursor;
      if (cursor === undefined) break;
    }
    return { ok: true, value: items };
  }
}
