import { backoff, type Clock, sleep } from './clock.ts';
import { newId } from './encoding.ts';
import { type Failure, failed, type Outcome, ownFailure, success } from './outcome.ts';
import type { Action, Fields, FrameAnswer, Push, ServerEvent, Ticket } from './types.ts';

/** What is needed of a WebSocket (RFC 6455); browsers' and Node.js's own both fit. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  onerror: (() => void) | null;
  send(text: string): void;
  close(): void;
}

/** By the platform's own WebSocket. */
export const openSocket = (url: string): Socket => new WebSocket(url) as Socket;

export type LinkStatus = 'idle' | 'connecting' | 'open' | 'waiting';

export interface LinkOptions {
  /** Gets the one-use pass for the next socket. */
  readonly ticket: () => Promise<Outcome<Ticket>>;
  readonly connect: (url: string) => Socket;
  readonly clock: Clock;
  readonly random: () => number;
  readonly opened: () => void;
  readonly pushed: (push: Push) => void;
  readonly changed: (status: LinkStatus) => void;
  /** The ticket was refused for a reason that waiting does not mend; the link is idle again. */
  readonly refused: (failure: Failure) => void;
}

const openMs = 15_000;
const answerMs = 15_000;
/** Well inside the 10 minutes after which an idle socket is closed. */
const pingMs = 4 * 60_000;
const repeats = 6;

/**
 * A socket that keeps itself open: a new ticket each time, back after every loss with growing, jittered pauses, and a
 * ping that notices a connection that died in silence. Requests are matched with their answers by id.
 */
export class Link {
  readonly #options: LinkOptions;
  readonly #pending = new Map<string, (outcome: Outcome<never>) => void>();
  #status: LinkStatus = 'idle';
  #socket: Socket | undefined;
  /** Raised whenever an attempt begins or ends: what belongs to an older one is ignored. */
  #life = 0;
  #attempts = 0;
  #cancel: () => void = () => {};

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get status(): LinkStatus {
    return this.#status;
  }

  /** Connects, if it does not already. */
  start(): void {
    if (this.#status === 'idle') void this.#attempt();
  }

  /** Closes the socket and stays away. */
  stop(): void {
    this.#leave('idle');
  }

  /** Connects anew at once, with a new ticket: who we are has changed. */
  restart(): void {
    this.#leave('connecting');
    this.#attempts = 0;
    void this.#attempt();
  }

  /** Drops this socket and comes back after a pause: it is not accepted any more. */
  reconnect(): void {
    if (this.#status === 'open') this.#retry();
  }

  /** The network is back, says the browser: try now, or look whether the socket still lives. */
  nudge(): void {
    if (this.#status === 'waiting') this.restart();
    else if (this.#status === 'open') void this.request('ping', {});
  }

  /** Sends one frame and waits for its answer. Anything but an answer is `unreachable`. */
  request<A extends Action>(action: A, fields: Fields<A>, id = newId()): Promise<Outcome<FrameAnswer<A>>> {
    const socket = this.#socket;
    if (this.#status !== 'open' || !socket) return Promise.resolve(failed(ownFailure('unreachable')));
    return new Promise((resolve) => {
      // An answer this late means that the connection is dead, even where the browser has not noticed.
      const cancel = this.#options.clock.after(answerMs, () => {
        if (this.#socket === socket) this.#retry();
        settle(failed(ownFailure('unreachable')));
      });
      const settle = (outcome: Outcome<FrameAnswer<A>>): void => {
        cancel();
        this.#pending.delete(id);
        resolve(outcome);
      };
      this.#pending.set(id, settle);
      socket.send(JSON.stringify({ action, id, ...fields }));
    });
  }

  /** Sends a frame under one id until it is answered, across lost connections; gives up after six tries. */
  async repeat<A extends Action>(action: A, fields: Fields<A>): Promise<Outcome<FrameAnswer<A>>> {
    const id = newId();
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.request(action, fields, id);
      if (outcome.ok || !outcome.failure.retryable || attempt === repeats) return outcome;
      const asked = (outcome.failure.retryAfter ?? 0) * 1000;
      await sleep(this.#options.clock, asked + backoff(attempt, this.#options.random));
    }
  }

  async #attempt(): Promise<void> {
    const life = ++this.#life;
    this.#become('connecting');
    const ticket = await this.#options.ticket();
    if (life !== this.#life) return;
    if (!ticket.ok) {
      this.#noTicket(ticket.failure);
      return;
    }
    const url = new URL(ticket.value.url);
    url.searchParams.set('ticket', ticket.value.ticket);
    const socket = this.#options.connect(url.href);
    this.#socket = socket;
    const lost = (): void => {
      if (life === this.#life) this.#retry();
    };
    this.#cancel = this.#options.clock.after(openMs, lost);
    socket.onclose = lost;
    socket.onerror = lost;
    socket.onmessage = ({ data }) => {
      if (life === this.#life) this.#received(String(data));
    };
    socket.onopen = () => {
      if (life !== this.#life) return;
      this.#become('open');
      this.#pingLater();
      this.#options.opened();
    };
  }

  #noTicket(failure: Failure): void {
    if (failure.retryable) {
      this.#retry(failure.retryAfter);
    } else {
      this.#leave('idle');
      this.#options.refused(failure);
    }
  }

  #retry(seconds = 0): void {
    this.#leave('waiting');
    const wait = seconds * 1000 + backoff(this.#attempts++, this.#options.random);
    this.#cancel = this.#options.clock.after(wait, () => void this.#attempt());
  }

  #pingLater(): void {
    this.#cancel();
    this.#cancel = this.#options.clock.after(pingMs, () => {
      void this.request('ping', {});
      this.#pingLater();
    });
  }

  #leave(status: LinkStatus): void {
    this.#life++;
    this.#cancel();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.#become(status);
    this.#settleAll(ownFailure('unreachable'));
  }

  /** An error that names no frame may be about any of them, and each may be repeated. */
  #settleAll(failure: Failure): void {
    for (const settle of [...this.#pending.values()]) settle(failed(failure));
  }

  #become(status: LinkStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    this.#options.changed(status);
  }

  #received(data: string): void {
    const event = JSON.parse(data) as ServerEvent | { readonly type?: never };
    // Only an answer shows that the server accepts us: pauses begin small again from here.
    if (event.type === 'answer') this.#attempts = 0;
    switch (event.type) {
      case 'answer':
        this.#pending.get(event.id)?.(success(event.result as never));
        break;
      case 'error':
        if (event.id === undefined) this.#settleAll(event.error);
        else this.#pending.get(event.id)?.(failed(event.error));
        break;
      case undefined:
        // The gateway answered in the function's place.
        this.#settleAll(ownFailure('internal'));
        break;
      default:
        this.#options.pushed(event);
    }
  }
}
