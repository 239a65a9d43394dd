import type { Change, Item } from '../core/change.ts';
import { s256 } from '../core/secrets.ts';
import type { Db, Outcome } from './db.ts';
import { keys } from './table.ts';

/** A login elsewhere that a browser has started, for one challenge; each way to log in adds what it needs. */
export interface StartedLogin {
  readonly method: 'oidc' | 'login_page';
  readonly conversation: string;
  readonly challenge: string;
  /** S256 of the verifier that only the starting browser holds. */
  readonly verifier: string;
  /** The registered address where the login ends. */
  readonly returnTo: string;
  /** Milliseconds: 10 minutes after the start at most. */
  readonly until: number;
}

/** Started logins, each known by the hash of its `state`, which comes back with the outcome. */
export class Logins {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Keeps a login under a state, an hour longer than it is good, for repeats. Where there is one already, answers that. */
  async begin<T extends StartedLogin>(brand: string, state: string, login: T): Promise<T> {
    const item = JSON.parse(JSON.stringify(login)) as Item;
    const ttl = Math.ceil(login.until / 1000) + 3600;
    const known = await this.#db.putNew({ ...item, ...keyOf(brand, state), ttl });
    return (known as unknown as T | undefined) ?? login;
  }

  async find<T extends StartedLogin>(brand: string, state: string): Promise<T | undefined> {
    return (await this.#db.get(keyOf(brand, state))) as unknown as T | undefined;
  }

  change(brand: string, state: string, change: Change): Promise<Outcome> {
    return this.#db.change(keyOf(brand, state), change);
  }
}

const keyOf = (brand: string, state: string) => keys.startedLogin(brand, s256(state));
