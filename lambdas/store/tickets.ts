import { above, absent, all, equals, type Item } from '../core/change.ts';
import { newSecret, s256 } from '../core/secrets.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** What a ticket says of who opens the socket. Strings only: it becomes the socket's authorizer context. */
export interface Ticket {
  readonly role: 'consumer' | 'agent';
  readonly brand: string;
  /** The hash that the session is found by. */
  readonly session: string;
  /** Set when the session is the key of a bot. */
  readonly bot?: 'yes';
  /** Of a person who works: the address that asked for it. */
  readonly address?: string;
  /** A consumer's. */
  readonly engagement?: string;
  readonly conversation?: string;
  /** Milliseconds without a sign after which an anonymous consumer is gone. */
  readonly idle?: string;
}

/** A brand's name and a secret of ours. */
const form = /^[a-z0-9-]{1,40}\.[A-Za-z0-9_-]{43}$/;

/** A ticket is good for so long: 30 seconds. */
const life = 30_000;

export class Tickets {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Makes a ticket: for a page, only from its exact origin; without one (an app), only without one. */
  async issue(
    ticket: Ticket,
    origin: string | undefined,
    now: number,
  ): Promise<{ ticket: string; expiresAt: number }> {
    const secret = newSecret();
    const until = now + life;
    const item: Item = {
      ...keys.ticket(ticket.brand, s256(secret)),
      ticket: JSON.parse(JSON.stringify(ticket)) as Item,
      ...(origin === undefined ? {} : { origin }),
      until,
      ttl: Math.ceil(until / 1000),
    };
    await this.#db.put(item, absent('pk'));
    return { ticket: `${ticket.brand}.${secret}`, expiresAt: until };
  }

  /** Uses a ticket up, in one conditional write. Nothing when it is not good: unknown, used, late, or of another origin. */
  async consume(ticket: string, origin: string | undefined, now: number): Promise<Ticket | undefined> {
    const [brand, secret, ...rest] = ticket.split('.');
    // What cannot be a ticket costs no write.
    if (!brand || !secret || rest.length > 0 || !form.test(ticket)) return undefined;
    const fromOrigin = origin === undefined ? absent('origin') : equals(['origin'], origin);
    const taken = await this.#db.take(
      keys.ticket(brand, s256(secret)),
      all(above(['until'], now), fromOrigin),
    );
    return taken?.ticket as unknown as Ticket | undefined;
  }
}
