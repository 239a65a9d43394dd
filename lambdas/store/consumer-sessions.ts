import type { Channel } from '../../contract/conversation.ts';
import { absent, any, equals, type Item } from '../core/change.ts';
import type { Settings } from '../core/conversation/head.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** A consumer's session: the right to one conversation, at one epoch. Known by the hash of its bearer token. */
export interface ConsumerSession {
  readonly brand: string;
  readonly engagement: string;
  readonly conversation: string;
  readonly epoch: number;
  readonly channel: Channel;
  readonly settings: Settings;
  /** Whether its conversation is held until the consumer has logged in. */
  readonly held?: boolean;
  /** The page's origin; none for an app. */
  readonly origin?: string;
  /** When it ends unless its conversation has begun by then, which from there on knows better; milliseconds. */
  readonly startBy: number;
  /** When it ends, whatever happens; milliseconds. */
  readonly until: number;
}

/** No session outlives this: 24 hours. */
export const sessionLife = 24 * 60 * 60 * 1000;

export class ConsumerSessions {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(brand: string, hash: string): Promise<ConsumerSession | undefined> {
    return (await this.#db.get(keys.consumerSession(brand, hash))) as unknown as ConsumerSession | undefined;
  }

  /** Puts a session that is new, or the same again. False when the hash is another session's. */
  put(hash: string, session: ConsumerSession): Promise<boolean> {
    const again = [equals(['conversation'], session.conversation), equals(['epoch'], session.epoch)];
    // The key last: a session that was read brings the key that it had.
    const item: Item = {
      ...(JSON.parse(JSON.stringify(session)) as Item),
      ...keys.consumerSession(session.brand, hash),
      ttl: Math.ceil(session.until / 1000),
    };
    return this.#db.put(item, any(absent('pk'), { test: 'all', of: again }));
  }
}
