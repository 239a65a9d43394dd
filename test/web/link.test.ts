import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { backoff } from '../../web/client/clock.ts';
import { Link, type Socket } from '../../web/client/link.ts';
import { type Failure, failed, ownFailure, success } from '../../web/client/outcome.ts';
import type { Push, Ticket } from '../../web/client/types.ts';
import { VirtualClock } from './simulation/clock.ts';

class Wire implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly sent: { id: string; action: string }[] = [];
  readonly url: string;
  isClosed = false;

  constructor(url: string) {
    this.url = url;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.isClosed = true;
  }

  says(event: object): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
}

let clock: VirtualClock;
let wires: Wire[];
let pushes: Push[];
let refusals: Failure[];
let tickets: number;
let nextTicket: () => ReturnType<ConstructorParameters<typeof Link>[0]['ticket']>;
let link: Link;

beforeEach(() => {
  clock = new VirtualClock();
  [wires, pushes, refusals, tickets] = [[], [], [], 0];
  nextTicket = async () =>
    success<Ticket>({ ticket: `t/${tickets}`, url: 'wss://socket.example/prod', expiresAt: 0 });
  link = new Link({
    ticket: () => {
      tickets++;
      return nextTicket();
    },
    connect: (url) => {
      const wire = new Wire(url);
      wires.push(wire);
      return wire;
    },
    clock,
    random: () => 1,
    opened: () => {},
    pushed: (push) => pushes.push(push),
    changed: () => {},
    refused: (failure) => refusals.push(failure),
  });
});
afterEach(() => link.stop());

const wire = (): Wire => wires.at(-1) ?? new Wire('');
async function open(): Promise<Wire> {
  link.start();
  await clock.pass(0);
  wire().onopen?.();
  return wire();
}

describe('a link', () => {
  it('opens a socket with a ticket of its own', async () => {
    await open();
    expect(wire().url).toBe('wss://socket.example/prod?ticket=t%2F1');
    expect(link.status).toBe('open');
  });

  it('matches answers and errors with requests by id, in whatever order they come', async () => {
    const socket = await open();
    const one = link.request('ping', {});
    const two = link.request('agent.hello', {});
    const [first, second] = socket.sent;
    const problem = { type: '', title: '', status: 401, code: 'unauthorized', retryable: false };
    socket.says({ type: 'error', id: second?.id, error: problem });
    socket.says({ type: 'answer', id: first?.id, result: { fine: true } });
    await expect(one).resolves.toEqual({ ok: true, value: { fine: true } });
    await expect(two).resolves.toMatchObject({ ok: false, failure: { code: 'unauthorized' } });
  });

  it('takes an error that names no frame for an answer to all', async () => {
    const socket = await open();
    const one = link.request('ping', {});
    socket.says({ message: 'Internal server error', connectionId: 'c', requestId: 'r' });
    await expect(one).resolves.toMatchObject({ ok: false, failure: { code: 'internal', retryable: true } });
  });

  it('hands on what is pushed', async () => {
    const push = { type: 'read', conversation: 'c', role: 'agent', seq: 3 };
    (await open()).says(push);
    expect(pushes).toEqual([push]);
  });

  it('comes back after a loss with growing pauses, and each time with a new ticket', async () => {
    await open();
    const pauses: number[] = [];
    for (let round = 0; round < 9; round++) {
      const before = clock.now();
      wire().onclose?.();
      const count = wires.length;
      await clock.until(() => wires.length > count, 60_000, 100);
      pauses.push(clock.now() - before);
    }
    expect(pauses.map((ms) => Math.round(ms / 500))).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(new Set(wires.map(({ url }) => url)).size).toBe(wires.length);
  });

  it('begins with short pauses again once the server has answered', async () => {
    await open();
    for (let round = 0; round < 5; round++) {
      wire().onclose?.();
      await clock.pass(40_000);
    }
    wire().onopen?.();
    wire().says({ type: 'answer', id: 'x', result: {} });
    const count = wires.length;
    wire().onclose?.();
    await clock.pass(500);
    expect(wires).toHaveLength(count + 1);
  });

  it('fails what waits for an answer when the socket goes, as repeatable', async () => {
    await open();
    const waiting = link.request('ping', {});
    wire().onclose?.();
    await expect(waiting).resolves.toMatchObject({
      ok: false,
      failure: { code: 'unreachable', retryable: true },
    });
  });

  it('repeats a frame under the same id until it is answered', async () => {
    const before = await open();
    const repeated = link.repeat('agent.hello', {});
    before.onclose?.();
    await clock.pass(600);
    wire().onopen?.();
    await clock.until(() => wire().sent.length > 0, 10_000);
    expect(wire().sent[0]?.id).toBe(before.sent[0]?.id);
    wire().says({ type: 'answer', id: wire().sent[0]?.id, result: {} });
    await expect(repeated).resolves.toEqual({ ok: true, value: {} });
  });

  it('pings before the gateway finds it idle, and leaves a socket that does not answer', async () => {
    const socket = await open();
    await clock.pass(4 * 60_000);
    expect(socket.sent.map(({ action }) => action)).toEqual(['ping']);
    await clock.pass(16_000);
    expect(socket.isClosed).toBe(true);
    expect(wires).toHaveLength(2);
  });

  it('gives a socket up that does not open', async () => {
    link.start();
    await clock.pass(15_000);
    expect(wires[0]?.isClosed).toBe(true);
    await clock.pass(500);
    expect(wires).toHaveLength(2);
  });

  it('tries again at once when the network is back', async () => {
    await open();
    for (let round = 0; round < 6; round++) {
      wire().onclose?.();
      await clock.pass(round < 5 ? 40_000 : 10);
    }
    const count = wires.length;
    expect(link.status).toBe('waiting');
    link.nudge();
    await clock.pass(0);
    expect(wires).toHaveLength(count + 1);
  });

  it('waits as long as it is told before the next ticket', async () => {
    nextTicket = async () => failed({ code: 'rate_limited', title: '', retryable: true, retryAfter: 10 });
    link.start();
    await clock.pass(10_000);
    expect(tickets).toBe(1);
    await clock.pass(600);
    expect(tickets).toBe(2);
  });

  it('stops, and says why, when a ticket is refused for good', async () => {
    nextTicket = async () => failed({ ...ownFailure('internal'), code: 'unauthorized', retryable: false });
    link.start();
    await clock.pass(60_000);
    expect(tickets).toBe(1);
    expect(refusals).toMatchObject([{ code: 'unauthorized' }]);
    expect(link.status).toBe('idle');
  });

  it('stays away once it is stopped, whatever the old socket still says', async () => {
    const socket = await open();
    link.stop();
    socket.onclose?.();
    socket.says({ type: 'read', conversation: 'c', role: 'agent', seq: 3 });
    await clock.pass(60_000);
    expect(wires).toHaveLength(1);
    expect(pushes).toEqual([]);
  });
});

describe('the pause before another attempt', () => {
  it('is spread over everything up to a limit that doubles and ends at 30 seconds', () => {
    expect([0, 1, 2, 6, 50].map((attempt) => backoff(attempt, () => 1))).toEqual([
      500, 1000, 2000, 30_000, 30_000,
    ]);
    expect(backoff(3, () => 0)).toBe(0);
  });
});
