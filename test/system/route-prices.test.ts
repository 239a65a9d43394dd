import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpRoute } from '../../contract/http/route.ts';
import { httpRoutes, type Operation } from '../../contract/http.ts';
import { httpPrices } from '../../contract/prices.ts';
import { type Agent, accept, agentAtWork, type Visitor, visit } from '../support/people.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let admin: Agent;
let visitor: Visitor;
let account: string;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  admin = await agentAtWork(system, brand);
  visitor = await visit(system, brand);
  await accept(admin, visitor.conversation);
  account = String((await read('/api/sign-in/session')).agent);
  await system.runtime.settled();
}, 60_000);
afterAll(() => system.stop());

async function read(path: string) {
  return expectOk(await http(`${system.origin}${path}`, { cookie: admin.cookie }), 200).body;
}

interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls an operation with the cookie of the admin, and says what the one invocation behind it cost and asked for. */
async function call(name: Operation, { params = {}, query = '', body, headers = {} }: Asked = {}) {
  const route: HttpRoute = httpRoutes[name];
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, field: string) => params[field] ?? field);
  const before = system.runtime.meter.last;
  const answer = await http(`${system.origin}${path}${query}`, {
    method: route.method,
    origin: system.origin,
    cookie: admin.cookie,
    headers,
    ...(route.method === 'GET' || route.method === 'DELETE' ? {} : { body: body ?? {} }),
  });
  expectOk(answer, route.status);
  const key = `${route.method} ${route.path}`;
  const [made, another] = system.runtime.meter.since(before).filter((one) => one.route === key);
  if (!made || another) throw new Error(`Not one invocation of ${key}`);
  const { writes, reads, trips, calls } = made;
  return {
    answer,
    price: { writes, reads, trips },
    queries: calls.filter((one) => one.operation === 'Query'),
  };
}

const costs = (name: Operation) => {
  const { writes, reads, trips } = httpPrices[name];
  return { writes, reads, trips };
};

describe('a list', () => {
  it.each<[Operation, string]>([
    ['listEngagements', ''],
    ['listIssuers', ''],
    ['listProviders', ''],
    ['listSkills', ''],
    ['listCannedAnswers', ''],
    ['listRequestKinds', ''],
    ['listWebhooks', ''],
    ['listUsers', ''],
    ['findUsers', '?name=a'],
    ['listErasures', ''],
    ['listColleagues', ''],
  ])('of %s is one query, at the price that is documented', async (name, query) => {
    const { price, queries } = await call(name, { query });
    expect(queries).toHaveLength(1);
    expect(price).toEqual(costs(name));
  });

  it('of conversations is one query, and reads each that it looks at', async () => {
    const { price, queries } = await call('searchConversations');
    expect(queries).toHaveLength(1);
    const { writes, reads, trips } = costs('searchConversations');
    expect(price).toEqual({ writes, reads: reads + 1, trips });
  });

  it('of the log of an account is one query', async () => {
    const { price, queries } = await call('readLog', { query: `?account=${account}` });
    expect(queries).toHaveLength(1);
    expect(price).toEqual(costs('readLog'));
  });

  it('of the inbox is one query for each of its partitions', async () => {
    const { price, queries } = await call('listInbox');
    expect(queries.length).toBeLessThanOrEqual(4);
    expect(price.writes).toBe(0);
  });
});

describe('a setting', () => {
  it.each<[Operation, Operation]>([
    ['readBrand', 'changeBrand'],
    ['readAuthentication', 'changeAuthentication'],
    ['readRetention', 'changeRetention'],
  ])('is read by %s and changed by %s at the documented prices', async (reading, changing) => {
    const { answer, price } = await call(reading);
    expect(price).toEqual(costs(reading));
    const { id: _, warnings: _w, ...body } = answer.body;
    const tag = String(answer.headers.get('etag'));
    // The first change makes it, and the second is one.
    const made = await call(changing, { body, headers: { 'if-match': tag } });
    const again = { 'if-match': String(made.answer.headers.get('etag')) };
    expect((await call(changing, { body, headers: again })).price).toEqual(costs(changing));
  });
});

describe('of one conversation', () => {
  it('a page, and the way it stands, cost what is documented', async () => {
    const params = { conversation: visitor.conversation };
    for (const name of ['readConversation', 'readConversationMessages'] as const)
      expect([name, (await call(name, { params })).price]).toEqual([name, costs(name)]);
    const own = `${visitor.base}/conversations/${visitor.conversation}`;
    for (const [name, path] of [
      ['readMessages', '/messages'],
      ['takeTranscript', '/transcript'],
    ] as const) {
      const before = system.runtime.meter.last;
      await http(own + path, { origin: brand.page, bearer: visitor.token });
      const [made] = system.runtime.meter.since(before).filter((one) => one.function === 'consumer-api');
      const { writes, reads, trips } = made ?? {};
      expect([name, { writes, reads, trips }]).toEqual([name, costs(name)]);
    }
  });

  it('an export costs what is documented, and an entry of the log', async () => {
    const params = { conversation: visitor.conversation };
    expect((await call('exportTranscript', { params })).price).toEqual(costs('exportTranscript'));
    expect((await call('exportLog', { query: `?account=${account}` })).price.writes).toBe(1);
  });
});
