import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { putPast } from '../support/archive.ts';
import { everything, itemsOf, putAll, setAttribute } from '../support/items.ts';
import { type Agent, accept, agentAtWork, type Visitor, visit } from '../support/people.ts';
import { spentBy } from '../support/price.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

const day = 24 * 60 * 60 * 1000;

let system: System;
let brand: TestBrand;
let other: TestBrand;
let admin: Agent;
let stranger: Agent;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  other = await createBrand(system, 'other');
  admin = await agentAtWork(system, brand);
  stranger = await agentAtWork(system, other);
}, 60_000);
afterAll(() => system.stop());

const at = '/api/manage/retention';
const read = (who = admin) => http(`${system.origin}${at}`, { cookie: who.cookie });
const set = (body: object, tag: string, who = admin) =>
  http(`${system.origin}${at}`, {
    method: 'PUT',
    origin: system.origin,
    cookie: who.cookie,
    body,
    headers: { 'if-match': tag },
  });

async function keep(
  retentionDays: number | null,
  logRetentionDays: number | null,
  who = admin,
): Promise<void> {
  const tag = String((await read(who)).headers.get('etag'));
  expectOk(await set({ retentionDays, logRetentionDays }, tag, who), 200);
}

/** The hourly run, now. */
const hour = () => system.runtime.invoke('retention', {});

const search = async (who = admin): Promise<string[]> => {
  const { body } = expectOk(
    await http(`${system.origin}/api/manage/conversations`, { cookie: who.cookie }),
    200,
  );
  return (body.items as { id: string }[]).map(({ id }) => id);
};
const keptOf = async (conversation: string): Promise<string[]> =>
  (await everything(system))
    .filter((item) => JSON.stringify(item).includes(conversation))
    .map(({ pk }) => pk);

/** What still names a conversation, but for what ends by itself, the agent's own count, and the log, which has its own end. */
const leftOf = async (conversation: string): Promise<string[]> =>
  (await keptOf(conversation)).filter((pk) => !/^chat#acme#(session#|ticket#|colleague)|^audit#/.test(pk));

/** A conversation that was closed so many days ago, with all that it had. */
async function closedFor(days: number): Promise<Visitor> {
  const visitor = await visit(system, brand);
  const { conversation, clientId, socket } = visitor;
  await accept(admin, conversation);
  await socket.call({ action: 'consumer.send', conversation, clientId, n: 1, text: 'Hello' });
  await socket.call({ action: 'consumer.close', conversation });
  await system.runtime.settled();
  const { head } = await itemsOf(system, brand, conversation);
  // It began before, and so it is listed before.
  const then = Date.now() - days * day;
  const lists = (await everything(system)).filter(
    ({ pk, sk }) => pk.startsWith('chat#acme#list#') && sk.endsWith(conversation),
  );
  await putAll(
    system,
    lists.map((item) => ({ ...item, sk: `${String(then).padStart(15, '0')}#${conversation}` })),
  );
  for (const { pk, sk } of lists)
    await system.runtime.tables.run('DeleteItem', {
      TableName: [...system.runtime.tables.models.keys()].join(),
      Key: { pk: { S: pk }, sk: { S: sk } },
    });
  for (const name of ['createdAt', 'changedAt']) await setAttribute(system, head, name, then);
  return visitor;
}

describe('the setting', () => {
  it('keeps everything until it is set, and changes only from the version that was read', async () => {
    const first = await read(stranger);
    expect([first.body, first.headers.get('etag')]).toEqual([
      { retentionDays: null, logRetentionDays: null },
      '"0"',
    ]);
    const week = { retentionDays: 7, logRetentionDays: null };
    expect(await set(week, '"1"', stranger)).toMatchObject({ status: 412 });
    const made = await set(week, '"0"', stranger);
    expect([made.status, made.body, made.headers.get('etag')]).toEqual([200, week, '"1"']);
    expect(await set(week, '"0"', stranger)).toMatchObject({ status: 412 });
    const all = { retentionDays: null, logRetentionDays: 90 };
    expect(expectOk(await set(all, '"1"', stranger), 200).body).toEqual(all);
    expect(expectOk(await read(stranger), 200).body).toEqual(all);
  });

  it.each([{ retentionDays: 0 }, { retentionDays: 3651 }, { retentionDays: 1.5 }, { logRetentionDays: '7' }])(
    'cannot be %j',
    async (part) => {
      const body = { retentionDays: null, logRetentionDays: null, ...part };
      expect(await set(body, '"2"', stranger)).toMatchObject({ status: 400 });
    },
  );
});

describe('a conversation', () => {
  it('that is over is not shown from that moment on, and within the hour it is gone with all that listed it', async () => {
    const [old, young] = [await closedFor(31), await closedFor(29)];
    await keep(30, null);
    expect(await search()).toEqual([young.conversation]);
    const part = await http(`${system.origin}/api/manage/conversations/${old.conversation}/transcript`, {
      cookie: admin.cookie,
    });
    expect(part).toMatchObject({ status: 404 });
    expect(await keptOf(old.conversation)).not.toEqual([]);
    await hour();
    expect(await leftOf(old.conversation)).toEqual([]);
    expect((await keptOf(young.conversation)).length).toBeGreaterThan(5);
  });

  it('that nobody closed counts from when its consumer had gone', async () => {
    const long = Date.now() - 200 * day;
    const [open] = await putPast(system, brand.id, [{ at: long, state: 'open' }]);
    const [talking] = await putPast(system, brand.id, [{ at: long + 1, state: 'open' }]);
    const { head } = await itemsOf(system, brand, String(talking));
    await setAttribute(system, head, 'idleUntil', Date.now());
    await hour();
    expect(await keptOf(String(open))).toEqual([]);
    expect(await keptOf(String(talking))).not.toEqual([]);
  });

  it('of a brand that keeps everything stays, whatever others set', async () => {
    const [ours] = await putPast(system, other.id, [{ at: Date.now() - 3000 * day }]);
    await hour();
    expect(await search(stranger)).toEqual([ours]);
  });

  it('is deleted by the next run, when one dies after any of its writes', async () => {
    for (const nth of [1, 2, 4, 7, 8, 9, 10]) {
      const { conversation } = await closedFor(40);
      const disarm = system.runtime.faults.add({
        function: 'retention',
        operation: 'write',
        nth,
        damage: 'kill',
      });
      await Promise.resolve(hour()).catch(() => undefined);
      disarm();
      await hour();
      expect([nth, await leftOf(conversation)]).toEqual([nth, []]);
    }
  });

  it('costs a write for each thing that is deleted, and a run that finds nothing costs a few reads', async () => {
    await hour();
    const before = system.runtime.meter.last;
    await hour();
    const [idle] = spentBy(system, 'retention', before);
    // Its own progress, for each of two brands.
    expect(idle?.writes).toBe(2);
    expect(idle?.reads).toBeLessThan(20);
  });
});

describe('the log', () => {
  it('loses what old entries say, and none of its links', async () => {
    const chain = async () =>
      (await everything(system)).filter(({ pk }) => /^audit#acme#(account|conversation)#/.test(pk));
    const before = await chain();
    expect(before.length).toBeGreaterThan(3);
    const [first] = (await everything(system)).filter(({ pk }) => pk === 'audit#acme#checkpoint');
    if (!first) throw new Error('There is no checkpoint');
    await setAttribute(system, first, 'at', Date.now() - 100 * day);
    await keep(null, 90);
    await hour();
    const after = await chain();
    const links = (all: typeof before) =>
      all.map(({ pk, sk, hash, commitment }) => [pk, sk, hash, commitment]);
    expect(links(after).slice(0, before.length)).toEqual(links(before));
    const heads = first.heads as { chain: string; from: number; n: number }[];
    const erased = after.filter(({ payload, salt }) => payload === undefined && salt === undefined);
    expect(erased).toHaveLength(heads.reduce((sum, { from, n }) => sum + n - from + 1, 0));
  });
});
