import { createHash, createHmac } from 'node:crypto';
import { sameSecret } from '../secrets.ts';

/** What a request says of who signed it, and when. */
export interface Signature {
  /** The id of the security key. */
  readonly key: string;
  /** Seconds. */
  readonly time: number;
  readonly signature: string;
}

/** A request as it came, before anything of it was believed. */
export interface SignedRequest {
  readonly method: string;
  /** The path, with `?` and the query if there is one. */
  readonly path: string;
  readonly body: Buffer;
}

/** Clocks may differ, and a request may be on its way, for so long; milliseconds. */
const window = 5 * 60 * 1000;

const form = /^key=([A-Za-z0-9_-]{1,64}), ?time=(\d{1,12}), ?signature=([A-Za-z0-9_-]{43})$/;

/** Reads `Doorstep-Signature: key=<id>, time=<seconds>, signature=<base64url>`. */
export function readSignature(header = ''): Signature | undefined {
  const [, key = '', time, signature = ''] = form.exec(header) ?? [];
  return time === undefined ? undefined : { key, time: Number(time), signature };
}

/** Whether a signature was made in these five minutes. `now` is in milliseconds. */
export const isTimely = ({ time }: Signature, now: number): boolean => Math.abs(now - time * 1000) <= window;

/**
 * The signature of a request: HMAC-SHA256 (RFC 2104) of its method, its path with the query, the time in seconds and the
 * base64url of the body's SHA-256, each on a line, under the characters of the security key. Base64url without padding.
 */
function signatureOf({ method, path, body }: SignedRequest, time: number, key: string): string {
  const digest = createHash('sha256').update(body).digest('base64url');
  return createHmac('sha256', key).update([method, path, time, digest].join('\n')).digest('base64url');
}

/** Whether the key has signed this very request; compared in constant time. */
export const isSignedBy = (request: SignedRequest, { time, signature }: Signature, key: string): boolean =>
  sameSecret(signature, signatureOf(request, time, key));
