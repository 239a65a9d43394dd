import { absent, any, equals } from '../core/change.ts';
import { shardOf } from '../core/conversation/inbox.ts';
import type { Onlooker } from '../core/conversation/sight.ts';
import type { Db } from './db.ts';
import { keys, shards } from './table.ts';

/** A desk socket that hears what changes in the inbox. */
export interface RosterSocket {
  readonly connection: string;
  /** When the agent's session goes idle, as far as is known; milliseconds. */
  readonly until: number;
}

/** Who is at a desk socket, and whether they take new conversations. */
export interface RosterAgent extends Onlooker {
  readonly away: boolean;
}

/** API Gateway closes every socket after 2 hours. */
const socketLife = 2 * 60 * 60;

/** The desk sockets of a brand, sharded by connection. */
export class Roster {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Puts a socket on the roster, or says that it is in use for longer. */
  async add(
    brand: string,
    { connection, until }: RosterSocket,
    { agent, role, skills, away }: RosterAgent,
    now: number,
  ): Promise<void> {
    const item = { agent, role, skills: [...skills], away, until, ttl: Math.ceil(now / 1000) + socketLife };
    await this.#db.put(
      { ...keys.roster(brand, shardOf(connection, shards), connection), ...item },
      any(absent('pk'), equals(['agent'], agent)),
    );
  }

  remove(brand: string, connection: string): Promise<void> {
    return this.#db.delete(keys.roster(brand, shardOf(connection, shards), connection));
  }

  /** All sockets whose agents' sessions are in use: at most a few thousand desks to a brand. */
  async list(brand: string, now: number): Promise<(RosterSocket & RosterAgent)[]> {
    const lists = await Promise.all(Array.from({ length: shards }, (_, shard) => this.#shard(brand, shard)));
    return lists.flat().filter(({ until }) => until > now);
  }

  async #shard(brand: string, shard: number): Promise<(RosterSocket & RosterAgent)[]> {
    const { pk } = keys.roster(brand, shard, '');
    const { items } = await this.#db.query({ pk, limit: 1000 });
    return items.map(({ sk, ...item }) => ({
      ...(item as unknown as RosterAgent & RosterSocket),
      connection: String(sk),
    }));
  }
}
