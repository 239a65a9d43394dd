import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Past, putPast } from '../support/archive.ts';
import { type Agent, accept, agentAtWork, visit } from '../support/people.ts';
import { type Price, priceOf } from '../support/price.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

interface Line {
  readonly id: string;
  readonly changedAt: number;
  readonly state: string;
}

const day = 24 * 60 * 60 * 1000;
const begin = Date.parse('2026-01-01T00:00:00Z');

let system: System;
let small: { brand: TestBrand; admin: Agent; ids: string[] };
let large: { brand: TestBrand; admin: Agent; ids: string[] };

/** A day's worth of everything, again and again: each tenth is a known person's, each seventh waits or is open. */
const past = (many: number): Past[] =>
  Array.from({ length: many }, (_, n) => ({
    at: begin + n * 60_000,
    engagement: n % 3 === 0 ? 'live' : 'help',
    ...(n % 10 === 0 ? { identity: `person-${n % 50}` } : {}),
    agent: `agent-${n % 5}`,
    ...(n % 7 === 0 ? { state: n % 2 === 0 ? ('waiting' as const) : ('open' as const) } : {}),
  }));

async function office(id: string, many: number) {
  const brand = await createBrand(system, id);
  const admin = await agentAtWork(system, brand);
  return { brand, admin, ids: await putPast(system, id, past(many)) };
}

beforeAll(async () => {
  system = await startSystem();
  small = await office('small', 60);
  // Twenty times as many: the price would show it if anything grew. 100,000 would show no more, and take minutes to load.
  large = await office('large', 1200);
}, 120_000);
afterAll(() => system.stop());

const ask = (admin: Agent, query: Record<string, string> = {}) =>
  http(`${system.origin}/api/manage/conversations?${new URLSearchParams(query)}`, { cookie: admin.cookie });

async function page(admin: Agent, query: Record<string, string>) {
  const { body } = expectOk(await ask(admin, query), 200);
  return body as unknown as { items: Line[]; cursor?: string };
}

/** Every page of a search, and how many there were. */
async function walk(admin: Agent, query: Record<string, string>) {
  const lines: Line[] = [];
  let pages = 0;
  for (let cursor: string | undefined; ; ) {
    const one = await page(admin, cursor === undefined ? query : { ...query, cursor });
    expect(one.items.length).toBeLessThanOrEqual(50);
    lines.push(...one.items);
    pages += 1;
    if (one.cursor === undefined) return { lines, pages };
    expect(one.cursor).not.toBe(cursor);
    cursor = one.cursor;
  }
}

/** What the search should find: newest first. */
const wanted = (ids: readonly string[], fits: (one: Past, n: number) => boolean) =>
  past(ids.length)
    .flatMap((one, n) => (fits(one, n) ? [ids[n]] : []))
    .reverse();

describe('a search', () => {
  it.each<[string, Record<string, string>, (one: Past, n: number) => boolean]>([
    ['everything', {}, () => true],
    ['a state', { state: 'open' }, ({ state }) => state === 'open'],
    ['an engagement', { engagement: 'live' }, ({ engagement }) => engagement === 'live'],
    ['those stepped up', { steppedUp: 'true' }, ({ identity }) => identity !== undefined],
    ['those not stepped up', { steppedUp: 'false' }, ({ identity }) => identity === undefined],
    ['an agent', { agent: 'agent-3' }, ({ agent }) => agent === 'agent-3'],
    ['a person', { identity: 'person-20' }, ({ identity }) => identity === 'person-20'],
    [
      'a person and an agent',
      { identity: 'person-20', agent: 'agent-0' },
      ({ identity, agent }) => identity === 'person-20' && agent === 'agent-0',
    ],
    [
      'a time',
      { from: String(begin + 100 * 60_000), to: String(begin + 199 * 60_000) },
      (_, n) => n >= 100 && n <= 199,
    ],
    [
      'a time, a state and an engagement',
      { from: String(begin + 600_000), state: 'closed', engagement: 'help' },
      ({ state, engagement }, n) => n >= 10 && state === undefined && engagement === 'help',
    ],
    ['nothing', { engagement: 'none' }, () => false],
  ])('for %s finds each once, newest first, page by page', async (_, query, fits) => {
    const { lines } = await walk(large.admin, query);
    expect(lines.map(({ id }) => id)).toEqual(wanted(large.ids, fits));
  });

  it('looks at fifty a page, however few fit', async () => {
    const { pages, lines } = await walk(large.admin, {
      engagement: 'live',
      state: 'open',
      steppedUp: 'true',
    });
    // The last one may be empty: DynamoDB does not look ahead.
    expect(pages).toBe(1200 / 3 / 50 + 1);
    expect(lines.length).toBeLessThan(50);
  });

  it('finds nothing of another brand, by whatever id', async () => {
    const newest = large.ids.at(-1) ?? '';
    for (const query of [{}, { identity: 'person-20' }, { agent: 'agent-3' }]) {
      const { lines } = await walk(small.admin, query);
      expect(lines.map(({ id }) => id)).not.toContain(newest);
      expect(lines.length).toBeLessThanOrEqual(60);
    }
  });

  it('takes no cursor that is not its own', async () => {
    const cursors = {
      time: (await page(large.admin, {})).cursor ?? '',
      key: Buffer.from('all#000000000000001#x').toString('base64url'),
      text: 'x',
    };
    const bad: [Record<string, string>, string][] = [
      [{ identity: 'person-20' }, cursors.time],
      [{}, cursors.key],
      [{ identity: 'person-20' }, cursors.key],
      [{}, cursors.text],
      [{}, ''],
    ];
    for (const [query, cursor] of bad)
      expect([cursor, await ask(large.admin, { ...query, cursor })]).toMatchObject([
        cursor,
        { status: 400, body: { code: 'invalid_request' } },
      ]);
  });

  it.each(['from=x', 'state=gone', 'agent=a%23b', 'steppedUp=1', 'limit=5', 'engagement=A%20B'])(
    'refuses %s',
    async (query) => {
      const answer = await http(`${system.origin}/api/manage/conversations?${query}`, {
        cookie: large.admin.cookie,
      });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    },
  );
});

describe('the price of a page', () => {
  const priced = (admin: Agent, query: Record<string, string>): Promise<Price> =>
    priceOf(system, 'GET /api/manage/conversations', () => page(admin, query));
  const firstHour = { from: String(begin), to: String(begin + day / 24 - 1) };

  it.each<[string, Record<string, string>, number]>([
    ['everything', {}, 50],
    ['an agent', { agent: 'agent-3' }, 12],
    ['an engagement', { engagement: 'live' }, 20],
    ['a state', { state: 'waiting' }, 50],
  ])('for %s is the same for 60 conversations and for 1,200', async (_, query, looked) => {
    const asked = { ...query, ...firstHour };
    const [few, many] = [await priced(small.admin, asked), await priced(large.admin, asked)];
    expect(many).toEqual(few);
    // The session, the brand and how long it keeps conversations, the list by its size, and each head that it names.
    const list = Math.ceil((looked * 110) / 4096);
    expect(few).toEqual({ writes: 0, reads: 3 + list + looked, trips: 3, pushes: 0, kmsCalls: 0 });
  });

  it('has a bound, with all that a search can ask for', async () => {
    const { reads, trips } = await priced(large.admin, { identity: 'person-20', agent: 'agent-0' });
    // The session and the brand, the list of 24, their heads, and whether each stands in the list of the agent.
    expect([reads, trips]).toEqual([3 + 1 + 24 + 24, 4]);
    const last = await priced(large.admin, { to: String(begin + 60_000) });
    expect([last.reads, last.trips]).toEqual([3 + 1 + 2, 3]);
  });
});

describe('what the stream has listed', () => {
  it('is found by the agent who accepted it', async () => {
    const { brand, admin } = small;
    const visitor = await visit(system, brand);
    await accept(admin, visitor.conversation);
    await system.runtime.settled();
    const me = expectOk(await http(`${system.origin}/api/sign-in/session`, { cookie: admin.cookie }), 200);
    const agent = String(
      (me.body as { id?: string; agent?: string }).id ?? (me.body as { agent?: string }).agent,
    );
    const { lines } = await walk(admin, { agent });
    expect(lines).toMatchObject([{ id: visitor.conversation, state: 'open' }]);
  });
});

describe('who may search', () => {
  it('is an admin alone', async () => {
    expect(await ask({ ...small.admin, cookie: '__Host-doorstep=x' })).toMatchObject({ status: 401 });
  });
});
