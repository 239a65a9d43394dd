import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keys } from '../../lambdas/store/table.ts';
import { tableOf } from '../support/document-table.ts';
import { http } from '../support/http.ts';
import { chainIn, logOf } from '../support/log.ts';
import { accept, newToken, pageOf, type Visitor, visit } from '../support/people.ts';
import {
  changeSettings,
  consumer,
  joinAs,
  openStage,
  openVisit,
  ownLogin,
  type Stage,
  timelineOf,
} from '../support/stage.ts';
import { expectOk, s256 } from '../support/system.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage.system.stop());

let people = 0;
const somebody = () => `person-${++people}`;

/** A browser in which a person has logged in. */
async function loggedIn(sub: string, claims = {}): Promise<Visitor> {
  const visitor = await visit(stage.system, stage.brand);
  expectOk(await ownLogin(stage, visitor, { sub, ...claims }), 200);
  return joinAs(stage, visitor);
}

async function listed(visitor: Visitor, conversation: string): Promise<string[]> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const { body } = expectOk(await consumer(stage, visitor, 'history'), 200);
    const ids = (body.items as { id: string }[]).map(({ id }) => id);
    if (ids.includes(conversation)) return ids;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('Not listed.');
}

const say = ({ socket, conversation, clientId }: Visitor, n: number, text: string) =>
  socket.call({ action: 'consumer.send', conversation, clientId, n, text });

/** Goes on, in `from`'s browser, with another conversation. */
async function resume(from: Visitor, other: string) {
  const next = newToken();
  const answer = await consumer(stage, from, `history/${other}/session`, { nextTokenHash: s256(next) });
  return { answer, there: { base: from.base, conversation: other, token: next } };
}

describe('a person on another device', () => {
  it('finds earlier conversations there, and reads them from the beginning', async () => {
    const sub = somebody();
    const phone = await loggedIn(sub);
    await say(phone, 1, 'From the phone');
    const laptop = await loggedIn(sub);
    await listed(laptop, phone.conversation);
    expect(await listed(laptop, laptop.conversation)).toContain(phone.conversation);
    const page = expectOk(await consumer(stage, laptop, `history/${phone.conversation}/messages`), 200);
    expect(JSON.stringify(page.body)).toContain('From the phone');
  });

  it("is shown nothing of anybody else's, and nothing while not logged in", async () => {
    const ada = await loggedIn(somebody());
    const ben = await loggedIn(somebody());
    await listed(ada, ada.conversation);
    const { body } = expectOk(await consumer(stage, ben, 'history'), 200);
    expect(JSON.stringify(body)).not.toContain(ada.conversation);
    for (const path of [`history/${ada.conversation}/messages`, 'history/nothing/messages'])
      expect(await consumer(stage, ben, path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await resume(ben, ada.conversation)).answer).toMatchObject({ status: 404 });
    const anonymous = await visit(stage.system, stage.brand);
    expect(await consumer(stage, anonymous, 'history')).toMatchObject({
      status: 409,
      body: { code: 'not_authenticated' },
    });
    expect((await resume(anonymous, ada.conversation)).answer).toMatchObject({
      body: { code: 'not_authenticated' },
    });
  });

  it('goes on with an open conversation beside the first device, both in step', async () => {
    const sub = somebody();
    const phone = await loggedIn(sub);
    const laptop = await loggedIn(sub);
    const { answer, there } = await resume(laptop, phone.conversation);
    expect(answer).toMatchObject({ status: 200, body: { conversation: phone.conversation } });
    const beside = await joinAs(stage, there);
    await say(phone, 1, 'One');
    await beside.socket.until((one) => one.type === 'message');
    await say(beside, 1, 'Two');
    const heard = await phone.socket.until((one) => one.type === 'message');
    expect(heard).toMatchObject({ message: { text: 'Two', assurance: { level: 'authenticated' } } });
    const page = expectOk(await pageOf(stage.brand, beside), 200);
    expect(JSON.stringify(page.body)).toContain('One');
    // A login on one device is the only one that holds, and the other is told by its socket.
    expectOk(await ownLogin(stage, phone, { sub }), 200);
    await beside.socket.untilClosed();
    expect((await pageOf(stage.brand, beside)).status).toBe(401);
    // A logout on one device is one for all: the conversation is what ends.
    const again = await joinAs(stage, (await resume(laptop, phone.conversation)).there);
    expectOk(await consumer(stage, phone, 'logout', {}), 204);
    await again.socket.untilClosed();
    expect((await pageOf(stage.brand, again)).status).toBe(401);
  });

  it('is there for as long as her own login lasts, and no longer by way of another place', async () => {
    const sub = somebody();
    const [old, phone] = [await loggedIn(sub), await loggedIn(sub)];
    expectOk(await consumer(stage, old, 'logout', {}), 204);
    const end = Math.ceil(Date.now() / 1000) + 600;
    const kiosk = await loggedIn(sub, { session_exp: end });
    const beside = await joinAs(stage, (await resume(kiosk, phone.conversation)).there);
    expect(await say(beside, 1, 'From the kiosk')).toMatchObject({ type: 'answer' });
    // What a session's end is worth is for the tests of sessions.
    const { brand, system } = stage;
    const session = await tableOf(system).get(keys.consumerSession(brand.id, s256(beside.token)));
    expect(session?.until).toBe(end * 1000);
    const { answer } = await resume(beside, old.conversation);
    expect(expectOk(answer, 200).body.assurance).toMatchObject({ until: end * 1000 });
  });

  it('one too many ends the ones before with their sockets; the first, which stays, may come back', async () => {
    const sub = somebody();
    const phone = await loggedIn(sub);
    const laptop = await loggedIn(sub);
    const another = async () => {
      const { answer, there } = await resume(laptop, phone.conversation);
      expectOk(answer, 200);
      return joinAs(stage, there);
    };
    const earlier = [await another(), await another(), await another(), await another()];
    const last = await another();
    for (const one of [phone, ...earlier]) await one.socket.untilClosed();
    for (const one of earlier) expect((await pageOf(stage.brand, one)).status).toBe(401);
    const back = await joinAs(stage, phone);
    await say(last, 1, 'Still here');
    await back.socket.until((one) => one.type === 'message');
  });

  it('carries the login to a conversation in which it has ended', async () => {
    const sub = somebody();
    const phone = await loggedIn(sub);
    await say(phone, 1, 'Before');
    expectOk(await consumer(stage, phone, 'logout', {}), 204);
    const laptop = await loggedIn(sub, { acr: 'gold' });
    const { answer, there } = await resume(laptop, phone.conversation);
    expect(answer).toMatchObject({
      status: 200,
      body: { assurance: { level: 'authenticated', acr: 'gold' } },
    });
    const back = await joinAs(stage, there);
    expect(await say(back, 1, 'After')).toMatchObject({ type: 'answer' });
    expect(JSON.stringify((await pageOf(stage.brand, back)).body)).toContain('Before');
    expect((await timelineOf(stage, phone.conversation)).at(-1)).toMatchObject({
      event: 'resumed',
      from: laptop.conversation,
    });
    const [logged] = chainIn(
      await logOf(stage.system, stage.brand.id),
      `conversation/${phone.conversation}`,
    ).filter(({ payload }) => payload?.event === 'resumed');
    expect(logged?.payload).toMatchObject({ from: laptop.conversation, network: '127.0.0.1' });
    // The session that was logged out stays so.
    expect((await pageOf(stage.brand, phone)).status).toBe(401);
  });

  it('is not let into a conversation under a stronger login than her own', async () => {
    const sub = somebody();
    const strong = await loggedIn(sub, { acr: 'gold' });
    const weak = await loggedIn(sub);
    expect((await resume(weak, strong.conversation)).answer).toMatchObject({
      status: 409,
      body: { code: 'cannot_satisfy' },
    });
  });

  it('may repeat, and cannot go on with what is closed', async () => {
    const sub = somebody();
    const phone = await loggedIn(sub);
    const laptop = await loggedIn(sub);
    const body = { nextTokenHash: s256(newToken()) };
    const ask = () => consumer(stage, laptop, `history/${phone.conversation}/session`, body);
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(200);
    await phone.socket.call({ action: 'consumer.close', conversation: phone.conversation });
    expect(await ask()).toMatchObject({ status: 409, body: { code: 'closed' } });
  });
});

describe('the rule for a person who has an open conversation', () => {
  const rule = async (openConversation: string) =>
    expectOk(await changeSettings(stage, 'authentication', { openConversation }), 200);

  it('keeps both, unless the brand says otherwise', async () => {
    const sub = somebody();
    const [one, two] = [await loggedIn(sub), await loggedIn(sub)];
    await listed(two, one.conversation);
    for (const { conversation } of [one, two])
      expect((await timelineOf(stage, conversation)).map(({ event }) => event)).not.toContain('continued');
  });

  it('keeps the one where she has just logged in', async () => {
    await rule('keep_this');
    const sub = somebody();
    const earlier = await loggedIn(sub);
    const later = await visit(stage.system, stage.brand);
    await accept(stage.agent, later.conversation);
    const up = expectOk(await ownLogin(stage, later, { sub }), 200);
    expect(up.body).not.toHaveProperty('goesOnIn');
    expect((await timelineOf(stage, earlier.conversation)).at(-1)).toEqual({
      event: 'continued',
      way: 'there',
      conversation: later.conversation,
    });
    expect((await timelineOf(stage, later.conversation)).at(-1)).toEqual({
      event: 'continued',
      way: 'here',
      conversation: earlier.conversation,
    });
    expect(await say(earlier, 1, 'Still here?')).toMatchObject({ error: { code: 'closed' } });
    await rule('keep_both');
  });

  it('continues the existing one, to which the browser then goes', async () => {
    await rule('continue_existing');
    const sub = somebody();
    const earlier = await loggedIn(sub);
    await say(earlier, 1, 'Begun earlier');
    const later = await visit(stage.system, stage.brand);
    const up = expectOk(await ownLogin(stage, later, { sub }), 200);
    expect(up.body).toMatchObject({ goesOnIn: earlier.conversation });
    const { answer, there } = await resume(later, earlier.conversation);
    expectOk(answer, 200);
    const back = await joinAs(stage, there);
    expect(JSON.stringify((await pageOf(stage.brand, back)).body)).toContain('Begun earlier');
    expect((await timelineOf(stage, later.conversation)).at(-1)).toMatchObject({ way: 'there' });
    // Once that one is closed, the next login keeps its own.
    await back.socket.call({ action: 'consumer.close', conversation: earlier.conversation });
    const third = await visit(stage.system, stage.brand);
    expect(expectOk(await ownLogin(stage, third, { sub }), 200).body).not.toHaveProperty('goesOnIn');
    await rule('keep_both');
  });

  it('leaves one open, whatever two logins at once find', async () => {
    await rule('keep_this');
    const sub = somebody();
    const visitors = await Promise.all([1, 2, 3].map(() => visit(stage.system, stage.brand)));
    await Promise.all(visitors.map((one) => ownLogin(stage, one, { sub })));
    const states = async () =>
      Promise.all(
        visitors.map(async ({ conversation }) => {
          const url = `${stage.system.origin}/api/agent/conversations/${conversation}`;
          return String((await http(url, { cookie: stage.agent.cookie })).body.state);
        }),
      );
    let last: string[] = [];
    for (let attempt = 0; attempt < 50; attempt += 1) {
      last = await states();
      if (last.filter((state) => state !== 'closed').length === 1) break;
      await new Promise((done) => setTimeout(done, 100));
    }
    expect(last.sort()).toEqual(['closed', 'closed', 'waiting']);
    await rule('keep_both');
  });
});

describe('signing out everywhere', () => {
  it('ends every conversation of the person, on every device, and nobody else’s', async () => {
    const sub = somebody();
    const [phone, laptop, other] = [await loggedIn(sub), await loggedIn(sub), await loggedIn(somebody())];
    await listed(laptop, phone.conversation);
    expectOk(await consumer(stage, laptop, 'logout', { everywhere: true }), 204);
    for (const gone of [phone, laptop]) expect((await pageOf(stage.brand, gone)).status).toBe(401);
    expect((await pageOf(stage.brand, other)).status).toBe(200);
    for (const { conversation } of [phone, laptop])
      expect((await timelineOf(stage, conversation)).at(-1)).toMatchObject({ why: 'logged_out' });
  });

  it('is for who is logged in', async () => {
    const anonymous = await visit(stage.system, stage.brand);
    expect(await consumer(stage, anonymous, 'logout', { everywhere: true })).toMatchObject({ status: 409 });
  });
});

describe('what agents learn of a person', () => {
  const asAgent = (path: string, ask: { method?: string; body?: unknown } = {}) =>
    http(`${stage.system.origin}/api/agent/${path}`, {
      origin: stage.system.origin,
      cookie: stage.agent.cookie,
      ...ask,
    });

  it('is the earlier conversations, while the person is there', async () => {
    const sub = somebody();
    const earlier = await loggedIn(sub);
    const later = await loggedIn(sub);
    await listed(later, earlier.conversation);
    await listed(later, later.conversation);
    const path = `conversations/${later.conversation}/earlier`;
    expect(expectOk(await asAgent(path), 200).body.items).toMatchObject([{ id: earlier.conversation }]);
    expectOk(await consumer(stage, later, 'logout', {}), 204);
    expect(expectOk(await asAgent(path), 200).body.items).toEqual([]);
  });

  it('is acknowledged by each agent, and stays so', async () => {
    const visitor = await loggedIn(somebody());
    const path = `conversations/${visitor.conversation}/acknowledgement`;
    expectOk(await asAgent(path, { method: 'PUT', body: { epoch: 1 } }), 204);
    expectOk(await asAgent(path, { method: 'PUT', body: { epoch: 1 } }), 204);
    const { body } = expectOk(await asAgent('acknowledgements'), 200);
    expect(body.items).toContainEqual({
      conversation: visitor.conversation,
      epoch: 1,
      at: expect.any(Number),
    });
  });

  it('finds stepped-up conversations in the inbox', async () => {
    const visitor = await loggedIn(somebody());
    const anonymous = await visit(stage.system, stage.brand);
    const { body } = expectOk(await asAgent('inbox?steppedUp=true'), 200);
    const ids = (body.lines as { id: string }[]).map(({ id }) => id);
    expect(ids).toContain(visitor.conversation);
    expect(ids).not.toContain(anonymous.conversation);
  });

  it('keeps what the page claims apart from what the brand signed', async () => {
    const claimed = { page: '/cart', plan: 'gold, or so it says' };
    const visit = await openVisit(stage);
    const visitor = { ...visit, clientId: 'x', socket: stage.agent.socket };
    expectOk(await ownLogin(stage, visitor, { attributes: { plan: 'silver' } }, { claimed }), 200);
    const [started, , up] = await timelineOf(stage, visit.conversation);
    expect(started).toEqual({ event: 'started', claimed });
    expect(up).toMatchObject({ person: { attributes: { plan: 'silver' } } });
  });
});
