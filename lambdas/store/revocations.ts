import { absent, any, below, equals, type Item, to } from '../core/change.ts';
import { refuse } from '../core/result.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** A revocation of all that is known of a person, and how far it is. */
export interface Revocation {
  readonly id: string;
  readonly identity: string;
  /** What was known before this moment is revoked; milliseconds. */
  readonly at: number;
  /** How many conversations were ended. */
  readonly ended: number;
  readonly done: boolean;
  /** The conversation that was looked at last. */
  readonly after?: string;
}

/** Until when everything known of a person has ended, and by whom: the brand, or the person who signed out everywhere. */
interface Mark {
  /** Milliseconds. */
  readonly at: number;
  readonly why: 'revoked' | 'logged_out';
}

const day = 24 * 60 * 60;
/** Longer than a stream's record can be late, and than anybody asks how a revocation went; seconds. */
const markLife = 7 * day;
const recordLife = 30 * day;
const inSeconds = (at: number) => Math.ceil(at / 1000);

/**
 * The mark on a person comes first, then the listing is gone through. A step-up that is decided at the same time is listed
 * either before that, and found; or after, and then whoever lists it reads the mark.
 */
export class Revocations {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Begins a revocation; one of that id that has begun already is the answer. */
  async begin(brand: string, id: string, identity: string, at: number): Promise<Revocation> {
    const made: Revocation = { id, identity, at, ended: 0, done: false };
    const item = { ...made, ...keys.revocation(brand, id), ttl: inSeconds(at) + recordLife };
    return ((await this.#db.putNew(item)) as unknown as Revocation | undefined) ?? made;
  }

  async find(brand: string, id: string): Promise<Revocation | undefined> {
    return (await this.#db.get(keys.revocation(brand, id))) as unknown as Revocation | undefined;
  }

  /** Marks that everything known of a person until `at` has ended, and why. A mark never goes back. */
  async mark(brand: string, identity: string, { at, why }: Mark): Promise<void> {
    const item: Item = { ...keys.revoked(brand, identity), at, why, ttl: inSeconds(at) + markLife };
    await this.#db.put(item, any(absent('pk'), below(['at'], at)));
  }

  /** Until when everything known of a person has ended. */
  async markOf(brand: string, identity: string): Promise<Mark | undefined> {
    return (await this.#db.get(keys.revoked(brand, identity))) as unknown as Mark | undefined;
  }

  /** Records how far a revocation is, unless another call went on with it meanwhile. Returns it as it stands. */
  async progress(
    brand: string,
    before: Revocation,
    ended: number,
    after: string | undefined,
  ): Promise<Revocation> {
    const { id } = before;
    const outcome = await this.#db.change(keys.revocation(brand, id), {
      guards: [
        {
          that: before.after === undefined ? absent('after') : equals(['after'], before.after),
          otherwise: refuse('conflict').refusal,
        },
        { that: equals(['done'], false), otherwise: refuse('conflict').refusal },
      ],
      set: {
        ended: to(before.ended + ended),
        ...(after === undefined ? { done: to(true) } : { after: to(after) }),
      },
    });
    if (!outcome.item) throw new Error('A revocation is gone.');
    return outcome.item as unknown as Revocation;
  }
}
