import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';

/** A whole message, in either direction. */
export const MESSAGE_LIMIT_BYTES = 128 * 1024;

export type Identity = { sourceIp: string; userAgent: string };

/** Close codes of RFC 6455 that API Gateway uses. */
const GOING_AWAY = 1001;
export const TOO_BIG = 1009;

/** One client's connection, from its handshake until it is closed. */
export class Connection {
  // A '=' at the end as in API Gateway's ids, so that whoever puts an id into a URL has to escape it.
  readonly id = `${randomBytes(11).toString('base64url')}=`;
  readonly connectedAt = Date.now();
  readonly identity: Identity;
  /** What the authorizer gave; it stands in every event. */
  authorizer: Record<string, unknown> | undefined;
  lastActiveAt = Date.now();
  #socket: WebSocket | undefined;
  #timers: NodeJS.Timeout[] = [];
  /** True once the gateway has decided to close: what still comes in is dropped. */
  closing = false;

  constructor(identity: Identity) {
    this.identity = identity;
  }

  /** The handshake is done: messages may go both ways until idle for `idleMs` or `lifeMs` old. */
  open(socket: WebSocket, idleMs: number, lifeMs: number): void {
    this.#socket = socket;
    const idle = setTimeout(() => this.close(GOING_AWAY, 'Going away'), idleMs);
    const life = setTimeout(() => this.close(GOING_AWAY, 'Going away'), lifeMs);
    this.#timers = [idle, life];
  }

  /** Whether messages can be sent to it. */
  get isOpen(): boolean {
    return this.#socket !== undefined && !this.closing && this.#socket.readyState === this.#socket.OPEN;
  }

  /** Bytes that the client has still to take. */
  get buffered(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  /** Notes that something came or went, which starts the idle time anew. */
  touch(): void {
    this.lastActiveAt = Date.now();
    this.#timers[0]?.refresh();
  }

  send(text: string): void {
    if (!this.isOpen) return;
    this.touch();
    this.#socket?.send(text);
  }

  close(code: number, reason: string): void {
    this.closing = true;
    this.#socket?.close(code, reason);
  }

  /** The socket is gone. */
  ended(): void {
    this.closing = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
