import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as z from 'zod/mini';

/** The shop's own policy: beside itself only Doorstep, for the widget's script, its API and its socket. */
export function setHeaders(response: ServerResponse, app: string): void {
  const { hostname } = new URL(app);
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${app}`,
    "style-src 'self'",
    'img-src data:',
    `connect-src 'self' ${app} ws://${hostname}:* wss://${hostname}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cache-control', 'no-store');
}

/** Reads a body that the shop's own page sent: no other origin may log somebody in or ask for a token. */
export async function readText(request: IncomingMessage, origin: string): Promise<string> {
  if (request.headers.origin !== origin) throw new Error('Not from our own page');
  return readAll(request);
}

/** More than anybody has to say to the shop, in bytes. */
const largestBody = 64 * 1024;

/** Reads a whole body, whoever sent it. */
export async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new Error('Too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The same of JSON, in a form. */
export async function readJson<T extends z.ZodMiniType>(
  request: IncomingMessage,
  origin: string,
  form: T,
): Promise<z.infer<T>> {
  return form.parse(JSON.parse(await readText(request, origin)));
}
