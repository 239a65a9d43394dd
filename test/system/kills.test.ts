import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { http } from '../support/http.ts';
import { itemsOf, setAttribute } from '../support/items.ts';
import { likenessOf } from '../support/likeness.ts';
import {
  type Agent,
  agentAtWork,
  newClientId,
  newToken,
  openVisitorSocket,
  pageOf,
  type Visitor,
} from '../support/people.ts';
import type { RawSocket } from '../support/raw-socket.ts';
import {
  consumerBase,
  createBrand,
  expectOk,
  type System,
  s256,
  startSystem,
  type TestBrand,
} from '../support/system.ts';

let system: System;
let brand: TestBrand;
let agent: Agent & { readonly id: string };
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  const { origin } = system;
  const atWork = await agentAtWork(system, brand);
  const { body } = expectOk(
    await http(`${origin}/api/sign-in/session`, { origin, cookie: atWork.cookie }),
    200,
  );
  agent = { ...atWork, id: String(body.agent) };
}, 60_000);
afterAll(() => system.stop());
afterEach(() => system.runtime.faults.clear());

/** Whether the request was answered, or its environment died. */
type Ended = 'answered' | 'died';

/** Sends a frame and waits for its answer, or for the gateway to say that the function broke. */
async function frame(
  socket: RawSocket,
  action: string,
  { id = randomUUID(), ...more }: { readonly id?: string } & Record<string, unknown>,
): Promise<Ended> {
  const from = socket.received.length;
  socket.send(JSON.stringify({ action, id, ...more }));
  const answer = await socket.until(
    (event) =>
      socket.received.indexOf(event) >= from &&
      (event.id === id || event.message === 'Internal server error'),
  );
  if (answer.type === 'error') throw new Error(`${action}: ${JSON.stringify(answer.error)}`);
  return answer.type === 'answer' ? 'answered' : 'died';
}

/** A conversation from its start to its end, as steps that can each be made again. */
class Play {
  readonly visitor: Visitor;
  readonly verifier = newToken();
  readonly next = newToken();
  #challenge = '';
  #token: string | undefined;

  readonly #visitorClient: { readonly clientId: string };
  readonly #agentClient = { clientId: agent.clientId };

  private constructor(visitor: Visitor) {
    this.visitor = visitor;
    this.#visitorClient = { clientId: visitor.clientId };
  }

  static async begin(): Promise<Play> {
    const base = consumerBase(system, brand);
    const opened = expectOk(await http(`${base}/sessions`, { origin: brand.page, body: {} }), 201);
    const { token, conversation } = opened.body as { token: string; conversation: string };
    const socket = await openVisitorSocket(brand, base, token);
    return new Play({ base, conversation, token, socket, clientId: newClientId() });
  }

  readonly #consumer = (action: string, more: object = {}): Promise<Ended> =>
    frame(this.visitor.socket, `consumer.${action}`, { conversation: this.visitor.conversation, ...more });
  readonly #agent = (action: string, more: object = {}): Promise<Ended> =>
    frame(agent.socket, `agent.${action}`, { conversation: this.visitor.conversation, ...more });

  async #http(step: 'start' | 'redeem', body: object): Promise<Ended> {
    const { base, conversation, token: bearer } = this.visitor;
    const url = `${base}/conversations/${conversation}/challenges/${this.#challenge}/${step}`;
    const answer = await http(url, { origin: brand.page, bearer, body });
    if (answer.status === 500 && answer.body.code === undefined) return 'died';
    const { nonce } = expectOk(answer, 200).body;
    if (step === 'start')
      this.#token ??= await brand.sign({ nonce, name: 'Carla', attributes: { tier: 'gold' } });
    return 'answered';
  }

  async #comeBack(): Promise<Ended> {
    this.visitor.token = this.next;
    this.visitor.socket = await openVisitorSocket(brand, this.visitor.base, this.next);
    return this.#consumer('join', this.#visitorClient);
  }

  async #seeRequest(): Promise<Ended> {
    const { head } = await itemsOf(system, brand, this.visitor.conversation);
    this.#challenge = (head.challenge as { id: string }).id;
    return 'answered';
  }

  /** The steps in order. */
  readonly steps: readonly Step[] = [
    {
      name: 'the visitor starts',
      fn: 'consumer-socket',
      writes: 2,
      decides: 1,
      run: () => this.#consumer('start'),
    },
    {
      name: 'the visitor joins',
      fn: 'consumer-socket',
      writes: 1,
      decides: 1,
      run: () => this.#consumer('join', this.#visitorClient),
    },
    {
      name: 'the agent joins',
      fn: 'agent-socket',
      writes: 1,
      decides: 1,
      run: () => this.#agent('join', this.#agentClient),
    },
    {
      name: 'the agent accepts',
      fn: 'agent-socket',
      writes: 2,
      decides: 1,
      hears: 'visitor',
      run: () => this.#agent('accept'),
    },
    {
      name: 'the visitor writes',
      fn: 'consumer-socket',
      writes: 2,
      hears: 'agent',
      run: () => this.#consumer('send', { ...this.#visitorClient, n: 1, text: 'Hello' }),
    },
    {
      name: 'the agent writes',
      fn: 'agent-socket',
      writes: 2,
      hears: 'visitor',
      run: () => this.#agent('send', { ...this.#agentClient, n: 1, text: 'Who are you?' }),
    },
    {
      name: 'the agent asks',
      fn: 'agent-socket',
      writes: 2,
      decides: 1,
      hears: 'visitor',
      run: () => this.#agent('ask', { id: 'ask' }),
    },
    { name: 'the request is seen', fn: 'consumer-socket', writes: 0, run: () => this.#seeRequest() },
    {
      name: 'the visitor begins to log in',
      fn: 'consumer-api',
      writes: 1,
      run: () => this.#http('start', { verifierHash: s256(this.verifier) }),
    },
    {
      name: 'the visitor logs in',
      fn: 'consumer-api',
      writes: 4,
      decides: 3,
      hears: 'agent',
      run: () =>
        this.#http('redeem', { verifier: this.verifier, token: this.#token, nextTokenHash: s256(this.next) }),
    },
    {
      name: 'the visitor comes back',
      fn: 'consumer-socket',
      writes: 1,
      decides: 1,
      run: () => this.#comeBack(),
    },
    {
      name: 'the verified visitor writes',
      fn: 'consumer-socket',
      writes: 2,
      hears: 'agent',
      run: () => this.#consumer('send', { ...this.#visitorClient, n: 2, text: 'It is me' }),
    },
    {
      name: 'the visitor closes',
      fn: 'consumer-socket',
      writes: 2,
      decides: 1,
      hears: 'agent',
      run: () => this.#consumer('close'),
    },
  ];

  /** Waits until the other side has been told of the newest item. */
  async heardBy(who: 'agent' | 'visitor'): Promise<void> {
    const { conversation, socket } = this.visitor;
    const { head } = await itemsOf(system, brand, conversation);
    await (who === 'agent' ? agent.socket : socket).until((event) => {
      const item = (event.entry ?? event.message) as { seq?: number } | undefined;
      return event.conversation === conversation && item?.seq === head.lastSeq;
    });
  }
}

interface Step {
  readonly name: string;
  /** Whose function it is. */
  readonly fn: string;
  readonly writes: number;
  /** The write after which nobody needs to ask again: the stream does the rest. */
  readonly decides?: number;
  /** Who else is told. */
  readonly hears?: 'agent' | 'visitor';
  readonly run: () => Promise<Ended>;
}

/** What the table holds after each step of a play in which nothing goes wrong. */
async function playInPeace(): Promise<Map<string, unknown[]>> {
  const play = await Play.begin();
  const pictures = new Map<string, unknown[]>();
  for (const { name, hears, run } of play.steps) {
    expect([name, await run()]).toEqual([name, 'answered']);
    if (hears) await play.heardBy(hears);
    await system.runtime.settled();
    pictures.set(name, await likenessOf(system, play.visitor, agent));
  }
  return pictures;
}

/** Runs something, in which each first environment of the function dies after its `nth` write. */
async function killedAfter<T>(fn: string, nth: number, run: () => Promise<T>): Promise<T> {
  const disarm = system.runtime.faults.add({ function: fn, operation: 'write', nth, damage: 'kill' });
  const result = await run();
  disarm();
  return result;
}

describe('a kill after a write', () => {
  let peace: Map<string, unknown[]>;
  beforeAll(async () => {
    peace = await playInPeace();
  }, 60_000);

  it.each([1, 2, 3, 4])(
    'number %i of each request, and its repeat, end as if nothing had been',
    async (nth) => {
      const play = await Play.begin();
      for (const { name, fn, writes, hears, run } of play.steps) {
        if (nth <= writes) expect([name, await killedAfter(fn, nth, run)]).toEqual([name, 'died']);
        expect([name, await run()]).toEqual([name, 'answered']);
        if (hears) await play.heardBy(hears);
        await system.runtime.settled();
        expect([name, await likenessOf(system, play.visitor, agent)]).toEqual([name, peace.get(name)]);
      }
    },
    60_000,
  );

  it('that decides is enough: without a repeat the stream does the rest', async () => {
    const play = await Play.begin();
    for (const { name, fn, decides, hears, run } of play.steps) {
      if (decides === undefined) await run();
      else expect([name, await killedAfter(fn, decides, run)]).toEqual([name, 'died']);
      if (hears) await play.heardBy(hears);
      await system.runtime.settled();
      expect([name, await likenessOf(system, play.visitor, agent)]).toEqual([name, peace.get(name)]);
    }
  }, 60_000);

  it.each([1, 2])(
    'number %i of the stream’s function, whenever it makes so many, ends the same too',
    async (nth) => {
      const play = await Play.begin();
      const before = system.runtime.meter.last;
      for (const { name, run } of play.steps) {
        await killedAfter('stream', nth, async () => {
          await run();
          await system.runtime.settled();
        });
        expect([name, await likenessOf(system, play.visitor, agent)]).toEqual([name, peace.get(name)]);
      }
      const killed = system.runtime.meter
        .since(before)
        .filter((invocation) => invocation.function === 'stream' && invocation.outcome === 'error');
      // Each of the five entries is tried to be put; a step-up also lists the conversation.
      expect(killed).toHaveLength(nth === 1 ? 5 : 1);
    },
    60_000,
  );

  it('that gave a message its number leaves a gap, which is closed in the end; then the message is sent again', async () => {
    const play = await Play.begin();
    const { visitor } = play;
    for (const { run } of play.steps.slice(0, 4)) await run();
    const { conversation, clientId } = visitor;
    const say = (n: number) => ({ action: 'consumer.send', conversation, clientId, n, text: 'Hello' });
    await killedAfter('consumer-socket', 1, () => frame(visitor.socket, 'consumer.send', say(1)));

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
});
