import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { http } from '../support/http.ts';
import { askForLogin, redeem, startLogin } from '../support/login.ts';
import { type Agent, accept, agentAtWork, newToken, pageOf, type Visitor, visit } from '../support/people.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { type Hired, hire, type Manager, manager } from '../support/staff.ts';
import {
  consumerBase,
  createBrand,
  expectOk,
  type System,
  startSystem,
  type TestBrand,
} from '../support/system.ts';

let system: System;
let brand: TestBrand;
let admin: Agent;
let manage: Manager;
let eve: Hired;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  admin = await agentAtWork(system, brand);
  manage = manager(system, admin.cookie);
  eve = await hire(system, brand, manage, 'eve@acme.example');
}, 60_000);
afterAll(() => system.stop());

async function setBrand(more: object): Promise<void> {
  const read = await manage.read('brand');
  const { id: _, ...settings } = read.body;
  expectOk(await manage.change('brand', read.headers.get('etag'), { ...settings, ...more }), 200);
}

describe('the notification of step-ups', () => {
  async function stepUp(): Promise<Visitor> {
    const visitor = await visit(system, brand);
    await accept(admin, visitor.conversation);
    const login = await startLogin(brand, visitor, await askForLogin(admin, visitor.conversation));
    const token = await brand.sign({ nonce: login.nonce, sub: visitor.conversation, name: 'Carla Customer' });
    expectOk(await redeem(brand, visitor, login, token, newToken()), 200);
    return visitor;
  }
  const told = ({ conversation }: Visitor) =>
    eve.socket.until(
      ({ type, why, line }) =>
        type === 'inbox' && why === 'stepped_up' && (line as { id: string }).id === conversation,
    );

  it('reaches every desk that may see the conversation, and an admin turns it off and on', async () => {
    expect(await told(await stepUp())).toMatchObject({
      notify: true,
      line: { steppedUp: true, name: 'Carla Customer' },
    });
    await setBrand({ stepUpNotification: false });
    expect(await told(await stepUp())).toMatchObject({ notify: false, line: { steppedUp: true } });
    const desk = await http(`${system.origin}/api/agent/desk`, { cookie: eve.cookie });
    expect(desk.body).toMatchObject({ stepUpNotification: false });
    await setBrand({ stepUpNotification: true });
    expect(await told(await stepUp())).toMatchObject({ notify: true });
  });
});

describe('hours', () => {
  const awayMessage = 'We are back tomorrow.';
  const closed = { timeZone: 'Europe/Berlin', weekly: {} };
  const always = [{ from: '00:00', to: '24:00' }];
  const open = {
    timeZone: 'Europe/Berlin',
    weekly: { mon: always, tue: always, wed: always, thu: always, fri: always, sat: always, sun: always },
  };
  const set = async (hours: object) => {
    const { headers, body } = await manage.read('engagements/help');
    const { id: _, ...settings } = body;
    expectOk(
      await manage.change('engagements/help', headers.get('etag'), { ...settings, hours, awayMessage }),
      200,
    );
  };
  const openSession = async () =>
    expectOk(await http(`${consumerBase(system, brand)}/sessions`, { origin: brand.page, body: {} }), 201)
      .body;
  const firstEntry = async (visitor: Visitor) =>
    (expectOk(await pageOf(brand, visitor), 200).body.items as { what: object }[])[0]?.what;

  it('tell the consumer who comes outside of them, before and in the conversation', async () => {
    await set(closed);
    expect(await openSession()).toMatchObject({ available: false, awayMessage });
    const visitor = await visit(system, brand);
    expect(await firstEntry(visitor)).toEqual({ event: 'started', away: awayMessage });
    // It waits all the same, and agents see it.
    const { body } = await http(`${system.origin}/api/agent/inbox`, { cookie: eve.cookie });
    expect(JSON.stringify(body)).toContain(visitor.conversation);
  });

  it('say nothing to the one who comes within them', async () => {
    await set(open);
    const session = await openSession();
    expect(session).toMatchObject({ available: true });
    expect(session).not.toHaveProperty('awayMessage');
    expect(await firstEntry(await visit(system, brand))).toEqual({ event: 'started' });
  });
});

describe('an engagement', () => {
  it('needs no more than name, channel, platform and origins', async () => {
    const few = { id: 'few', name: 'Few', channel: 'messaging', platform: 'web', origins: [brand.page] };
    expect(expectOk(await manage.create('engagements', few), 201).body).toMatchObject({ idleMinutes: 30 });
    const visitor = await visit(system, brand, 'few');
    expect(await firstOf(visitor)).toMatchObject({ event: 'started' });
  });
  const firstOf = async (visitor: Visitor) =>
    (expectOk(await pageOf(brand, visitor), 200).body.items as { what: object }[])[0]?.what;

  it('that is deleted begins nothing more; what has begun goes on', async () => {
    const visitor = await visit(system, brand, 'few');
    const base = consumerBase(system, brand, 'few');
    const session = expectOk(await http(`${base}/sessions`, { origin: brand.page, body: {} }), 201).body;
    const { headers } = await manage.read('engagements/few');
    expect((await manage.remove('engagements/few', headers.get('etag'))).status).toBe(204);
    expect((await http(`${base}/sessions`, { origin: brand.page, body: {} })).status).toBe(404);
    const { conversation, clientId } = visitor;
    const sent = { action: 'consumer.send', conversation, clientId, n: 1, text: 'Still here' };
    expect(await visitor.socket.call(sent)).toMatchObject({ type: 'answer' });
    const late = String(session.conversation);
    const ticket = await http(`${base}/tickets`, {
      origin: brand.page,
      bearer: String(session.token),
      body: {},
    });
    const socket = await RawSocket.open(String(ticket.body.url), String(ticket.body.ticket), brand.page);
    expect(await socket.call({ action: 'consumer.start', conversation: late })).toMatchObject({
      error: { code: 'session_ended' },
    });
  });
});

describe('canned answers', () => {
  it('are offered to those with the skill, and those for all to everybody', async () => {
    expectOk(await manage.create('skills', { id: 'french', name: 'French' }), 201);
    expectOk(await manage.create('canned-answers', { name: 'Hello', text: 'Hello!' }), 201);
    expectOk(
      await manage.create('canned-answers', { name: 'Bonjour', text: 'Bonjour!', skills: ['french'] }),
      201,
    );
    const fay = await hire(system, brand, manage, 'fay@acme.example', { skills: ['french'] });
    const names = async (cookie: string) => {
      const { body } = await http(`${system.origin}/api/agent/canned-answers`, { cookie });
      return (body.items as { name: string }[]).map(({ name }) => name).sort();
    };
    expect(await names(fay.cookie)).toEqual(['Bonjour', 'Hello']);
    expect(await names(eve.cookie)).toEqual(['Hello']);
    const desk = await http(`${system.origin}/api/agent/desk`, { cookie: fay.cookie });
    expect(desk.body).toMatchObject({ skills: [{ id: 'french', name: 'French' }], away: false });
  });
});
