import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keys } from '../../lambdas/store/table.ts';
import { putPast } from '../support/archive.ts';
import { everything, itemsOf, putAll } from '../support/items.ts';
import { askForLogin, redeem, startLogin } from '../support/login.ts';
import { type Agent, accept, agentAtWork, newToken, pageOf, type Visitor, visit } from '../support/people.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

interface Receipt {
  readonly id: string;
  readonly state: 'running' | 'done';
  readonly erased: Readonly<Record<string, number>>;
  readonly remains: readonly { what: string; why: string }[];
}

let system: System;
let brand: TestBrand;
let other: TestBrand;
let agent: Agent;
let stranger: Agent;
const logged: string[] = [];
beforeAll(async () => {
  system = await startSystem({ log: (line) => logged.push(line) });
  brand = await createBrand(system, 'acme');
  other = await createBrand(system, 'other');
  agent = await agentAtWork(system, brand);
  stranger = await agentAtWork(system, other);
}, 60_000);
afterAll(() => system.stop());

async function say(who: Visitor, n: number, text: string): Promise<void> {
  const { conversation, clientId, socket } = who;
  const answer = await socket.call({ action: 'consumer.send', conversation, clientId, n, text });
  if (answer.type !== 'answer') throw new Error(JSON.stringify(answer));
}

const person = (sub: string) => ({
  sub,
  name: `Carla ${sub}`,
  attributes: { tier: `tier-of-${sub}`, account: `account-of-${sub}` },
});

/** A conversation in which somebody says who she is, and logs in if `sub` is given. */
async function chat(
  secret: string,
  sub?: string,
  of: TestBrand = brand,
  by: Agent = agent,
): Promise<Visitor> {
  const visitor = await visit(system, of);
  const { conversation } = visitor;
  await accept(by, conversation);
  await say(visitor, 1, `My secret is ${secret}`);
  const answer = {
    action: 'agent.send',
    conversation,
    clientId: by.clientId,
    n: 1,
    text: `So ${secret} it is`,
  };
  await by.socket.call(answer);
  if (sub === undefined) return visitor;
  const ask = { action: 'agent.ask', conversation, reason: `To tell you about ${secret}` };
  await by.socket.call(ask);
  const login = await startLogin(of, visitor, await askForLogin(by, conversation));
  const next = newToken();
  const token = await of.sign({ nonce: login.nonce, ...person(sub) });
  expectOk(await redeem(of, visitor, login, token, next), 200);
  visitor.token = next;
  return visitor;
}

const erasures = `/api/manage/erasures`;
const order = (body: object, cookie = agent.cookie) =>
  http(`${system.origin}${erasures}`, { origin: system.origin, cookie, body });
const receiptOf = (answer: { body: unknown }) => answer.body as Receipt;

async function identityOf(of: TestBrand, visitor: Visitor): Promise<string> {
  const { head } = await itemsOf(system, of, visitor.conversation);
  return String(head.identity);
}

/** Everything in the table, and everything that any function has logged. */
async function allThatIsKept(): Promise<string> {
  await system.runtime.settled();
  return `${JSON.stringify(await everything(system))}\n${logged.join('\n')}`;
}

describe('a person', () => {
  let mine: Visitor[];
  let identity: string;
  let theirs: Visitor;
  beforeAll(async () => {
    mine = [await chat('walnut', 'customer-77'), await chat('hazelnut', 'customer-77')];
    await system.runtime.settled();
    identity = await identityOf(brand, mine[0] as Visitor);
    expect(await identityOf(brand, mine[1] as Visitor)).toBe(identity);
    theirs = await chat('chestnut', 'customer-78');
  });

  it('is there before', async () => {
    const kept = await allThatIsKept();
    for (const one of ['walnut', 'hazelnut', 'Carla customer-77', 'tier-of-customer-77', identity])
      expect(kept).toContain(one);
  });

  it('is erased everywhere, with a receipt that names nobody', async () => {
    const receipt = receiptOf(expectOk(await order({ identity }), 201));
    expect(receipt).toMatchObject({
      state: 'done',
      erased: { conversations: 2, messages: 4, entries: 2 * 6 },
    });
    expect(receipt.erased.logEntries).toBeGreaterThan(0);
    expect(receipt.remains.map(({ what }) => what)).toEqual([
      'conversations',
      'log',
      'sessions',
      'customer_records',
      'backups',
      'events',
      'application_logs',
    ]);
    expect(JSON.stringify(receipt)).not.toContain(identity);
  });

  it('is found nowhere afterwards: not in the table, not in a log', async () => {
    const kept = await allThatIsKept();
    for (const one of [
      ...['walnut', 'hazelnut', 'Carla customer-77', 'customer-77'],
      ...['tier-of-customer-77', 'account-of-customer-77', identity],
    ])
      expect(kept).not.toContain(one);
  });

  it('leaves the conversation, closed, with its numbers', async () => {
    for (const { conversation } of mine) {
      const { head, items } = await itemsOf(system, brand, conversation);
      expect(head).toMatchObject({ state: 'closed', assurance: { level: 'anonymous' } });
      expect(items).toHaveLength(Number(head.lastSeq));
      const at = `${system.origin}/api/manage/conversations/${conversation}/transcript`;
      const part = expectOk(await http(at, { cookie: agent.cookie }), 200).body as {
        items: { kind: string; what?: { event: string } }[];
      };
      expect(part.items.filter(({ kind }) => kind === 'message')).toEqual([]);
      expect(part.items.flatMap(({ what }) => what?.event ?? [])).toContain('stepped_up');
    }
  });

  it('reads nothing with the token that was good, and writes nothing', async () => {
    const [first] = mine as [Visitor];
    expect(await pageOf(brand, first)).toMatchObject({ status: 401 });
    const { conversation, clientId, socket } = first;
    const again = await socket.call({
      action: 'consumer.send',
      conversation,
      clientId,
      n: 2,
      text: 'walnut',
    });
    expect(again).toMatchObject({ type: 'error' });
    const { clientId: desk } = agent;
    expect(
      await agent.socket.call({ action: 'agent.send', conversation, clientId: desk, n: 2, text: 'walnut' }),
    ).toMatchObject({ type: 'error' });
  });

  it('leaves others as they were', async () => {
    expect(await allThatIsKept()).toContain('chestnut');
    expect(await pageOf(brand, theirs)).toMatchObject({ status: 200 });
  });

  it('may come back, as one who was never there', async () => {
    const again = await chat('pecan', 'customer-77');
    expect(await identityOf(brand, again)).toBe(identity);
    await system.runtime.settled();
    const found = await http(`${system.origin}/api/manage/conversations?identity=${identity}`, {
      cookie: agent.cookie,
    });
    expect(found.body.items).toMatchObject([{ id: again.conversation }]);
  });
});

describe('one conversation', () => {
  it('is erased where nobody logged in, and the others of the brand are not', async () => {
    const [one, another] = [await chat('almond'), await chat('peanut')];
    const receipt = receiptOf(expectOk(await order({ conversation: one.conversation }), 201));
    expect(receipt).toMatchObject({ state: 'done', erased: { conversations: 1, messages: 2 } });
    const kept = await allThatIsKept();
    expect(kept).not.toContain('almond');
    expect(kept).toContain('peanut');
    expect(await pageOf(brand, another)).toMatchObject({ status: 200 });
  });

  it('is erased with its holes, so that a message that was under way does not come back', async () => {
    const one = await chat('cashew');
    const { head, items } = await itemsOf(system, brand, one.conversation);
    const message = items.find(({ kind }) => kind === 'message') as { pk: string; sk: string };
    await system.runtime.tables.run('DeleteItem', {
      TableName: [...system.runtime.tables.models.keys()].join(),
      Key: { pk: { S: message.pk }, sk: { S: message.sk } },
    });
    expectOk(await order({ conversation: one.conversation }), 201);
    await say(one, 1, 'My secret is cashew').catch(() => undefined);
    const after = await itemsOf(system, brand, one.conversation);
    // Its end took one number more.
    expect(after.items).toHaveLength(Number(head.lastSeq) + 1);
    expect(await allThatIsKept()).not.toContain('cashew');
  });
});

describe('a stream that is behind', () => {
  it('brings nothing back of one who was erased in the meantime', async () => {
    await system.runtime.settled();
    const hold = system.runtime.faults.add({
      function: 'stream',
      service: 'dynamodb',
      operation: 'GetItem',
      times: 1000,
      damage: { error: 'InternalServerError', status: 500 },
    });
    const late = await chat('brazil', 'customer-80');
    const identity = await identityOf(brand, late);
    const receipt = receiptOf(expectOk(await order({ conversation: late.conversation }), 201));
    expect(receipt.state).toBe('done');
    hold();
    const kept = await allThatIsKept();
    for (const one of ['brazil', 'customer-80', identity]) expect(kept).not.toContain(one);
  });
});

describe('an order', () => {
  it('is worked on by many at once, and counts nothing twice', async () => {
    const begin = Date.parse('2026-02-01T00:00:00Z');
    const past = Array.from({ length: 40 }, (_, n) => ({ at: begin + n * 1000, identity: 'somebody' }));
    await putPast(system, brand.id, past);
    const id = '0'.repeat(26);
    await putAll(system, [
      {
        ...keys.erasure(brand.id, id),
        ...{ id, brand: brand.id, by: 'admin', requestedAt: begin, step: 0 },
        subject: { identity: 'somebody' },
        erased: { conversations: 0, messages: 0, entries: 0, others: 0, logEntries: 0 },
      },
    ]);
    const at = `${system.origin}${erasures}/${id}`;
    const goOn = () => http(`${at}/continue`, { origin: system.origin, cookie: agent.cookie, body: {} });
    const answers = await Promise.all([goOn(), goOn(), goOn(), goOn()]);
    for (const answer of answers) expectOk(answer, 200);
    const receipt = receiptOf(expectOk(await goOn(), 200));
    expect(receipt).toMatchObject({ state: 'done', erased: { conversations: 40 } });
    expect(expectOk(await http(at, { cookie: agent.cookie }), 200).body).toEqual(receipt);
  });

  it.each([2, 3, 4, 5, 7, 10, 12, 14])(
    'that dies after write %i is finished by the next call',
    async (nth) => {
      const sub = `customer-9${nth}`;
      const visitor = await chat(`acorn-${nth}`, sub);
      await system.runtime.settled();
      const identity = await identityOf(brand, visitor);
      const disarm = system.runtime.faults.add({
        function: 'archive',
        operation: 'write',
        nth,
        damage: 'kill',
      });
      expect(await order({ identity })).toMatchObject({ status: 500 });
      disarm();
      const list = expectOk(await http(`${system.origin}${erasures}`, { cookie: agent.cookie }), 200);
      const [newest] = list.body.items as [Receipt];
      expect(newest.state).toBe('running');
      const at = `${system.origin}${erasures}/${newest.id}/continue`;
      const ended = receiptOf(
        expectOk(await http(at, { origin: system.origin, cookie: agent.cookie, body: {} }), 200),
      );
      expect(ended).toMatchObject({ state: 'done', erased: { conversations: 1, messages: 2, entries: 6 } });
      const kept = await allThatIsKept();
      for (const one of [`acorn-${nth}`, sub, identity]) expect(kept).not.toContain(one);
    },
  );

  it('of another brand does not exist, nor does its person', async () => {
    const visitor = await chat('macadamia', 'customer-79');
    await system.runtime.settled();
    const identity = await identityOf(brand, visitor);
    const foreign = receiptOf(expectOk(await order({ identity }, stranger.cookie), 201));
    expect(foreign.erased.conversations).toBe(0);
    expect(await order({ conversation: visitor.conversation }, stranger.cookie)).toMatchObject({
      status: 404,
    });
    expect(await allThatIsKept()).toContain('macadamia');
    const own = receiptOf(expectOk(await order({ identity }), 201));
    for (const path of [own.id, `${own.id}/continue`])
      expect(
        await http(`${system.origin}${erasures}/${path}`, {
          origin: system.origin,
          cookie: stranger.cookie,
          ...(path === own.id ? {} : { body: {} }),
        }),
      ).toMatchObject({ status: 404 });
    const list = expectOk(await http(`${system.origin}${erasures}`, { cookie: stranger.cookie }), 200);
    expect((list.body.items as Receipt[]).map(({ id }) => id)).toEqual([foreign.id]);
  });

  it.each([{}, { identity: 'a', conversation: 'b' }, { identity: '' }, { person: 'x' }])(
    'is not %j',
    async (body) => {
      expect(await order(body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    },
  );
});
