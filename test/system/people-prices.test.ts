import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { keys } from '../../lambdas/store/table.ts';
import { putAll } from '../support/items.ts';
import { type Agent, agentAtWork, visit } from '../support/people.ts';
import { type Price, priceOf } from '../support/price.ts';
import { hire, type Manager, manager } from '../support/staff.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let admin: Agent;
let manage: Manager;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  admin = await agentAtWork(system, brand);
  manage = manager(system, admin.cookie);
}, 60_000);
afterAll(() => system.stop());

/** Users as they are stored, with their cards and the names they are found by: loaded, for 5,000 invitations take an hour. */
async function employ(from: number, to: number): Promise<void> {
  const items = Array.from({ length: to - from }, (_, at) => {
    const id = `01K${String(from + at).padStart(23, '0')}`;
    const name = `Agent ${String(from + at).padStart(5, '0')}`;
    const user = { brand: brand.id, id, name, loginName: `${id}@acme.example`.toLowerCase(), role: 'agent' };
    const state = { disabled: false, createdAt: 1, version: 1, epoch: 1, tries: 0, failures: 0, skills: [] };
    const card = { id, name, role: 'agent', skills: [], disabled: false, away: false, open: 0 };
    return [
      { ...keys.user(brand.id, id), ...user, ...state },
      { ...keys.colleague(brand.id, id), ...card },
      {
        ...keys.userName(brand.id, `${name.toLowerCase()}#${id}`),
        user: id,
        name,
        role: 'agent',
        disabled: false,
      },
    ];
  });
  await putAll(system, items.flat());
}

const lists = [
  ['GET /api/manage/users', () => manage.read('users'), 50],
  ['GET /api/manage/found-users', () => manage.read('found-users?name=agent%200'), 50],
  [
    'GET /api/agent/colleagues',
    () => http(`${system.origin}/api/agent/colleagues`, { cookie: admin.cookie }),
    50,
  ],
] as const;

/** What each list costs, and how many it shows. */
async function pricesNow() {
  const prices: unknown[] = [];
  for (const [route, ask] of lists) {
    let shown = 0;
    const price = await priceOf(system, route, async () => {
      shown = (expectOk(await ask(), 200).body.items as unknown[]).length;
    });
    prices.push({ route, shown, ...price });
  }
  return prices;
}

it('lists and finds 50 of 5,000 users at the price of 50 of 51', async () => {
  await employ(0, 60);
  const few = await pricesNow();
  expect(few).toMatchObject([
    { shown: 50, writes: 0 },
    { shown: 50, writes: 0 },
    { shown: 50, writes: 0 },
  ]);
  await employ(60, 5000);
  expect(await pricesNow()).toEqual(few);
}, 120_000);

it('lists what waits for an agent’s skills at a price of its own, however much waits for others', async () => {
  for (const id of ['french', 'billing']) expectOk(await manage.create('skills', { id, name: id }), 201);
  for (const skill of ['french', 'billing'])
    expectOk(
      await manage.create('engagements', {
        id: `e-${skill}`,
        name: skill,
        skill,
        channel: 'messaging',
        platform: 'web',
        origins: [brand.page],
      }),
      201,
    );
  const fay = await hire(system, brand, manage, 'fay@acme.example', { skills: ['french'] });
  const inbox = () => http(`${system.origin}/api/agent/inbox`, { cookie: fay.cookie });
  const price = async () => {
    let lines = 0;
    const paid = await priceOf(system, 'GET /api/agent/inbox', async () => {
      lines = (expectOk(await inbox(), 200).body.lines as unknown[]).length;
    });
    return { lines, ...paid };
  };
  await visit(system, brand, 'e-french');
  await system.runtime.settled();
  const before = await price();
  // Half a unit for each of the partitions that may hold something: four without a skill and two of hers; and her session.
  expect(before).toMatchObject({ lines: 1, reads: 1 + 6 * 0.5, trips: 2 });
  for (let n = 0; n < 5; n += 1) await visit(system, brand, 'e-billing');
  await system.runtime.settled();
  expect(await price()).toEqual(before);
}, 60_000);

it('accepts, hands on and closes for the prices that the documents name', async () => {
  const gus = await hire(system, brand, manage, 'gus@acme.example');
  const visitor = await visit(system, brand);
  await system.runtime.settled();
  const { conversation } = visitor;
  const price = (agent: Agent, action: string, more: object = {}) =>
    priceOf(system, `agent.${action}`, async () => {
      const answer = await agent.socket.call({ action: `agent.${action}`, conversation, ...more });
      expect(answer).toMatchObject({ type: 'answer' });
    });
  const said = ({ writes, reads, trips }: Price) => ({ writes, reads, trips });
  const prices = {
    accept: said(await price(gus, 'accept')),
    transfer: said(await price(gus, 'transfer', { to: { agent: await idOf(admin) } })),
    close: said(await price(admin, 'close')),
  };
  expect(prices).toEqual({
    accept: { writes: 5, reads: 3, trips: 4 },
    transfer: { writes: 6, reads: 4, trips: 5 },
    close: { writes: 5, reads: 1, trips: 3 },
  });
});

const idOf = async ({ cookie }: Agent) =>
  String((await http(`${system.origin}/api/sign-in/session`, { cookie })).body.agent);
