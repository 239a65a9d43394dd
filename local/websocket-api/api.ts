import { once } from 'node:events';
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocketServer } from 'ws';
import type { RouteModel, WebSocketApiModel } from '../assembly/model.ts';
import type { Invoke } from '../http-api/authorizer.ts';
import { authorizeConnect } from './authorizer.ts';
import { Connection, MESSAGE_LIMIT_BYTES, TOO_BIG } from './connection.ts';
import { handshake, requestContext } from './event.ts';
import { watchFrames } from './frame-sizes.ts';

const URL_LIMIT = 4096;
const FRAME_LIMIT_BYTES = 32 * 1024;

/** Limits that tests and demonstrations may shorten. */
export type SocketLimits = { idleMs: number; lifeMs: number };

/** A WebSocket API: sockets, their routes, and the functions behind them. */
export class WebSocketApi {
  readonly connections = new Map<string, Connection>();
  readonly #model: WebSocketApiModel;
  readonly #invoke: Invoke;
  readonly #limits: SocketLimits;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT_BYTES,
    perMessageDeflate: false,
  });
  readonly #running = new Set<Promise<void>>();

  /** @param server what sockets are opened at */
  constructor(model: WebSocketApiModel, server: Server, invoke: Invoke, limits: SocketLimits) {
    this.#model = model;
    this.#invoke = invoke;
    this.#limits = limits;
    server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
      // A client that breaks off during the handshake is no event for us.
      socket.on('error', () => socket.destroy());
      this.#track(this.#connect(request, socket, head));
    });
  }

  get id(): string {
    return this.#model.id;
  }

  get stage(): string {
    return this.#model.stage;
  }

  /** Closes every socket and waits for what their functions are still doing. */
  async stop(): Promise<void> {
    const closed = [...this.#sockets.clients].map((socket) => once(socket, 'close'));
    for (const socket of this.#sockets.clients) socket.terminate();
    await Promise.all(closed);
    await Promise.all(this.#running);
  }

  async #connect(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = request.url ?? '/';
    if (url.length > URL_LIMIT) return refuse(socket, 414);
    if (url.split('?')[0]?.replace(/\/$/, '') !== `/${this.#model.stage}`) return refuse(socket, 403);
    const sourceIp = request.socket.remoteAddress ?? '';
    const connection = new Connection({ sourceIp, userAgent: request.headers['user-agent'] ?? '' });
    this.connections.set(connection.id, connection);
    const protocol = await this.#accept(request, connection);
    if (typeof protocol === 'number') {
      this.connections.delete(connection.id);
      return refuse(socket, protocol);
    }
    // The library answers with the client's first choice unless told: only the function may choose.
    request.headers['sec-websocket-protocol'] = protocol;
    if (protocol === undefined) delete request.headers['sec-websocket-protocol'];
    this.#open(request, socket, head, connection);
  }

  /** Authorizer, then `$connect`: the subprotocol to answer with, or the status that refuses. */
  async #accept(request: IncomingMessage, connection: Connection): Promise<string | undefined | number> {
    const route = this.#route('$connect');
    if (!route) return undefined;
    const event = handshake(request);
    const context = (): ReturnType<typeof requestContext> => this.#context(connection, 'CONNECT', '$connect');
    if (route.authorizer) {
      const decision = await authorizeConnect(route.authorizer, request, event, context(), this.#invoke);
      if ('status' in decision) return decision.status;
      connection.authorizer = decision.authorizer;
    }
    if (!route.function) return undefined;
    const asked = { ...event, requestContext: context(), isBase64Encoded: false };
    const outcome = await this.#invoke(route.function, JSON.stringify(asked), '$connect');
    if ('error' in outcome) return 502;
    const answer = JSON.parse(outcome.payload) as {
      statusCode?: number;
      headers?: Record<string, string>;
    } | null;
    const status = answer?.statusCode ?? 502;
    if (status < 200 || status > 299) return status;
    const chosen = Object.entries(answer?.headers ?? {}).find(
      ([name]) => name.toLowerCase() === 'sec-websocket-protocol',
    );
    return chosen?.[1];
  }

  #open(request: IncomingMessage, socket: Duplex, head: Buffer, connection: Connection): void {
    watchFrames(socket, (bytes) => {
      if (bytes > FRAME_LIMIT_BYTES) connection.close(TOO_BIG, 'Message too big');
    });
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      connection.open(client, this.#limits.idleMs, this.#limits.lifeMs);
      // No queue: frames of one socket run at the same time, as in API Gateway.
      client.on('message', (data, isBinary) => {
        if (!connection.closing) this.#track(this.#message(connection, data, isBinary));
      });
      client.on('error', () => undefined);
      client.on('close', (code, reason) => {
        connection.ended();
        this.connections.delete(connection.id);
        this.#track(this.#disconnect(connection, code, reason.toString()));
      });
    });
  }

  async #message(connection: Connection, data: RawData, isBinary: boolean): Promise<void> {
    connection.touch();
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
    const route = this.#route(selected(bytes, this.#model.selector)) ?? this.#route('$default');
    const context = this.#context(connection, 'MESSAGE', route?.key ?? '$default');
    const { requestId } = context;
    const tell = (message: string): void =>
      connection.send(JSON.stringify({ message, connectionId: connection.id, requestId }));
    if (!route?.function) return tell('Forbidden');
    const event = {
      requestContext: context,
      body: bytes.toString(isBinary ? 'base64' : 'utf8'),
      isBase64Encoded: isBinary,
    };
    const outcome = await this.#invoke(route.function, JSON.stringify(event), route.key);
    if ('error' in outcome) return tell('Internal server error');
    const answer = JSON.parse(outcome.payload) as { body?: unknown } | null;
    if (route.answers && typeof answer?.body === 'string') connection.send(answer.body);
  }

  async #disconnect(connection: Connection, code: number, reason: string): Promise<void> {
    const route = this.#route('$disconnect');
    if (!route?.function) return;
    const context = this.#context(connection, 'DISCONNECT', '$disconnect');
    const requestContext = { ...context, disconnectStatusCode: code, disconnectReason: reason };
    await this.#invoke(
      route.function,
      JSON.stringify({ requestContext, isBase64Encoded: false }),
      '$disconnect',
    );
  }

  #route(key: string | undefined): RouteModel | undefined {
    return this.#model.routes.find((route) => route.key === key);
  }

  #context(connection: Connection, type: 'CONNECT' | 'MESSAGE' | 'DISCONNECT', routeKey: string) {
    return requestContext(this.#model.id, this.#model.stage, connection, type, routeKey);
  }

  #track(work: Promise<void>): void {
    const running = work.catch((error) => console.error('The local runtime failed on a socket:', error));
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }
}

/** What a frame says of its route: a member of its JSON body. Anything else has none. */
function selected(bytes: Buffer, selector: string): string | undefined {
  try {
    const value = (JSON.parse(bytes.toString()) as Record<string, unknown> | null)?.[selector];
    // The special routes cannot be asked for by name.
    return typeof value === 'string' && !value.startsWith('$') ? value : undefined;
  } catch {
    return undefined;
  }
}

function refuse(socket: Duplex, status: number): void {
  const body = JSON.stringify({ message: STATUS_CODES[status] });
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nConnection: close`;
  socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
