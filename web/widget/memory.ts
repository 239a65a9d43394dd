import { type Store, tabStore } from '../client/storage.ts';

/** What the widget itself keeps of a chat over a reload: whether it was open, and what was begun to write. */
export class Memory {
  readonly #store: Store = tabStore();
  readonly #open: string;
  readonly #draft: string;

  constructor(chat: string) {
    this.#open = `${chat}:open`;
    this.#draft = `${chat}:draft`;
  }

  get isOpen(): boolean {
    return this.#store.getItem(this.#open) !== null;
  }

  set isOpen(is: boolean) {
    this.#keep(this.#open, is ? '1' : '');
  }

  get draft(): string {
    return this.#store.getItem(this.#draft) ?? '';
  }

  set draft(text: string) {
    this.#keep(this.#draft, text);
  }

  #keep(key: string, value: string): void {
    try {
      if (value === '') this.#store.removeItem(key);
      else this.#store.setItem(key, value);
    } catch {
      // A full store: only a reload would tell.
    }
  }
}
