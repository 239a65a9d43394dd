import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everything } from '../support/items.ts';
import { askForLogin, redeem, startLogin } from '../support/login.ts';
import { accept, agentAtWork, newToken, pageOf, visit } from '../support/people.ts';
import { hire, makeBot, manager } from '../support/staff.ts';
import { createBrand, expectOk, http, type System, startSystem } from '../support/system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, 60_000);
afterAll(() => system.stop());

/** A brand with something of everything. */
async function full(id: string) {
  const brand = await createBrand(system, id);
  const admin = await agentAtWork(system, brand);
  const manage = manager(system, admin.cookie);
  expectOk(await manage.create('skills', { id: 'french', name: 'French' }), 201);
  expectOk(await manage.create('canned-answers', { name: 'Hi', text: 'Hello' }), 201);
  await makeBot(system, manage, 'Hal', ['read']);
  const agent = await hire(system, brand, manage, `eve@${id}.example`, { skills: ['french'] });
  const visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  const { conversation, clientId } = visitor;
  for (let n = 1; n <= 3; n += 1)
    await visitor.socket.call({
      action: 'consumer.send',
      conversation,
      clientId,
      n,
      text: `Secret ${n} of ${id}`,
    });
  const login = await startLogin(brand, visitor, await askForLogin(agent, conversation));
  const token = await brand.sign({ nonce: login.nonce, name: 'Carla Customer' });
  expectOk(await redeem(brand, visitor, login, token, newToken()), 200);
  await visit(system, brand);
  await system.runtime.settled();
  return { brand, admin, agent, visitor };
}

const operate = async (event: object) =>
  ((await system.runtime.invoke('bootstrap', event)) as { payload: Record<string, unknown> }).payload;
const of = async (id: string) => (await everything(system)).filter(({ pk }) => pk.split('#')[1] === id);

describe('a brand that the operator deletes', () => {
  it('is gone with all it had but its log; another one does not notice', async () => {
    const [gone, kept] = [await full('gone'), await full('kept')];
    const before = await of('kept');
    expect(await operate({ brand: 'gone', delete: { confirm: 'kept' } })).toMatchObject({
      code: 'invalid_request',
    });
    expect(await operate({ list: true })).toMatchObject({
      items: [{ id: 'gone', name: 'gone' }, { id: 'kept' }],
    });
    let answer = await operate({ brand: 'gone', delete: { confirm: 'gone' } });
    while (answer.done === false) answer = await operate({ brand: 'gone', delete: { confirm: 'gone' } });
    expect(answer).toMatchObject({ brand: 'gone', done: true });
    await gone.agent.socket.untilClosed();
    await system.runtime.settled();
    const left = await of('gone');
    const lasting = left.filter((item) => item.ttl === undefined && !item.pk.startsWith('audit#'));
    expect(lasting.map(({ pk, sk }) => [pk, sk])).toEqual([]);
    expect(JSON.stringify(left.filter(({ pk }) => !pk.startsWith('audit#')))).not.toMatch(
      /Secret|Carla|eve@/,
    );
    expect((await of('kept')).length).toBe(before.length);
    expect((await operate({ list: true })).items).toMatchObject([{ id: 'kept' }]);

    const { origin } = system;
    expect((await http(`${origin}/api/agent/inbox`, { cookie: gone.agent.cookie })).status).toBe(401);
    expect((await http(`${origin}/api/manage/brand`, { cookie: gone.admin.cookie })).status).toBe(401);
    expect((await pageOf(gone.brand, gone.visitor)).status).toBeGreaterThanOrEqual(401);
    const begun = await http(`${gone.visitor.base}/sessions`, { origin: gone.brand.page, body: {} });
    expect(begun.status).toBe(404);
    expect((await http(`${origin}/api/agent/inbox`, { cookie: kept.agent.cookie })).status).toBe(200);
  }, 60_000);

  it('is gone on with where a call stopped, and nothing of its name is made before', async () => {
    await full('half');
    const disarm = system.runtime.faults.add({
      function: 'bootstrap',
      operation: 'write',
      nth: 12,
      damage: 'kill',
    });
    await operate({ brand: 'half', delete: { confirm: 'half' } }).catch(() => undefined);
    disarm();
    expect((await operate({ list: true })).items).toContainEqual(
      expect.objectContaining({ id: 'half', deleting: true }),
    );
    const again = { brand: 'half', name: 'Half', admin: { loginName: 'a@half.example', name: 'A' } };
    expect(await operate(again)).toMatchObject({ code: 'in_use' });
    for (let done = false; !done; )
      done = (await operate({ brand: 'half', delete: { confirm: 'half' } })).done !== false;
    await system.runtime.settled();
    const lasting = (await of('half')).filter(
      (item) => item.ttl === undefined && !item.pk.startsWith('audit#'),
    );
    expect(lasting).toEqual([]);
    expect(await operate(again)).toMatchObject({ brand: 'half', invitation: {} });
  }, 60_000);
});

describe('a brand that is made with customer records', () => {
  const fields = [{ name: 'born', as: 'date' }];
  const asked = (brand: string, born: string) => ({
    brand,
    name: brand,
    admin: { loginName: `a@${brand}.example`, name: 'A' },
    customerRecords: { fields, records: [{ subject: 'c1', name: 'Ada', data: { born } }] },
  });

  it('has them, without what they are found by', async () => {
    expect(await operate(asked('known', '1990-04-12'))).toMatchObject({ brand: 'known', invitation: {} });
    const items = await of('known');
    expect(items.filter(({ subject }) => subject === 'c1')).toMatchObject([{ name: 'Ada' }]);
    expect(JSON.stringify(items)).not.toContain('1990-04-12');
  });

  it('says which of them cannot be taken', async () => {
    expect(await operate(asked('unknown', 'yesterday'))).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'customerRecords.records.0', message: 'was refused: field_wrong born' }],
    });
  });
});
