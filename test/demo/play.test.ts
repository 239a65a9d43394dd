import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Meter } from '../../demo/meter.ts';
import { Failed, must, Play, until, verify } from '../../demo/play.ts';

const call = { function: 'consumer-socket', outcome: 'ok', writes: 2, reads: 0, trips: 2, kmsCalls: 0 };
const invocations = [
  { ...call, number: 1, route: 'consumer.send' },
  { ...call, number: 2, route: 'stream', function: 'stream' },
  { ...call, number: 3, route: '$disconnect' },
];

let meter: Server;
let control: string;
let lines: string[];
beforeEach(async () => {
  process.env.NO_COLOR = '1';
  lines = [];
  jest.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  meter = createServer((request, response) => {
    const since = Number(new URL(request.url ?? '', 'http://meter').searchParams.get('since'));
    response.end(JSON.stringify(invocations.filter(({ number }) => number > since)));
  });
  await new Promise<void>((ready) => meter.listen(0, '127.0.0.1', ready));
  control = `http://127.0.0.1:${(meter.address() as AddressInfo).port}`;
});
afterEach(() => {
  jest.restoreAllMocks();
  meter.close();
  meter.closeAllConnections();
});

describe('a step of the demonstration', () => {
  it('is printed with the price of what was called for it, once', async () => {
    const play = new Play(control);
    expect(await play.step('says something', async () => 'said')).toBe('said');
    await play.step('does nothing', async () => undefined);
    expect(lines[0]).toMatch(/✓ says something +2 +· +2 +·$/);
    expect(lines[1]).toMatch(/✓ does nothing +· +· +· +·$/);
    expect(play).toMatchObject({ steps: 2, failed: false });
  });

  it('that does not come out ends the play, and says why', async () => {
    const play = new Play(control);
    const step = play.step('goes wrong', async () => verify(false, 'the token of before still reads'));
    await expect(step).rejects.toThrow(Failed);
    expect(lines.join('\n')).toMatch(/✗ goes wrong\n +the token of before still reads/);
    expect(play).toMatchObject({ steps: 0, failed: true });
  });
});

describe('what a step looks at', () => {
  it('must be so within ten seconds', async () => {
    const began = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => began + (lines.push('look') - 1) * 4000);
    await expect(until('it is so', () => false)).rejects.toThrow('waited in vain until it is so');
  });

  it('is the value of a call that was not refused', () => {
    expect(must({ ok: true, value: 7 })).toBe(7);
    expect(() => must({ ok: false, failure: { code: 'closed' } })).toThrow('refused with closed');
  });
});

it('leaves out what nobody waits for', async () => {
  const calls = await new Meter(control).calls();
  expect(calls.map(({ route }) => route)).toEqual(['consumer.send']);
});
