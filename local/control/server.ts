import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readBody } from '../body.ts';
import type { Caller } from '../caller.ts';
import type { Damage, Faults } from '../faults.ts';
import type { Meter, MeteredCall } from '../meter.ts';

/** What a service answers, and what the call cost. */
export type ServiceAnswer = {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  writes?: number;
  reads?: number;
  error?: string;
};

/** A call to a service: its rest of the path, operation and body. */
export type ServiceCall = { request: IncomingMessage; path: string; operation: string; body: Buffer };
export type Service = {
  /** The operation that a request asks for. */
  operation(request: IncomingMessage, path: string): string;
  answer(call: ServiceCall, caller: Caller | undefined): Promise<ServiceAnswer> | ServiceAnswer;
  contentType: string;
};
export type ServiceName = MeteredCall['service'];

type Parts = {
  services: Record<ServiceName, Service>;
  /** Finds the caller by the id in its endpoints' path. */
  caller(environmentId: string): Caller | undefined;
  meter: Meter;
  faults: Faults;
};

/**
 * The server behind every `AWS_ENDPOINT_URL_*`. Each environment of a function has its own path
 * (`/e/<environment>/<service>/…`), so that each call is charged to the invocation that made it; tools and
 * tests use `/<service>/…`. `/meter` shows what was counted.
 */
export function createControlServer(parts: Parts): Server {
  const server = createServer((request, response) => {
    route(parts, request, response).catch((error) => {
      console.error('The local runtime failed to answer a service call:', error);
      if (!response.headersSent) response.writeHead(500).end();
    });
  });
  // Closed just as a function sends on it, a kept connection costs a repeat, which would be counted as one trip more.
  server.keepAliveTimeout = 0;
  return server;
}

async function route(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!fromThisMachine(request)) return void response.writeHead(403).end();
  const [pathname = '/', query = ''] = (request.url ?? '/').split('?');
  const [, environment, name = '', rest = '/'] = /^(?:\/e\/([^/]+))?\/([a-z]+)(\/.*)?$/.exec(pathname) ?? [];
  if (name === 'meter') return answerMeter(parts.meter, request, response, query);
  if (!(name in parts.services)) return void response.writeHead(404).end();
  const service = name as ServiceName;
  const caller = environment === undefined ? undefined : parts.caller(environment);
  // An environment that was ended may still have a request on its way: it must not be carried out.
  if (environment !== undefined && caller === undefined) return void request.socket.destroy();
  await serve(parts, service, caller, rest, request, response);
}

const ownHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Whether a function or a tool asks, by an address of this machine. A page that happens to be open in a browser here must
 * not: what browsers send for pages names where the page is from, or asks for a host that only now leads here.
 */
const fromThisMachine = ({ headers }: IncomingMessage): boolean =>
  headers.origin === undefined && headers['sec-fetch-site'] === undefined && ownHost.test(headers.host ?? '');

async function serve(
  parts: Parts,
  name: ServiceName,
  caller: Caller | undefined,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const service = parts.services[name];
  const operation = service.operation(request, path);
  let body: Buffer;
  try {
    body = await readBody(request);
  } catch {
    return; // The caller is gone before it had said what it wants.
  }
  const damage = caller && strike(parts.faults, caller, name, operation);
  const answer =
    typeof damage === 'object'
      ? {
          status: damage.status ?? 400,
          body: { __type: damage.error, message: 'Broken on purpose' },
          error: damage.error,
        }
      : await service.answer({ request, path, operation, body }, caller);
  if (caller) parts.meter.add(caller.invocation, metered(name, operation, request, answer));
  if (damage === 'kill') await caller?.kill();
  if (damage === 'kill' || damage === 'lose') return void request.socket.destroy();
  const headers = {
    'content-type': service.contentType,
    ...(answer.error && { 'x-amzn-errortype': answer.error }),
    ...answer.headers,
  };
  const text =
    answer.body === undefined
      ? ''
      : typeof answer.body === 'string'
        ? answer.body
        : JSON.stringify(answer.body);
  response.writeHead(answer.status, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
}

function strike(faults: Faults, caller: Caller, service: ServiceName, operation: string): Damage | undefined {
  const { requestId } = caller.invocation;
  return faults.strike({ function: caller.function.name, requestId, service, operation });
}

/** The environment tells in headers where the call stands in its chain of calls (see the worker). */
function metered(
  service: ServiceName,
  operation: string,
  request: IncomingMessage,
  answer: ServiceAnswer,
): MeteredCall {
  return {
    service,
    operation,
    writes: answer.writes ?? 0,
    reads: answer.reads ?? 0,
    trip: Number(request.headers['x-local-trip'] ?? 0),
    afterPush: request.headers['x-local-pushed'] === 'yes',
    ...(answer.error && { error: answer.error }),
  };
}

function answerMeter(meter: Meter, request: IncomingMessage, response: ServerResponse, query: string): void {
  if (request.method === 'DELETE') meter.reset();
  const since = Number(new URLSearchParams(query).get('since') ?? 0);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(meter.since(since)));
}
