import { absent, all, any, differs, equals, type Item, to } from '../core/change.ts';
import type { CustomerRecord } from '../core/records/rows.ts';
import { refuse } from '../core/result.ts';
import { fingerprint } from '../core/secrets.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** What a listing holds of a subject: the digest that its record is known by, and one that it was known by before. */
interface Line {
  readonly digest: string;
  readonly old?: string;
}

/** A subject whose record others are changing is looked at so often. */
const tries = 5;
const conflict = refuse('unavailable', { retryAfter: 1 }).refusal;

/**
 * Customer records: each stands at its digest, so that one read finds whom private data belong to, and is listed under the
 * subject's hash. The listing is written first: whatever a crash leaves behind is listed, and goes with the next load or
 * deletion of the subject.
 */
export class CustomerRecords {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Whom private data belong to; nobody, when two subjects have the same. */
  async find(brand: string, digest: string): Promise<CustomerRecord | undefined> {
    const item = await this.#db.get(keys.customerRecord(brand, digest));
    return item && item.ambiguous === undefined ? (item as unknown as CustomerRecord) : undefined;
  }

  /** Puts a subject's record in the place of any earlier one. False when another subject has the same private data. */
  async load(brand: string, record: CustomerRecord): Promise<boolean> {
    const { subject, digest } = record;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const line = await this.#list(brand, subject, digest);
      if (!line) continue;
      const item = { ...(record as unknown as Item), ...keys.customerRecord(brand, digest) };
      const mine = all(equals(['subject'], subject), absent('ambiguous'));
      const put = await this.#db.put(item, any(absent('pk'), mine));
      if (!put) {
        if (await this.#markAmbiguous(brand, digest, subject)) await this.delete(brand, subject);
        return false;
      }
      await this.#forgetOld(brand, subject, line);
      // Of two loads at the same time the listing decides; the other takes back what it put.
      const now = (await this.#db.get(lineKey(brand, subject))) as unknown as Line | undefined;
      if (now?.digest !== digest) await this.#drop(brand, digest, subject);
      return true;
    }
    throw Object.assign(new Error('A record does not come to rest.'), { name: 'ServiceUnavailable' });
  }

  /** Deletes a subject's record. False when there is none. */
  async delete(brand: string, subject: string): Promise<boolean> {
    const line = (await this.#db.get(lineKey(brand, subject))) as unknown as Line | undefined;
    return line !== undefined && this.#deleteLine(brand, fingerprint('subject', subject), line);
  }

  /** Deletes the first records of the listing. */
  async deleteSome(brand: string, limit: number): Promise<{ deleted: number; more: boolean }> {
    const { pk } = keys.listedRecord(brand, '');
    const { items, last } = await this.#db.query({ pk, limit });
    const gone = await Promise.all(
      items.map((item) => this.#deleteLine(brand, String(item.sk), item as unknown as Line)),
    );
    return { deleted: gone.filter(Boolean).length, more: last !== undefined };
  }

  /** Counts the next records of the listing, `limit` at most. */
  async count(brand: string, limit: number, after?: string): Promise<{ count: number; after?: string }> {
    const { pk } = keys.listedRecord(brand, '');
    const startAfter = after === undefined ? {} : { startAfter: { pk, sk: after } };
    const { items, last } = await this.#db.query({ pk, limit, ...startAfter });
    return { count: items.length, ...(last ? { after: String(last.sk) } : {}) };
  }

  /** Lists a subject under a digest, and keeps the one before until that record is gone. Nothing if others were quicker. */
  async #list(brand: string, subject: string, digest: string): Promise<Line | undefined> {
    const key = lineKey(brand, subject);
    const there = (await this.#db.putNew({ ...key, digest })) as unknown as Line | undefined;
    if (!there) return { digest };
    if (there.old !== undefined) {
      await this.#forgetOld(brand, subject, there);
      return undefined;
    }
    if (there.digest === digest) return there;
    const moved = await this.#db.change(key, {
      guards: [
        { that: equals(['digest'], there.digest), otherwise: conflict },
        { that: absent('old'), otherwise: conflict },
      ],
      set: { digest: to(digest), old: to(there.digest) },
    });
    return moved.ok ? { digest, old: there.digest } : undefined;
  }

  async #forgetOld(brand: string, subject: string, { old }: Line): Promise<void> {
    if (old === undefined) return;
    await this.#drop(brand, old, subject);
    await this.#db.change(lineKey(brand, subject), {
      guards: [{ that: equals(['old'], old), otherwise: conflict }],
      set: {},
      remove: ['old'],
    });
  }

  /** Removes the record at a digest, if it is this subject's. */
  #drop(brand: string, digest: string, subject: string): Promise<Item | undefined> {
    return this.#db.take(keys.customerRecord(brand, digest), equals(['subject'], subject));
  }

  /** These data are somebody else's too: from now on they match nobody. False when it is this subject that keeps the mark. */
  async #markAmbiguous(brand: string, digest: string, subject: string): Promise<boolean> {
    const marked = await this.#db.change(keys.customerRecord(brand, digest), {
      guards: [{ that: differs(['subject'], subject), otherwise: conflict }],
      set: { ambiguous: to(true) },
    });
    return marked.ok;
  }

  async #deleteLine(brand: string, listed: string, { digest, old }: Line): Promise<boolean> {
    for (const one of old === undefined ? [digest] : [digest, old]) {
      const record = await this.#db.get(keys.customerRecord(brand, one));
      const subject = String(record?.subject);
      if (record && fingerprint('subject', subject) === listed) await this.#drop(brand, one, subject);
    }
    const same = all(equals(['digest'], digest), old === undefined ? absent('old') : equals(['old'], old));
    return (await this.#db.take(keys.listedRecord(brand, listed), same)) !== undefined;
  }
}

const lineKey = (brand: string, subject: string) => keys.listedRecord(brand, fingerprint('subject', subject));
