import type { TokenReason } from '../../../contract/problems.ts';
import { done, type Result, refuse } from '../result.ts';

/** A token refused: the reason is stable, the detail says in plain words what was expected and what came. */
export const tokenRefused = (reason: TokenReason, detail: string) =>
  refuse('token_refused', { reason, detail });

export type Claims = Readonly<Record<string, unknown>>;

export interface ReadToken {
  readonly header: Claims;
  readonly claims: Claims;
}

/** The longest token that is looked at, in bytes. */
const largestToken = 8192;

/** Base64url without padding, spelled the one way that its bytes are spelled: else one token would have several texts. */
const isCanonical = (part: string) =>
  part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;

/**
 * Takes a compact JWS apart without believing any of it (RFC 7515, section 7.1): exactly three base64url parts without
 * padding, spaces or newlines, header and claims as JSON objects.
 */
export function readToken(token: string): Result<ReadToken> {
  if (Buffer.byteLength(token) > largestToken)
    return tokenRefused('too_large', `A token may have ${largestToken} bytes; this one has more.`);
  const parts = token.split('.');
  const [header, claims] = parts;
  if (parts.length !== 3 || !parts.every(isCanonical))
    return tokenRefused('malformed', 'Expected three base64url parts without padding, joined by dots.');
  const read = { header: objectOf(header), claims: objectOf(claims) };
  if (!read.header || !read.claims)
    return tokenRefused('malformed', 'Header and claims must be JSON objects.');
  return done({ header: read.header, claims: read.claims });
}

function objectOf(encoded = ''): Claims | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64url'));
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Claims)
      : undefined;
  } catch {
    return undefined;
  }
}
