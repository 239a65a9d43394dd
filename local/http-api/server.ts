import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BodyTooLarge, readBody } from '../body.ts';
import { BODY_LIMIT_BYTES } from './api.ts';
import { type HttpRequest, type HttpResponse, plain } from './message.ts';

/** Node refuses larger heads by itself; this leaves the API room to answer properly. */
const HEAD_BYTES = 64 * 1024;

/** A server whose handler takes and gives whole messages. */
export function createHttpServer(handle: (request: HttpRequest) => Promise<HttpResponse>): Server {
  return createServer({ maxHeaderSize: HEAD_BYTES }, (incoming, outgoing) => {
    respond(incoming, outgoing, handle).catch((error) => {
      console.error('The local runtime failed to answer a request:', error);
      if (!outgoing.headersSent) outgoing.writeHead(500).end();
    });
  });
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<void> {
  let body: Buffer;
  try {
    body = await readBody(incoming, BODY_LIMIT_BYTES);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) return; // The client went away while sending.
    send(outgoing, { ...plain(413, 'Request Entity Too Large'), cookies: [] }, incoming.method);
    return;
  }
  const request: HttpRequest = {
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    headers: joined(incoming),
    body,
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
    sourcePort: incoming.socket.remotePort ?? 0,
    protocol: `HTTP/${incoming.httpVersion}`,
  };
  send(outgoing, await handle(request), incoming.method);
}

function send(
  outgoing: ServerResponse,
  { status, headers, cookies, body }: HttpResponse,
  method?: string,
): void {
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.writeHead(status, { ...headers, 'content-length': body.length });
  outgoing.end(method === 'HEAD' ? undefined : body);
}

/** Headers by lower-case name; repeated ones joined with commas, cookies with semicolons. */
function joined(incoming: IncomingMessage): Record<string, string> {
  const headers = Object.entries(incoming.headersDistinct).map(([name, values = []]) => [
    name,
    values.join(name === 'cookie' ? '; ' : ','),
  ]);
  return Object.fromEntries(headers);
}
