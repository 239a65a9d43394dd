import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface SocketAnswer {
  readonly type: string;
  readonly id?: string;
  readonly result?: Record<string, unknown>;
  readonly error?: {
    readonly code: string;
    readonly status: number;
    readonly retryable: boolean;
    readonly retryAfter?: number;
  };
  readonly [more: string]: unknown;
}

/** A socket by hand: frames go out as given, everything that comes is kept in order. */
export class RawSocket {
  readonly received: SocketAnswer[] = [];
  readonly #ws: WebSocket;
  readonly #waiting = new Set<() => void>();
  #frames = 0;
  /** The close code, once it is closed. */
  closed: number | undefined;

  private constructor(ws: WebSocket) {
    this.#ws = ws;
    ws.on('message', (data) => {
      this.received.push(JSON.parse(String(data)) as SocketAnswer);
      this.#wake();
    });
    ws.on('close', (code) => {
      this.closed = code;
      this.#wake();
    });
    ws.on('error', () => undefined);
  }

  /** Opens a socket; rejects with the HTTP status when the gateway refuses. */
  static async open(url: string, ticket: string, origin?: string): Promise<RawSocket> {
    const ws = new WebSocket(
      `${url}?ticket=${encodeURIComponent(ticket)}`,
      origin === undefined ? {} : { origin },
    );
    const socket = new RawSocket(ws);
    const refused = once(ws, 'unexpected-response').then(([, response]) => {
      throw new Error(`refused ${(response as { statusCode: number }).statusCode}`);
    });
    await Promise.race([once(ws, 'open'), refused]);
    refused.catch(() => undefined);
    return socket;
  }

  /** Sends a frame with an id of its own (unless it has one) and waits for its answer or error. */
  async call(frame: Record<string, unknown>): Promise<SocketAnswer> {
    this.#frames += 1;
    const id = (frame.id as string | undefined) ?? `f${this.#frames}`;
    const from = this.received.length;
    this.send(JSON.stringify({ id, ...frame }));
    return this.until((event) => event.id === id && this.received.indexOf(event) >= from);
  }

  /** Sends a text as it is. */
  send(text: string): void {
    this.#ws.send(text);
  }

  /** Waits for the first event that fits, among those that came and those to come. */
  async until(fits: (event: SocketAnswer) => boolean, ms = 8000): Promise<SocketAnswer> {
    const deadline = Date.now() + ms;
    for (;;) {
      const found = this.received.find(fits);
      if (found) return found;
      const left = deadline - Date.now();
      if (left <= 0 || this.closed !== undefined)
        throw new Error(
          `Nothing fitting came; came: ${JSON.stringify(this.received.slice(-5))}, closed: ${this.closed}`,
        );
      await this.#something(left);
    }
  }

  /** Waits for the close code. */
  async untilClosed(ms = 8000): Promise<number> {
    const deadline = Date.now() + ms;
    while (this.closed === undefined && Date.now() < deadline) await this.#something(deadline - Date.now());
    if (this.closed === undefined) throw new Error('The socket is still open.');
    return this.closed;
  }

  close(): void {
    this.#ws.close();
  }

  #something(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(done);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
