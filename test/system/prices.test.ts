import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itemsOf, putAll, setAttribute, sizeOf } from '../support/items.ts';
import { askForLogin, reconnect, redeem, startLogin } from '../support/login.ts';
import {
  type Agent,
  accept,
  agentAtWork,
  newToken,
  openVisitorSocket,
  pageOf,
  type Visitor,
  visit,
} from '../support/people.ts';
import { type Price, priceOf, spentBy } from '../support/price.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

const conversationRoute = '/api/consumer/{brand}/{engagement}/conversations/{conversation}';
const pageRoute = `GET ${conversationRoute}/messages`;
const redeemRoute = `POST ${conversationRoute}/challenges/{challenge}/redeem`;

let system: System;
let brand: TestBrand;
let agent: Agent;
let visitor: Visitor;
let said: { consumer: number; agent: number };
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
}, 60_000);
afterAll(() => system.stop());

/** A conversation that both sides have written in. */
async function begin(): Promise<void> {
  visitor = await visit(system, brand);
  said = { consumer: 0, agent: 0 };
  await accept(agent, visitor.conversation);
  await say('consumer');
  await say('agent');
}

/** Units and trips; pushes are apart, one for each socket of the others: here there is one. */
const price = (writes: number, reads: number, trips: number, pushes = 0): Price => ({
  writes,
  reads,
  trips,
  pushes,
  kmsCalls: 0,
});

/** What one frame costs that is answered well. */
function frame(who: 'consumer' | 'agent', action: string, more: object = {}): Promise<Price> {
  const { socket } = who === 'consumer' ? visitor : agent;
  const full = { action: `${who}.${action}`, conversation: visitor.conversation, ...more };
  return priceOf(system, full.action, async () => {
    const answer = await socket.call(full);
    if (answer.type !== 'answer') throw new Error(JSON.stringify(answer));
  });
}

const clientOf = (who: 'consumer' | 'agent') => ({
  clientId: (who === 'consumer' ? visitor : agent).clientId,
});
const text = 'Could you tell me where my order is?';
const repeat = (who: 'consumer' | 'agent') => frame(who, 'send', { ...clientOf(who), n: said[who], text });
function say(who: 'consumer' | 'agent') {
  said[who] += 1;
  return repeat(who);
}

/** The table of prices, on the conversation as it has become. */
function hasItsPrices(): void {
  it('takes a message for 2 writes in 2 trips, with 1 read and 1 trip more from an agent', async () => {
    expect(await say('consumer')).toEqual(price(2, 0, 2, 1));
    expect(await say('agent')).toEqual(price(2, 1, 3, 1));
  });

  it('takes a repeat for no more than the message', async () => {
    expect(await repeat('consumer')).toEqual(price(2, 0, 2, 1));
    expect(await repeat('agent')).toEqual(price(2, 1, 3, 1));
  });

  it('passes typing on for 1 read, and 2 from an agent, in 1 trip', async () => {
    expect(await frame('consumer', 'typing', { on: true })).toEqual(price(0, 1, 1, 1));
    expect(await frame('agent', 'typing', { on: false })).toEqual(price(0, 2, 1, 1));
  });

  it('opens a socket for 1 write in 1 trip', async () => {
    const opened = await priceOf(system, 'authorizer $connect', async () => {
      const socket = await openVisitorSocket(brand, visitor.base, visitor.token);
      socket.close();
    });
    expect(opened).toEqual(price(1, 0, 1));
  });

  it('is joined for 1 write and 1 read in 2 trips', async () => {
    expect(await frame('consumer', 'join', clientOf('consumer'))).toEqual(price(1, 1, 2));
    expect(await frame('agent', 'join', clientOf('agent'))).toEqual(price(1, 1, 2));
  });

  it('shows a page for 2 reads and its size, in 1 trip', async () => {
    let shown: object[] = [];
    const page = await priceOf(system, pageRoute, async () => {
      shown = expectOk(await pageOf(brand, visitor), 200).body.items as object[];
    });
    const { items } = await itemsOf(system, brand, visitor.conversation);
    const read = items.slice(-50);
    expect(shown).toHaveLength(read.length);
    const size = read.reduce((sum, item) => sum + sizeOf(item), 0);
    expect(page).toEqual(price(0, 2 + Math.ceil(size / 4096), 1));
    const agentRoute = 'GET /api/agent/conversations/{conversation}/messages';
    const agentPage = await priceOf(system, agentRoute, async () => {
      const at = `${system.origin}/api/agent/conversations/${visitor.conversation}/messages`;
      expectOk(await http(at, { cookie: agent.cookie }), 200);
    });
    expect(agentPage).toEqual(page);
  });
}

/** Steps the conversation up; what the request cost, and what the stream's function spent on it afterwards. */
async function stepUp(): Promise<{ request: Price; stream: number }> {
  const login = await startLogin(brand, visitor, await askForLogin(agent, visitor.conversation));
  const next = newToken();
  const claims = { name: 'Carla Customer', acr: 'high', attributes: { tier: 'gold' } };
  const token = await brand.sign({ nonce: login.nonce, ...claims });
  await system.runtime.settled();
  const before = system.runtime.meter.last;
  const request = await priceOf(system, redeemRoute, async () => {
    expectOk(await redeem(brand, visitor, login, token, next), 200);
  });
  await system.runtime.settled();
  const stream = spentBy(system, 'stream', before).reduce((sum, { writes }) => sum + writes, 0);
  visitor.token = next;
  return { request, stream };
}

/** Lets the conversation have had so many messages, and the next number after them. */
async function growTo(lastSeq: number): Promise<void> {
  const { head, items } = await itemsOf(system, brand, visitor.conversation);
  const model = items.findLast(({ kind }) => kind === 'message');
  const from = Number(head.lastSeq) + 1;
  const more = Array.from({ length: lastSeq - from + 1 }, (_, at) => {
    const seq = from + at;
    return { ...model, sk: `M#${String(seq).padStart(12, '0')}`, seq };
  });
  await putAll(system, more);
  await setAttribute(system, head, 'lastSeq', lastSeq);
}

const hasBeenSteppedUp = () =>
  it('is stepped up for 7 writes and 3 reads in 4 trips; one of the writes is the stream’s', async () => {
    // The stream's function also tries to put the entry, which is there, and the log takes two: its entry and a checkpoint.
    expect(await stepUp()).toEqual({ request: price(6, 3, 4, 1), stream: 4 });
    await reconnect(brand, visitor);
  });

describe('a young conversation', () => {
  beforeAll(begin);
  hasItsPrices();
});

describe('a conversation after 10 messages', () => {
  beforeAll(async () => {
    while (said.agent < 5) for (const who of ['consumer', 'agent'] as const) await say(who);
  });
  hasItsPrices();
  hasBeenSteppedUp();
});

describe('a conversation of a verified person', () => {
  hasItsPrices();
});

describe('a conversation after 10,000 messages', () => {
  beforeAll(async () => {
    await begin();
    await growTo(10_000);
  }, 60_000);
  hasItsPrices();
  hasBeenSteppedUp();
});

describe('a conversation of a verified person after 10,000 messages', () => {
  hasItsPrices();
});
