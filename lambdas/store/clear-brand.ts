import type { Item } from '../core/change.ts';
import { asHead } from '../core/conversation/head.ts';
import { userOf } from '../core/sign-in/user.ts';
import { clearUser } from './clear-user.ts';
import type { Db } from './db.ts';
import type { CloseSocket } from './sessions.ts';
import { type Key, keys, shards } from './table.ts';

type AnyKey = (brand: string, ...parts: string[]) => Key;

/**
 * The partitions of a brand that hold a kind each, and its roster. Its conversations, its people and what belongs to them are
 * found from one to the next; what ends by itself within a day or so (sessions, tickets, limits) is left to end, and the log
 * stays until its own time is over: no function can take an entry off it.
 */
function kindsOf(brand: string): string[] {
  const all = Object.values(keys as unknown as Record<string, AnyKey>).map(
    (key) => key(brand, '', '', '').pk,
  );
  const listed = all.filter(
    (pk) => /^(?:chat|conf|auth)#[^#]+#[^#]+$/.test(pk) && pk.split('#')[1] === brand,
  );
  const rosters = Array.from({ length: shards }, (_, shard) => keys.roster(brand, shard, '').pk);
  return [...new Set([...listed, ...rosters])];
}

/** Clears a brand away, a part at a time: nothing is counted on that an earlier part may have left half-way. */
export class Clearing {
  removed = 0;
  readonly #db: Db;
  readonly #brand: string;
  readonly #close: CloseSocket;
  readonly #now: () => number;
  readonly #until: number;

  /** `until` is when to stop, in milliseconds. */
  constructor(db: Db, brand: string, close: CloseSocket, now: () => number, until: number) {
    this.#db = db;
    this.#brand = brand;
    this.#close = close;
    this.#now = now;
    this.#until = until;
  }

  /** Goes on until all is gone, or the time is over. True when all is gone. */
  async run(): Promise<boolean> {
    const { user, engagement, list, skill } = keys;
    const brand = this.#brand;
    return (
      (await this.#each(user(brand, '').pk, (item) => this.#user(item))) &&
      (await this.#each(engagement(brand, '').pk, (item) => this.#engagement(item))) &&
      (await this.#each(list(brand, 'all', '').pk, (item) => this.#conversation(item))) &&
      (await this.#each(skill(brand, '').pk, (item) => this.#list(`skill.${String(item.sk)}`))) &&
      (await this.#each(keys.listedRecord(brand, '').pk, (item) => this.#record(item))) &&
      (await this.#all(kindsOf(brand)))
    );
  }

  /** Takes the items of a partition one after the other; each goes when what belongs to it has gone. */
  async #each(pk: string, clear: (item: Item) => Promise<boolean>): Promise<boolean> {
    for (;;) {
      const { items } = await this.#db.query({ pk, limit: 10 });
      if (items.length === 0) return true;
      if (this.#now() >= this.#until) return false;
      const cleared = await Promise.all(
        items.map(async (item) => {
          const whole = await clear(item);
          if (whole) await this.#remove(item);
          return whole;
        }),
      );
      if (cleared.includes(false)) return false;
    }
  }

  #all(partitions: readonly string[]): Promise<boolean> {
    return partitions.reduce(
      async (before, pk) => (await before) && this.#each(pk, async () => true),
      Promise.resolve(true),
    );
  }

  #list = (name: string): Promise<boolean> => this.#all([keys.list(this.#brand, name, '').pk]);

  async #user(item: Item): Promise<boolean> {
    await clearUser(this.#db, item, this.#close, this.#now());
    return this.#list(`agent.${userOf(item).id}`);
  }

  async #record({ digest, old }: Item): Promise<boolean> {
    const digests = [digest, old].filter((one) => typeof one === 'string');
    await Promise.all(digests.map((one) => this.#db.delete(keys.customerRecord(this.#brand, one))));
    return true;
  }

  async #engagement({ sk }: Item): Promise<boolean> {
    const trial = keys.trial(this.#brand, String(sk), '').pk;
    return (await this.#all([trial])) && this.#list(`engagement.${String(sk)}`);
  }

  /** A conversation with its messages, its place among those of a person, and the lists of agents who have left. */
  async #conversation(place: Item): Promise<boolean> {
    const id = String(place.conversation);
    const head = await this.#db.get(keys.head(this.#brand, id));
    const { identity, agent, engagement } = head ? asHead(head) : {};
    const lists = [agent && `agent.${agent.id}`, engagement && `engagement.${engagement}`].filter(
      (one) => one !== undefined,
    );
    const of = identity === undefined ? [] : [keys.openConversation(this.#brand, identity).pk];
    const persons = identity === undefined ? [] : [keys.identity(this.#brand, identity, '').pk];
    return (
      (await this.#all([...lists.map((name) => keys.list(this.#brand, name, '').pk), ...of, ...persons])) &&
      // The head sorts before the messages, and says whose it is: it goes last.
      (await this.#messages(keys.head(this.#brand, id).pk))
    );
  }

  async #messages(pk: string): Promise<boolean> {
    for (;;) {
      const { items } = await this.#db.query({ pk, limit: 50, newestFirst: true });
      const beside = items.filter(({ sk }) => sk !== 'HEAD');
      await Promise.all(beside.map((item) => this.#remove(item)));
      if (beside.length === 0) {
        await Promise.all(items.map((item) => this.#remove(item)));
        return true;
      }
      if (this.#now() >= this.#until) return false;
    }
  }

  async #remove({ pk, sk }: Item): Promise<void> {
    await this.#db.delete({ pk: String(pk), sk: String(sk) });
    this.removed += 1;
  }
}
