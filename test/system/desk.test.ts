import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keys } from '../../lambdas/store/table.ts';
import { tableOf } from '../support/document-table.ts';
import { http } from '../support/http.ts';
import { type Agent, accept, agentAtWork, pageOf, type Visitor, visit } from '../support/people.ts';
import { priceOf } from '../support/price.ts';
import { type Hired, hire, type Manager, manager } from '../support/staff.ts';
import { createBrand, expectOk, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let admin: Agent;
let manage: Manager;
let fay: Hired;
let gus: Hired;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  admin = await agentAtWork(system, brand);
  manage = manager(system, admin.cookie);
  for (const id of ['french', 'billing'])
    expectOk(await manage.create('skills', { id, name: id.toUpperCase() }), 201);
  const engagement = { name: 'Aide', channel: 'messaging', platform: 'web', origins: [brand.page] };
  expectOk(await manage.create('engagements', { id: 'aide', skill: 'french', ...engagement }), 201);
  fay = await hire(system, brand, manage, 'fay@acme.example', { skills: ['french'] });
  gus = await hire(system, brand, manage, 'gus@acme.example');
}, 90_000);
afterAll(() => system.stop());

const inboxOf = async ({ cookie }: Agent, query = '') => {
  const { body } = await http(`${system.origin}/api/agent/inbox${query}`, { cookie });
  return (body.lines as { id: string; skill?: string }[]).map(({ id }) => id);
};
const inConversation = (agent: Agent, action: string, { conversation }: Visitor, more: object = {}) =>
  agent.socket.call({ action: `agent.${action}`, conversation, ...more });
const refused = (code: string) => ({ type: 'error', error: { code } });
const heard = (agent: Agent, type: string, { conversation }: Visitor, why?: string) =>
  agent.socket.until((event) => {
    const about = event.line as { id?: string } | undefined;
    return (
      event.type === type &&
      (about?.id ?? event.conversation) === conversation &&
      (why === undefined || event.why === why)
    );
  });

describe('a conversation that asks for a skill', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await visit(system, brand, 'aide');
    await heard(fay, 'inbox', visitor, 'started');
  });

  it('stands in the inbox of those who have it, and of nobody else', async () => {
    expect(await inboxOf(fay)).toContain(visitor.conversation);
    expect(await inboxOf(gus)).not.toContain(visitor.conversation);
    expect(await inboxOf(gus, '?skill=french')).toEqual([]);
    expect(await inboxOf(admin, '?skill=french')).toContain(visitor.conversation);
    expect(JSON.stringify(gus.socket.received)).not.toContain(visitor.conversation);
  });

  it('does not exist for the others, by HTTP or on any frame', async () => {
    const at = `${system.origin}/api/agent/conversations/${visitor.conversation}`;
    expect((await http(at, { cookie: gus.cookie })).status).toBe(404);
    expect((await http(`${at}/messages`, { cookie: gus.cookie })).status).toBe(404);
    const { clientId } = gus;
    for (const [action, more] of [
      ['accept', {}],
      ['join', { clientId }],
      ['close', {}],
      ['ask', {}],
      ['step_down', {}],
      ['expire', { challenge: 'x' }],
      ['withdraw', { challenge: 'x' }],
      ['release', {}],
      ['transfer', { to: { skill: 'billing' } }],
      ['transfer', { to: { agent: gus.id } }],
    ] as const)
      expect(await inConversation(gus, action, visitor, more)).toMatchObject(refused('not_found'));
    expect((await http(at, { cookie: fay.cookie })).body).toMatchObject({ skill: 'french' });
  });

  it('is handed to those with another skill: it waits for them, and leaves the first', async () => {
    await accept(fay, visitor.conversation);
    const note = 'Asks about a bill';
    const id = 'transfer-1';
    const to = { skill: 'billing' };
    expect(await inConversation(fay, 'transfer', visitor, { id, to, note })).toMatchObject({
      type: 'answer',
    });
    expect(await inConversation(fay, 'transfer', visitor, { id, to, note })).toMatchObject({
      type: 'answer',
    });
    await heard(fay, 'inbox_gone', visitor, 'transferred');
    await heard(fay, 'entry', visitor);
    expect(await inboxOf(fay)).not.toContain(visitor.conversation);
    expect(await inboxOf(admin, '?skill=billing')).toContain(visitor.conversation);
    expect(await inConversation(fay, 'typing', visitor, { on: true })).toMatchObject(refused('rejoin'));
    expect(await inConversation(fay, 'join', visitor, { clientId: fay.clientId })).toMatchObject(
      refused('not_found'),
    );
    const { body } = await http(`${system.origin}/api/agent/conversations/${visitor.conversation}/messages`, {
      cookie: admin.cookie,
    });
    const entries = (body.items as { what?: { event: string } }[]).filter(
      ({ what }) => what?.event === 'transferred',
    );
    expect(entries).toMatchObject([
      { what: { from: { skill: 'french', agent: { id: fay.id } }, to: { skill: 'billing' }, note } },
    ]);
    const seen = JSON.stringify(expectOk(await pageOf(brand, visitor), 200).body);
    expect(seen).toContain('transferred');
    for (const secret of [note, 'billing', 'french', fay.id]) expect(seen).not.toContain(secret);
  });

  it('may be handed by an admin to somebody without the skill, who then has it', async () => {
    const to = { agent: gus.id };
    expect(await inConversation(admin, 'transfer', visitor, { to })).toMatchObject({ type: 'answer' });
    await heard(gus, 'inbox', visitor, 'transferred');
    const { conversation } = visitor;
    expect(await inConversation(gus, 'join', visitor, { clientId: gus.clientId })).toMatchObject({
      type: 'answer',
    });
    const sent = { clientId: gus.clientId, n: 1, text: 'Hello from Gus' };
    expect(await inConversation(gus, 'send', visitor, sent)).toMatchObject({ type: 'answer' });
    expect(await inConversation(gus, 'release', visitor)).toMatchObject({ type: 'answer' });
    await heard(gus, 'inbox_gone', visitor, 'released');
    const at = `${system.origin}/api/agent/conversations/${conversation}`;
    expect((await http(at, { cookie: gus.cookie })).status).toBe(404);
    expect((await http(at, { cookie: admin.cookie })).body).toMatchObject({
      state: 'waiting',
      skill: 'billing',
    });
  });
});

describe('a transfer', () => {
  it('is for the agent who has the conversation, to somebody of the brand', async () => {
    const visitor = await visit(system, brand);
    await accept(fay, visitor.conversation);
    const hand = (agent: Agent, to: object) => inConversation(agent, 'transfer', visitor, { to });
    expect(await hand(gus, { agent: gus.id })).toMatchObject(refused('not_assigned'));
    expect(await inConversation(gus, 'release', visitor)).toMatchObject(refused('not_assigned'));
    expect(await hand(fay, { agent: 'nobody' })).toMatchObject(refused('invalid_request'));
    expect(await hand(fay, { agent: fay.id })).toMatchObject(refused('invalid_request'));
    expect(await hand(fay, { skill: 'cooking' })).toMatchObject(refused('invalid_request'));
    expect(await hand(fay, { skill: 'billing', agent: gus.id })).toMatchObject(refused('invalid_request'));
    expect(await hand(fay, { agent: gus.id })).toMatchObject({ type: 'answer' });
    const told = await heard(fay, 'inbox', visitor, 'transferred');
    expect(told.line).toMatchObject({ agent: { id: gus.id }, state: 'open' });
    expect(await inConversation(gus, 'close', visitor)).toMatchObject({ type: 'answer' });
    expect(await hand(gus, { agent: fay.id })).toMatchObject(refused('closed'));
  });
});

describe('the limit of open conversations', () => {
  const change = async (more: object) => {
    const read = await manage.read(`users/${gus.id}`);
    const { name, role, disabled } = read.body;
    const body = { name, role, disabled, ...more };
    return expectOk(await manage.change(`users/${gus.id}`, read.headers.get('etag'), body), 200);
  };
  const cardOf = () => tableOf(system).get(keys.colleague(brand.id, gus.id));

  it('holds for each agent, however many are accepted at once', async () => {
    await change({ openLimit: 2 });
    const visitors = await Promise.all(Array.from({ length: 6 }, () => visit(system, brand)));
    const answers = await Promise.all(visitors.map((visitor) => inConversation(gus, 'accept', visitor)));
    expect(answers.filter(({ type }) => type === 'answer')).toHaveLength(2);
    expect(answers.filter(({ error }) => error?.code === 'agent_full')).toHaveLength(4);
    expect(await cardOf()).toMatchObject({ open: 2 });
    const taken = visitors.filter((_, index) => answers[index]?.type === 'answer');
    const left = visitors.filter((_, index) => answers[index]?.type !== 'answer');
    // Closing gives the slot back, and so does handing on; a repeat of either changes nothing.
    for (const _ of [1, 2]) await inConversation(gus, 'close', taken[0] as Visitor);
    expect(await cardOf()).toMatchObject({ open: 1 });
    expect(await inConversation(gus, 'accept', left[0] as Visitor)).toMatchObject({ type: 'answer' });
    await accept(fay, (left[1] as Visitor).conversation);
    const to = { agent: gus.id };
    expect(await inConversation(fay, 'transfer', left[1] as Visitor, { to })).toMatchObject(
      refused('agent_full'),
    );
    await inConversation(gus, 'release', left[0] as Visitor);
    expect(await inConversation(fay, 'transfer', left[1] as Visitor, { to })).toMatchObject({
      type: 'answer',
    });
    for (const visitor of [taken[1], left[1]]) await inConversation(gus, 'close', visitor as Visitor);
    expect(await cardOf()).toMatchObject({ open: 0 });
  });

  it('heals itself of slots that nobody gave back', async () => {
    const visitors = await Promise.all(Array.from({ length: 3 }, () => visit(system, brand)));
    const [one, two, three] = visitors as [Visitor, Visitor, Visitor];
    for (const visitor of [one, two]) await inConversation(gus, 'accept', visitor);
    // The consumer closes: no function that consumers reach knows of the agent's slots.
    expect(await one.socket.call({ action: 'consumer.close', conversation: one.conversation })).toMatchObject(
      {
        type: 'answer',
      },
    );
    const card = (await cardOf()) ?? {};
    const aged = Object.fromEntries(
      Object.entries(card).map(([name, value]) => [name, name.startsWith('o#') ? 1 : value]),
    );
    const table = tableOf(system);
    await table.send(new PutCommand({ TableName: table.name, Item: aged }));
    expect(await inConversation(gus, 'accept', three)).toMatchObject({ type: 'answer' });
    expect(await cardOf()).toMatchObject({ open: 2 });
    for (const visitor of [two, three]) await inConversation(gus, 'close', visitor);
    await change({});
  });

  it('is the brand’s, where an agent has none', async () => {
    const read = await manage.read('brand');
    const { id: _, ...settings } = read.body;
    const set = async (more: object) =>
      expectOk(
        await manage.change('brand', (await manage.read('brand')).headers.get('etag'), {
          ...settings,
          ...more,
        }),
        200,
      );
    await set({ openLimit: 1 });
    const visitors = await Promise.all([visit(system, brand), visit(system, brand)]);
    const [one, two] = visitors as [Visitor, Visitor];
    expect(await inConversation(gus, 'accept', one)).toMatchObject({ type: 'answer' });
    expect(await inConversation(gus, 'accept', two)).toMatchObject(refused('agent_full'));
    expect((await http(`${system.origin}/api/agent/desk`, { cookie: gus.cookie })).body).toMatchObject({
      openLimit: 1,
      stepUpNotification: true,
      away: false,
    });
    await set({});
    expect(await inConversation(gus, 'accept', two)).toMatchObject({ type: 'answer' });
    for (const visitor of visitors) await inConversation(gus, 'close', visitor);
  });
});

describe('what a desk shows', () => {
  const at = (path: string) => `${system.origin}/api/agent/${path}`;
  const read = (path: string, { cookie }: Agent = gus) => http(at(path), { cookie });

  it('names what may be asked for, and whom one may hand on to, for five reads', async () => {
    const price = await priceOf(system, 'GET /api/agent/desk', async () => {
      expect((await read('desk')).body).toMatchObject({
        skills: [],
        brandName: expect.any(String),
        brandSkills: [
          { id: 'billing', name: 'BILLING' },
          { id: 'french', name: 'FRENCH' },
        ],
        acrScale: [],
      });
    });
    expect(price).toMatchObject({ reads: 5, trips: 2, writes: 0 });
  });

  it('lists what one has open oneself, and nothing of anybody else', async () => {
    const [mine, theirs] = [await visit(system, brand), await visit(system, brand)];
    await accept(gus, mine.conversation);
    await accept(fay, theirs.conversation);
    const own = async () =>
      ((await read('conversations')).body.lines as { id: string }[]).map(({ id }) => id);
    const price = await priceOf(system, 'GET /api/agent/conversations', async () => {
      expect(await own()).toEqual([mine.conversation]);
    });
    expect(price).toMatchObject({ reads: 3, trips: 3, writes: 0 });
    await inConversation(gus, 'transfer', mine, { to: { agent: fay.id } });
    expect(await own()).toEqual([]);
    await inConversation(fay, 'close', mine);
    await inConversation(fay, 'close', theirs);
  });

  it('lists the kinds of protected requests with what they ask for', async () => {
    const kind = { name: 'statement', title: 'Statement', maxAge: 60, input: { type: 'object' } };
    expectOk(await manage.create('protected-requests', kind), 201);
    const price = await priceOf(system, 'GET /api/agent/protected-requests', async () => {
      expect((await read('protected-requests')).body).toEqual({ items: [kind] });
    });
    expect(price).toMatchObject({ reads: 2, trips: 2, writes: 0 });
  });

  it('lets whoever may see a conversation take it along as text', async () => {
    const visitor = await visit(system, brand, 'aide');
    await heard(fay, 'inbox', visitor, 'started');
    const path = `conversations/${visitor.conversation}/transcript`;
    expect((await read(path)).status).toBe(404);
    const file = await fetch(at(path), { headers: { cookie: fay.cookie } });
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(file.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await file.text()).toContain('The conversation began.');
  });
});

describe('an agent who is away', () => {
  it('takes no conversations and is shown so; and takes them again', async () => {
    const away = (on: boolean) => gus.socket.call({ action: 'agent.away', on });
    const colleagues = async () => {
      const { body } = await http(`${system.origin}/api/agent/colleagues`, { cookie: fay.cookie });
      return (body.items as { id: string }[]).find(({ id }) => id === gus.id);
    };
    expect(await colleagues()).toMatchObject({ name: 'Agent gus', role: 'agent', skills: [], away: false });
    expect(await away(true)).toMatchObject({ type: 'answer' });
    expect(await colleagues()).toMatchObject({ away: true });
    const visitor = await visit(system, brand);
    await heard(fay, 'inbox', visitor, 'started');
    expect(await inConversation(gus, 'accept', visitor)).toMatchObject(refused('agent_away'));
    await accept(fay, visitor.conversation);
    const to = { agent: gus.id };
    expect(await inConversation(fay, 'transfer', visitor, { to })).toMatchObject(refused('agent_away'));
    const offered = gus.socket.received.filter(
      ({ type, why, line }) =>
        type === 'inbox' && why === 'started' && (line as { id: string }).id === visitor.conversation,
    );
    expect(offered).toEqual([]);
    await away(false);
    expect(await inConversation(fay, 'transfer', visitor, { to })).toMatchObject({ type: 'answer' });
    expect(await inConversation(gus, 'close', visitor)).toMatchObject({ type: 'answer' });
  });
});

describe('skills that an admin changes', () => {
  it('hold at once: sockets are closed, and the session shows what it may', async () => {
    const visitor = await visit(system, brand, 'aide');
    await heard(fay, 'inbox', visitor, 'started');
    expect(await inConversation(fay, 'join', visitor, { clientId: fay.clientId })).toMatchObject({
      type: 'answer',
    });
    const read = await manage.read(`users/${fay.id}`);
    const { name, role, disabled } = read.body;
    const body = { name, role, disabled, skills: ['billing'] };
    expectOk(await manage.change(`users/${fay.id}`, read.headers.get('etag'), body), 200);
    await fay.socket.untilClosed();
    const at = `${system.origin}/api/agent/conversations/${visitor.conversation}`;
    expect((await http(at, { cookie: fay.cookie })).status).toBe(404);
    expect(await inboxOf(fay)).not.toContain(visitor.conversation);
    const unknown = { ...body, skills: ['cooking'] };
    const tag = (await manage.read(`users/${fay.id}`)).headers.get('etag');
    expect((await manage.change(`users/${fay.id}`, tag, unknown)).body).toMatchObject({
      code: 'invalid_request',
    });
  });

  it('are deleted only when nothing goes by them', async () => {
    const tagOf = async (path: string) => (await manage.read(path)).headers.get('etag');
    const remove = async (skill: string) => manage.remove(`skills/${skill}`, await tagOf(`skills/${skill}`));
    expect((await remove('french')).body).toMatchObject({ code: 'in_use' });
    expect((await manage.remove('skills/billing', null)).body).toMatchObject({
      code: 'precondition_required',
    });
    expect((await remove('billing')).body).toMatchObject({ code: 'in_use' });
    expectOk(await manage.create('skills', { id: 'cooking', name: 'Cooking' }), 201);
    expect((await manage.remove('skills/cooking', '"9"')).body).toMatchObject({
      code: 'precondition_failed',
    });
    expect((await remove('cooking')).status).toBe(204);
    expect((await manage.read('skills/cooking')).status).toBe(404);
  });
});
