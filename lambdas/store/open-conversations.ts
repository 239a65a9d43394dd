import { keepThis, type OpenConversation, takePlaceOf } from '../core/assurance/one-open.ts';
import { absent } from '../core/change.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** Which conversation of each person is the open one, for brands whose rule allows one only: one item a person decides. */
export class OpenConversations {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The latest login decides. Returns which conversation is the open one now, and which was before. */
  async keepThis(
    brand: string,
    identity: string,
    conversation: string,
    at: number,
  ): Promise<OpenConversation> {
    const key = keys.openConversation(brand, identity);
    const first = await this.#db.put({ ...key, open: conversation, at }, absent('pk'));
    if (first) return { open: conversation, at };
    const outcome = await this.#db.change(key, keepThis(conversation, at));
    return outcome.item as unknown as OpenConversation;
  }

  /** The first one stays. Returns it. */
  async continueExisting(
    brand: string,
    identity: string,
    conversation: string,
    at: number,
  ): Promise<OpenConversation> {
    const item = { ...keys.openConversation(brand, identity), open: conversation, at };
    return ((await this.#db.putNew(item)) ?? item) as unknown as OpenConversation;
  }

  /** Takes the place of one that has ended. Returns which is the open one then. */
  async takePlaceOf(
    brand: string,
    identity: string,
    ended: string,
    conversation: string,
    at: number,
  ): Promise<OpenConversation> {
    const change = takePlaceOf(ended, conversation, at);
    const outcome = await this.#db.change(keys.openConversation(brand, identity), change);
    return outcome.item as unknown as OpenConversation;
  }
}
