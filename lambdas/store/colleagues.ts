import { absent, type Change, type Item } from '../core/change.ts';
import { asCard, type Card, newCard, type Profile, setProfile } from '../core/desk/card.ts';
import type { Db, Outcome } from './db.ts';
import { keys } from './table.ts';

/** The cards of a brand's agents. */
export class Colleagues {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  read(brand: string, id: string): Promise<Item | undefined> {
    return this.#db.get(keys.colleague(brand, id));
  }

  change(brand: string, id: string, change: Change): Promise<Outcome> {
    return this.#db.change(keys.colleague(brand, id), change);
  }

  /** Changes the card of an agent who is at the desk, made now if there is none. */
  async changeOwn(brand: string, id: string, profile: Profile, change: Change): Promise<Outcome> {
    const outcome = await this.change(brand, id, change);
    if (outcome.ok || outcome.item) return outcome;
    await this.#put(brand, id, profile);
    return this.change(brand, id, change);
  }

  /** Writes what an admin decided of a user onto the card, made now if there is none. */
  async save(brand: string, id: string, profile: Profile, disabled: boolean): Promise<void> {
    const change = setProfile(profile, disabled);
    const outcome = await this.change(brand, id, change);
    if (outcome.ok) return;
    await this.#put(brand, id, profile);
    await this.change(brand, id, change);
  }

  remove(brand: string, id: string): Promise<void> {
    return this.#db.delete(keys.colleague(brand, id));
  }

  /** A page of the brand's agents, admins and bots. */
  async list(brand: string, after?: string, limit = 50): Promise<{ cards: Card[]; cursor?: string }> {
    const { pk } = keys.colleague(brand, '');
    const start = after === undefined ? {} : { startAfter: { pk, sk: after } };
    const { items, last } = await this.#db.query({ pk, limit, ...start });
    return { cards: items.map(asCard), ...(last ? { cursor: String(last.sk) } : {}) };
  }

  async #put(brand: string, id: string, profile: Profile): Promise<void> {
    await this.#db.put({ ...keys.colleague(brand, id), ...newCard(id, profile) }, absent('pk'));
  }
}
