import { createHmac } from 'node:crypto';
import type { Item } from '../change.ts';
import { s256 } from '../secrets.ts';
import { canonical } from './canonical.ts';

/** What a chain is about: an account, or a conversation. */
export interface Subject {
  readonly kind: 'account' | 'conversation';
  readonly id: string;
}

/** The name of a chain within its brand, as entries and checkpoints carry it. */
export const chainName = ({ kind, id }: Subject): string => `${kind}/${id}`;

/** Something that the log is to hold: what happened, and which record of it this is. */
export interface Happened {
  /** Names the record that it comes from, so that it is sealed once, however often it comes. */
  readonly source: string;
  /** When it happened; milliseconds. */
  readonly at: number;
  readonly payload: Item;
}

/** An entry of a chain without what it says: this much verifies, also when the payload has been erased. */
export interface Link {
  readonly brand: string;
  readonly chain: string;
  readonly n: number;
  readonly at: number;
  /** When it was sealed; milliseconds. */
  readonly sealed: number;
  readonly source: string;
  readonly commitment: string;
  /** The hash of the entry before. */
  readonly previous: string;
  readonly hash: string;
}

/** An entry with what it says, and the salt that keeps the commitment from telling it. Erasing removes both. */
export interface LogEntry extends Link {
  readonly payload?: Item;
  readonly salt?: string;
}

/** What the first entry names as the hash before it. */
export const origin = (brand: string, chain: string): string => s256(canonical({ brand, chain }));

/** Binds an entry to its payload without telling it: HMAC-SHA-256 under a salt of 256 bits that is the entry's own. */
export const commitmentTo = (payload: Item, salt: string): string =>
  createHmac('sha256', salt).update(canonical(payload)).digest('base64url');

/** The hash of an entry: of everything in it but the payload, which the commitment stands for. */
export const hashOf = ({ brand, chain, n, at, sealed, source, commitment, previous }: Omit<Link, 'hash'>) =>
  s256(canonical({ brand, chain, n, at, sealed, source, commitment, previous }));

/** The next entry of a chain, after `tail`; the first, when there is none. `salt` is fresh and random. */
export function nextEntry(
  { brand, chain, tail }: { brand: string; chain: string; tail: Pick<Link, 'n' | 'hash'> | undefined },
  { source, at, payload }: Happened,
  salt: string,
  now: number,
): LogEntry {
  const link = {
    brand,
    chain,
    n: (tail?.n ?? 0) + 1,
    at,
    sealed: now,
    source,
    commitment: commitmentTo(payload, salt),
    previous: tail?.hash ?? origin(brand, chain),
  };
  return { ...link, hash: hashOf(link), payload, salt };
}
