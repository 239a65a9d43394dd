import { newId } from './encoding.ts';
import { type HttpCall, path } from './http.ts';
import type { Outcome } from './outcome.ts';
import type { Item, ProtectedRequest } from './types.ts';

/** The protected requests of one conversation, as far as its timeline that is loaded tells of them. */
export class Requests {
  readonly #call: HttpCall;
  readonly #conversation: string;
  readonly #changed: () => void;
  readonly #unread = new Set<string>();
  /** What the timeline tells of each: a read may come too early to know it. */
  readonly #told = new Map<string, ProtectedRequest['state']>();
  #watched = false;
  readonly #known = new Map<string, ProtectedRequest>();

  constructor(call: HttpCall, conversation: string, changed: () => void) {
    this.#call = call;
    this.#conversation = conversation;
    this.#changed = changed;
  }

  /** The last made first. */
  get all(): readonly ProtectedRequest[] {
    return [...this.#known.values()].sort((a, b) => b.at - a.at);
  }

  /** Asks for something on the consumer's behalf. Whether a login must come first, the kind and the moment decide. */
  async make(name: string, input: Readonly<Record<string, unknown>>): Promise<Outcome<ProtectedRequest>> {
    const body = { id: newId(), name, input };
    return this.#keep(await this.#call<ProtectedRequest>({ method: 'POST', path: this.#base, body }));
  }

  /** Reads those that the timeline names, now and whenever something happens to them. */
  watch(): void {
    if (this.#watched) return;
    this.#watched = true;
    this.heard([]);
  }

  /** New items of the timeline. */
  heard(items: readonly Item[]): void {
    for (const item of items) {
      const id = requestOf(item);
      const state = stateOf(item);
      if (id !== undefined && state) this.#told.set(id, state);
      if (id !== undefined) this.#unread.add(id);
      // A login that came to nothing ends the requests that waited for it, and names none of them.
      else if (item.kind === 'entry')
        for (const { id: waiting, state } of this.all) if (state === 'waiting') this.#unread.add(waiting);
    }
    if (!this.#watched) return;
    for (const id of this.#unread) void this.#read(id);
    this.#unread.clear();
  }

  async #read(id: string): Promise<void> {
    this.#keep(await this.#call<ProtectedRequest>({ method: 'GET', path: `${this.#base}/${path`${id}`}` }));
  }

  #keep(outcome: Outcome<ProtectedRequest>): Outcome<ProtectedRequest> {
    if (!outcome.ok) return outcome;
    const { id, state } = outcome.value;
    const told = this.#told.get(id) ?? state;
    const early = state === 'waiting' || (state === 'released' && told !== 'waiting');
    this.#known.set(id, early ? { ...outcome.value, state: told } : outcome.value);
    this.#changed();
    return outcome;
  }

  get #base(): string {
    return `${path`/api/agent/conversations/${this.#conversation}`}/requests`;
  }
}

const requestOf = (item: Item): string | undefined =>
  item.kind === 'entry' && 'request' in item.what ? item.what.request : undefined;

function stateOf(item: Item): ProtectedRequest['state'] | undefined {
  if (item.kind !== 'entry') return undefined;
  switch (item.what.event) {
    case 'request_released':
      return 'released';
    case 'request_answered':
      return 'answered';
    case 'request_ended':
      return item.what.why;
    default:
      return undefined;
  }
}
