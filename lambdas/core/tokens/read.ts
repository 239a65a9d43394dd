import type { Check, Stage } from './checks.ts';
import { type Claims, strictObject } from './json.ts';

/** A compact JWS, taken apart and not believed. */
export interface SignedToken {
  readonly kind: 'signed';
  readonly text: string;
  readonly header: Claims;
  readonly claims: Claims;
}

/** A compact JWE, taken apart; who can open it finds a JWS inside. */
export interface EncryptedToken {
  readonly kind: 'encrypted';
  readonly text: string;
  readonly header: Claims;
}

export type ReadToken = SignedToken | EncryptedToken;

/** The longest tokens that are looked at, in bytes: a JWE is the larger for what it holds. */
const largest = { signed: 8192, encrypted: 12_288 };

/** Base64url without padding, spelled the one way that its bytes are spelled: else one token would have several texts. */
const isCanonical = (part: string) =>
  part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;

const form = (holds: boolean, expected: string, came: string, change: string): Check => ({
  name: 'form',
  holds,
  reason: 'malformed',
  expected,
  came,
  change,
});

/**
 * Takes a token apart without believing any of it: a compact JWS (RFC 7515, section 7.1) or JWE (RFC 7516, section 7.1) of
 * canonical base64url parts without padding, spaces or newlines, its header (and claims) as JSON objects.
 */
export function readToken(text: string): Stage<ReadToken> {
  const bytes = Buffer.byteLength(text);
  const parts = bytes > largest.encrypted ? [] : text.split('.');
  const most = parts.length === 5 ? largest.encrypted : largest.signed;
  if (bytes > most) {
    const expected = `a token of at most ${most} bytes`;
    const change = 'Put fewer or shorter attributes into the token.';
    return { checks: [{ ...form(false, expected, `${bytes} bytes`, change), reason: 'too_large' }] };
  }
  if (parts.length === 5) return readEncrypted(text, parts);
  return readSigned(text, parts);
}

/** Takes a JWS apart; what is inside a JWE may be nothing else. */
export function readSigned(text: string, parts = text.split('.')): Stage<SignedToken> {
  const expected = 'three base64url parts without padding, joined by dots';
  const change = 'Send the compact form that a JOSE library makes, exactly as it is.';
  if (parts.length !== 3) return { checks: [form(false, expected, count(parts), change)] };
  if (!parts.every(isCanonical)) return { checks: [form(false, expected, 'parts that are not', change)] };
  const [header, claims] = parts.map((part) => strictObject(Buffer.from(part, 'base64url')));
  const wrong = header?.ok === false ? header : claims;
  if (!(header?.ok && claims?.ok)) {
    const came = wrong?.ok === false ? wrong.came : 'none';
    return { checks: [form(false, 'header and claims as JSON objects', came, jsonChange)] };
  }
  const checks = [form(true, expected, 'three parts', change)];
  return { checks, value: { kind: 'signed', text, header: header.value, claims: claims.value } };
}

const jsonChange = 'Make header and claims plain JSON objects, each name once, with few levels.';

function readEncrypted(text: string, parts: readonly string[]): Stage<EncryptedToken> {
  const expected = 'five base64url parts without padding, joined by dots';
  const change = 'Send the compact form that a JOSE library makes, exactly as it is.';
  const [first = '', key = '', vector = '', content = '', tag = ''] = parts;
  // ECDH-ES agrees on the key itself and carries none (RFC 7518, section 4.6).
  const canonical = [first, vector, content, tag].every(isCanonical) && (key === '' || isCanonical(key));
  const sized = vector.length === 16 && tag.length === 22;
  if (!canonical || !sized) return { checks: [form(false, expected, 'parts that are not', change)] };
  const header = strictObject(Buffer.from(first, 'base64url'));
  if (!header.ok) return { checks: [form(false, 'a header as a JSON object', header.came, jsonChange)] };
  const checks = [form(true, expected, 'five parts', change)];
  return { checks, value: { kind: 'encrypted', text, header: header.value } };
}

const count = ({ length }: readonly string[]) => (length === 1 ? 'one part' : `${length} parts`);
