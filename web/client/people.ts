import { type HttpCall, path } from './http.ts';
import type { Acknowledgements, EarlierConversations, PastConversation } from './types.ts';

/** What one agent knows of people beside their conversations. */
export class People {
  readonly #call: HttpCall;
  readonly #changed: () => void;
  readonly #noted = new Map<string, number>();
  readonly #earlier = new Map<string, readonly PastConversation[]>();

  constructor(call: HttpCall, changed: () => void) {
    this.#call = call;
    this.#changed = changed;
  }

  /** Loads which step-ups one has taken note of, on whatever desk. */
  async load(): Promise<void> {
    const listed = await this.#call<Acknowledgements>({ method: 'GET', path: '/api/agent/acknowledgements' });
    if (!listed.ok) return;
    for (const { conversation, epoch } of listed.value.items) this.#keep(conversation, epoch);
    this.#changed();
  }

  /** Whether one has taken note of a step-up of a conversation. */
  hasNoted(conversation: string, epoch = 1): boolean {
    return (this.#noted.get(conversation) ?? 0) >= epoch;
  }

  /** Takes note of a step-up, on all one's desks. */
  async note(conversation: string, epoch: number): Promise<void> {
    if (this.hasNoted(conversation, epoch)) return;
    this.#keep(conversation, epoch);
    this.#changed();
    const target = `${path`/api/agent/conversations/${conversation}`}/acknowledgement`;
    await this.#call({ method: 'PUT', path: target, body: { epoch } });
  }

  /** The other conversations of who is authenticated in one, as far as they were loaded. */
  earlier(conversation: string): readonly PastConversation[] {
    return this.#earlier.get(conversation) ?? [];
  }

  async loadEarlier(conversation: string): Promise<void> {
    const target = `${path`/api/agent/conversations/${conversation}`}/earlier`;
    const listed = await this.#call<EarlierConversations>({ method: 'GET', path: target });
    // Nobody is authenticated there any more: then there is nothing to see either.
    this.#earlier.set(conversation, listed.ok ? listed.value.items : []);
    this.#changed();
  }

  #keep(conversation: string, epoch: number): void {
    this.#noted.set(conversation, Math.max(epoch, this.#noted.get(conversation) ?? 0));
  }
}
