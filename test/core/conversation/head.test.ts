import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holds, type Item } from '../../../lambdas/core/change.ts';
import { notIdle } from '../../../lambdas/core/conversation/guards.ts';
import {
  asHead,
  type HeadSocket,
  isIdle,
  recipients,
  socketAttribute,
  socketLife,
  socketValue,
} from '../../../lambdas/core/conversation/head.ts';
import { mostSenders, mostSockets, surplus } from '../../../lambdas/core/conversation/join.ts';
import { newHead } from '../../../lambdas/core/conversation/start.ts';

const now = 1_790_000_000_000;
const idle = 30 * 60_000;
const head: Item = newHead({
  id: 'c1',
  brand: 'acme',
  engagement: 'help',
  channel: 'messaging',
  settings: { idle, period: 3_600_000, request: 900_000 },
  inboxPk: 'chat#acme#inbox#0',
  held: false,
  now,
});

const socket = (connection: string, over: Partial<HeadSocket> = {}): HeadSocket => ({
  connection,
  role: 'consumer',
  sender: `s-${connection}`,
  epoch: 0,
  at: now,
  ...over,
});
const withSockets = (...sockets: HeadSocket[]): Item => ({
  ...head,
  ...Object.fromEntries(sockets.map((one) => [socketAttribute(one.connection), socketValue(one)])),
});
const names = (item: Item, at = now) => recipients(item, at).map(({ connection }) => connection);

describe('who is sent to', () => {
  it('is every socket of this epoch', () => {
    expect(names(withSockets(socket('a'), socket('b')))).toEqual(['a', 'b']);
  });

  it('is no socket of an older epoch', () => {
    expect(names({ ...withSockets(socket('old'), socket('new', { epoch: 1 })), epoch: 1 })).toEqual(['new']);
  });

  it('is no socket that the gateway has closed by now', () => {
    expect(names(withSockets(socket('old', { at: now - socketLife })))).toEqual([]);
  });

  it('is an agent only while the session is in use, whatever the epoch', () => {
    const agent = { role: 'agent' } as const;
    const item = withSockets(
      socket('works', { ...agent, until: now + 1 }),
      socket('idle', { ...agent, until: now }),
    );
    expect(names({ ...item, epoch: 3 })).toEqual(['works']);
  });

  it('is no consumer who has been silent for too long', () => {
    const item = withSockets(socket('a'), socket('agent', { role: 'agent', until: now + 2 * idle }));
    expect(names(item, now + idle - 1)).toEqual(['a', 'agent']);
    expect(names(item, now + idle)).toEqual(['agent']);
  });
});

describe('silence', () => {
  it('is judged by the head as by the condition that stands in the write', () => {
    const near = fc.integer({ min: now - 2 * idle, max: now + 2 * idle });
    fc.assert(
      fc.property(near, fc.option(near, { nil: undefined }), (idleUntil, until) => {
        const item: Item = { ...head, idleUntil, ...(until === undefined ? {} : { until }) };
        expect(holds(notIdle(now, idle).that, item)).toBe(!isIdle(asHead(item), now));
      }),
    );
  });
});

describe('what a head holds too much', () => {
  it('is nothing, as a rule', () => {
    expect(surplus(withSockets(socket('a'), socket('b', { role: 'agent' })), now)).toEqual([]);
  });

  it('is the oldest sockets of a side that has too many', () => {
    const many = Array.from({ length: mostSockets.consumer + 2 }, (_, n) => socket(`c${n}`, { at: now - n }));
    const gone = surplus(withSockets(...many), now).filter((name) => name.startsWith('c#'));
    expect(gone.sort()).toEqual(['c#c8', 'c#c9']);
  });

  it('is senders beyond the most, silent for longest first, and never one with a socket', () => {
    const senders = Array.from({ length: mostSenders + 2 }, (_, n) => `s${n}`);
    const item: Item = {
      ...withSockets(socket('a', { sender: 's0' })),
      ...Object.fromEntries(
        senders.flatMap((name, n) => [
          [`n#${name}`, 1],
          [`t#${name}`, now - 60_000 + n],
        ]),
      ),
    };
    expect(surplus(item, now).sort()).toEqual(['n#s1', 'n#s2', 't#s1', 't#s2']);
  });
});
