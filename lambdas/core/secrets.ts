import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** S256: the SHA-256 of a string, base64url. Secrets are stored and looked up by it alone. */
export const s256 = (value: string): string => createHash('sha256').update(value).digest('base64url');

/** The first 132 bits of the S256 of several parts that cannot run into each other: an id for a thing with a natural name. */
export const fingerprint = (...parts: readonly string[]): string => s256(JSON.stringify(parts)).slice(0, 22);

/** Compares in constant time; strings of different length differ. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
