import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { http } from '../support/http.ts';
import { itemsOf, setAttribute } from '../support/items.ts';
import { likenessOf } from '../support/likeness.ts';
import { type Agent, agentAtWork, pageOf } from '../support/people.ts';
import { Play } from '../support/play.ts';
import { changeSettings } from '../support/stage.ts';
import { createBrand, expectOk, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let agent: Agent & { readonly id: string };
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  const { origin } = system;
  const atWork = await agentAtWork(system, brand);
  const { cookie } = atWork;
  const { body } = expectOk(await http(`${origin}/api/sign-in/session`, { origin, cookie }), 200);
  agent = { ...atWork, id: String(body.agent) };
  // In a play the agent asks again at once.
  expectOk(await changeSettings({ system, brand, agent }, 'authentication', { notNowMinutes: 0 }), 200);
}, 60_000);
afterAll(() => system.stop());
afterEach(() => system.runtime.faults.clear());

type Pictures = Map<string, unknown[]>;
const begin = () => Play.begin({ system, brand, agent });

/** What the table holds after each step of a play in which nothing goes wrong. */
async function playInPeace(plot: 'login' | 'refusal'): Promise<Pictures> {
  const play = await begin();
  const pictures: Pictures = new Map();
  for (const { name, hears, streamed, run } of play[plot]()) {
    expect([name, await run()]).toEqual([name, 'answered']);
    if (hears) await play.heardBy(hears);
    if (streamed) await system.runtime.settled();
    pictures.set(name, await likenessOf(system, play.visitor, agent));
  }
  const left = await likenessOf(system, play.visitor, agent);
  const kinds = left.map((item) => String((item as { pk: string }).pk.split('#')[2])).sort();
  const inThePartition = { login: 9, refusal: 8 }[plot];
  const beside = {
    login: ['identity', 'jti', 'session', 'session'],
    refusal: ['session'],
  }[plot];
  expect(kinds).toEqual([...Array(inThePartition).fill('conversation'), ...beside]);
  return pictures;
}

/** Runs something, in which each first environment of the function dies after its `nth` write. */
async function killedAfter<T>(fn: string, nth: number, run: () => Promise<T>): Promise<T> {
  const disarm = system.runtime.faults.add({ function: fn, operation: 'write', nth, damage: 'kill' });
  const result = await run();
  disarm();
  return result;
}

/** The two plays, and how many writes their requests make at most, and the stream's function for one record. */
describe.each([
  { plot: 'login', most: 4, ofStream: 3 },
  { plot: 'refusal', most: 3, ofStream: 2 },
] as const)('in the play of a $plot, a kill after a write', ({ plot, most, ofStream }) => {
  const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
  let peace: Pictures;
  beforeAll(async () => {
    peace = await playInPeace(plot);
  }, 60_000);

  it.each(upTo(most))(
    'number %i of each request, and its repeat, end as if nothing had been',
    async (nth) => {
      const play = await begin();
      for (const { name, fn, writes, hears, streamed, run } of play[plot]()) {
        if (nth <= writes) expect([name, await killedAfter(fn, nth, run)]).toEqual([name, 'died']);
        expect([name, await run()]).toEqual([name, 'answered']);
        if (hears) await play.heardBy(hears);
        if (streamed) await system.runtime.settled();
        expect([name, await likenessOf(system, play.visitor, agent)]).toEqual([name, peace.get(name)]);
      }
    },
    60_000,
  );

  it('that decides is enough: without a repeat the stream does the rest', async () => {
    const play = await begin();
    for (const { name, fn, decides, hears, run } of play[plot]()) {
      if (decides === undefined) await run();
      else expect([name, await killedAfter(fn, decides, run)]).toEqual([name, 'died']);
      if (hears) await play.heardBy(hears);
      await system.runtime.settled();
      expect([name, await likenessOf(system, play.visitor, agent)]).toEqual([name, peace.get(name)]);
    }
  }, 60_000);

  it.each(upTo(ofStream))(
    'number %i of the stream’s function, whenever it makes so many, ends the same too',
    async (nth) => {
      const play = await begin();
      const before = system.runtime.meter.last;
      for (const { name, run } of play[plot]()) {
        await killedAfter('stream', nth, async () => {
          await run();
          await system.runtime.settled();
        });
        expect([name, await likenessOf(system, play.visitor, agent)]).toEqual([name, peace.get(name)]);
      }
      const killed = system.runtime.meter
        .since(before)
        .filter((invocation) => invocation.function === 'stream' && invocation.outcome === 'error');
      // Each entry is tried to be put, and most are listed or sealed into the log as well.
      expect(killed.length).toBeGreaterThan(0);
    },
    60_000,
  );
});

describe('a kill after a message was given its number', () => {
  it('leaves a gap, which is closed in the end; then the message is sent again', async () => {
    const play = await begin();
    const { visitor } = play;
    for (const { run } of play.meeting()) await run();
    const { conversation, clientId } = visitor;
    const say = (n: number) => ({ action: 'consumer.send', conversation, clientId, n, text: 'Hello' });
    await killedAfter('consumer-socket', 1, async () => {
      visitor.socket.send(JSON.stringify({ id: 'killed', ...say(1) }));
      await visitor.socket.until(({ message }) => message === 'Internal server error');
    });

    const kinds = async () => {
      const { body } = expectOk(await pageOf(brand, visitor), 200);
      return (body.items as { kind: string }[]).map(({ kind }) => kind);
    };
    expect(await kinds()).toEqual(['entry', 'entry']);
    const { head } = await itemsOf(system, brand, conversation);
    const given = Object.keys(head).find((name) => name.startsWith('t#')) ?? '';
    await setAttribute(system, head, given, Number(head[given]) - 61_000);
    expect(await kinds()).toEqual(['entry', 'entry', 'tombstone']);

    expect(await visitor.socket.call(say(1))).toMatchObject({ type: 'error', error: { code: 'lost' } });
    expect(await visitor.socket.call(say(2))).toMatchObject({ type: 'answer', result: { seq: 4 } });
    expect(await kinds()).toEqual(['entry', 'entry', 'tombstone', 'message']);
  });

  it('leaves its stamp as it was: the repeat, by the verified person, is stored as anonymous', async () => {
    const play = await begin();
    const { visitor } = play;
    for (const { run } of play.meeting()) await run();
    const { conversation, clientId } = visitor;
    const message = { action: 'consumer.send', conversation, clientId, n: 1, text: 'Hello' };
    await killedAfter('consumer-socket', 1, async () => {
      visitor.socket.send(JSON.stringify({ id: 'killed', ...message }));
      await visitor.socket.until((event) => event.message === 'Internal server error');
    });
    const login = [
      'the agent asks',
      'the request is seen',
      'the visitor begins to log in',
      'the visitor logs in',
    ];
    for (const { name, run } of play.login())
      if ([...login, 'the visitor comes back'].includes(name)) expect(await run()).toBe('answered');

    expect(await visitor.socket.call(message)).toMatchObject({ type: 'answer', result: { seq: 3 } });
    expect(await visitor.socket.call({ ...message, n: 2 })).toMatchObject({ result: { seq: 6 } });
    const { items } = await itemsOf(system, brand, conversation);
    expect(items[2]).toMatchObject({ seq: 3, text: 'Hello', assurance: { level: 'anonymous' } });
    expect(items[5]).toMatchObject({ seq: 6, assurance: { level: 'authenticated', epoch: 1 } });
  });
});
