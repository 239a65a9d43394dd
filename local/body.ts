import type { IncomingMessage } from 'node:http';

/** The body is larger than the limit it was read under. */
export class BodyTooLarge extends Error {}

/**
 * Reads a request's whole body.
 * @param limit bytes; one more throws BodyTooLarge
 */
export async function readBody(request: IncomingMessage, limit = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
