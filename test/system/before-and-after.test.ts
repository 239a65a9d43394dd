import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { http } from '../support/http.ts';
import { itemsOf, setAttribute } from '../support/items.ts';
import { accept, openVisitorSocket, pageOf, visit } from '../support/people.ts';
import {
  askedLogin,
  changeSettings,
  consumer,
  joinAs,
  manage,
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

const inboxHas = async (conversation: string) => {
  const { origin } = stage.system;
  const inbox = expectOk(await http(`${origin}/api/agent/inbox`, { cookie: stage.agent.cookie }), 200);
  return (inbox.body.lines as { id: string }[]).some(({ id }) => id === conversation);
};

const readByAgent = (conversation: string) =>
  http(`${stage.system.origin}/api/agent/conversations/${conversation}`, { cookie: stage.agent.cookie });

const send = (
  visitor: { socket: Awaited<ReturnType<typeof openVisitorSocket>>; conversation: string; clientId: string },
  n: number,
  text: string,
) =>
  visitor.socket.call({
    action: 'consumer.send',
    conversation: visitor.conversation,
    clientId: visitor.clientId,
    n,
    text,
  });

describe('a chat that begins with a login', () => {
  it('is seen by no agent, and takes no message, before the consumer has logged in', async () => {
    const held = await openVisit(stage, 'help', { hold: true });
    expect(held.held).toBe(true);
    const socket = await openVisitorSocket(stage.brand, held.base, held.token);
    const { conversation } = held;
    await socket.call({ action: 'consumer.start', conversation });
    const visitor = { ...(await joinAs(stage, held)) };
    expect(await send(visitor, 1, 'Hello?')).toMatchObject({ error: { code: 'login_required' } });
    expect(await inboxHas(conversation)).toBe(false);
    expect(await readByAgent(conversation)).toMatchObject({ status: 404 });
    for (const action of ['agent.accept', 'agent.ask'])
      expect(await stage.agent.socket.call({ action, conversation, id: 'x1' })).toMatchObject({
        type: 'error',
      });

    expect(await ownLogin(stage, visitor, { name: 'Ada' })).toMatchObject({
      status: 200,
      body: { conversation, name: 'Ada', assurance: { level: 'authenticated' } },
    });
    const told = await stage.agent.socket.until(
      (one) => one.type === 'inbox' && (one.line as { id: string }).id === conversation,
    );
    expect(told).toMatchObject({ line: { state: 'waiting', steppedUp: true, name: 'Ada' } });
    expect(await inboxHas(conversation)).toBe(true);
    const again = await joinAs(stage, visitor);
    expect(await send(again, 1, 'Hello')).toMatchObject({ type: 'answer' });
  });

  it('needs no socket: who is logged in on the site is authenticated from the start', async () => {
    const visitor = await joinless();
    expect(await ownLogin(stage, visitor)).toMatchObject({ status: 200 });
    const timeline = await timelineOf(stage, visitor.conversation);
    expect(timeline.map(({ event }) => event)).toEqual(['started', 'challenge_requested', 'stepped_up']);
  });

  const joinless = async () => {
    const held = await openVisit(stage, 'help', { hold: true });
    return { ...held, clientId: 'x', socket: stage.agent.socket };
  };

  it('is no matter for the archive either before', async () => {
    const { conversation } = await joinless();
    expect(await manage(stage, `conversations/${conversation}/transcript`)).toMatchObject({ status: 404 });
  });

  it('is the only way in where authentication is on', async () => {
    const settings = { authentication: 'on' };
    expectOk(await changeSettings(stage, 'engagements/app', settings), 200);
    const { origin } = stage.system;
    const opened = await http(`${origin}/api/consumer/acme/app/sessions`, { body: {} });
    expect(opened).toMatchObject({ status: 201, body: { held: true, methods: [{ method: 'token' }] } });
    expectOk(await changeSettings(stage, 'engagements/app', { authentication: 'off' }), 200);
  });

  it('cannot be asked of a live chat', async () => {
    expect(await changeSettings(stage, 'engagements/live', { authentication: 'on' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'authentication' }] },
    });
    const live = await openVisit(stage, 'live', { hold: true });
    expect(live.held).toBe(false);
    const { body } = await manage(stage, 'engagements/live');
    expect(body).toMatchObject({ channel: 'live_chat' });
  });
});

describe('a consumer who logs in unasked', () => {
  it('takes up the conversation that began anonymously, and is another session from there on', async () => {
    const visitor = await visit(stage.system, stage.brand);
    await send(visitor, 1, 'I am nobody yet');
    const before = visitor.token;
    expect(await ownLogin(stage, visitor)).toMatchObject({ status: 200 });
    expect((await pageOf(stage.brand, { ...visitor, token: before })).status).toBe(401);
    const page = expectOk(await pageOf(stage.brand, visitor), 200);
    expect(JSON.stringify(page.body)).toContain('I am nobody yet');
  });

  it('renews in place', async () => {
    const visitor = await visit(stage.system, stage.brand);
    const first = expectOk(await ownLogin(stage, visitor), 200);
    const second = expectOk(await ownLogin(stage, visitor), 200);
    const untilOf = ({ body }: typeof first) => Number((body.assurance as { until: number }).until);
    expect(untilOf(second)).toBeGreaterThan(untilOf(first));
    const ups = (await timelineOf(stage, visitor.conversation)).filter(({ event }) => event === 'stepped_up');
    expect(ups).toMatchObject([{ epoch: 1 }, { epoch: 2 }]);
    // Only as the same person.
    expect((await ownLogin(stage, visitor, { sub: 'somebody-else' })).body).toMatchObject({
      code: 'other_identity',
    });
  });

  it('has said no for good to what she began herself, too', async () => {
    const visitor = await visit(stage.system, stage.brand);
    const { conversation } = visitor;
    const body = { method: 'token', verifierHash: s256('a verifier') };
    const begin = () => consumer(stage, visitor, 'challenges', body);
    const { challenge } = expectOk(await begin(), 201).body;
    expect((await begin()).body).toMatchObject({ challenge });
    await visitor.socket.call({ action: 'consumer.decline', conversation, challenge });
    expect(await begin()).toMatchObject({ status: 409, body: { code: 'challenge_not_open' } });
  });

  it('does not put aside what an agent asks for', async () => {
    const visitor = await visit(stage.system, stage.brand);
    await accept(stage.agent, visitor.conversation);
    const { conversation } = visitor;
    await stage.agent.socket.call({ action: 'agent.ask', conversation, id: 'ask1' });
    expect((await ownLogin(stage, visitor)).body).toMatchObject({ code: 'challenge_not_open' });
  });
});

describe('an assurance that ends', () => {
  it('by a logout is over at once, and the browser reads nothing any more', async () => {
    const visitor = await visit(stage.system, stage.brand);
    await accept(stage.agent, visitor.conversation);
    await askedLogin(stage, visitor, { sub: 'ada' });
    const here = await joinAs(stage, visitor);
    expect(await consumer(stage, visitor, 'logout', {})).toMatchObject({ status: 204 });
    // A repeat, as after a lost answer, is done as well.
    expect(await consumer(stage, visitor, 'logout', {})).toMatchObject({ status: 204 });
    expect((await pageOf(stage.brand, visitor)).status).toBe(401);
    await here.socket.untilClosed();
    expect(await stage.agent.socket.until(steppedDown(visitor.conversation))).toMatchObject({
      entry: { what: { why: 'logged_out' } },
    });
    const { body } = expectOk(await readByAgent(visitor.conversation), 200);
    expect(body).toMatchObject({ assurance: { level: 'anonymous' }, state: 'open' });
    expect(
      (await timelineOf(stage, visitor.conversation)).filter(({ event }) => event === 'stepped_down'),
    ).toHaveLength(1);
  });

  it('leaves the next person on the device nothing, and the one after nothing of either', async () => {
    const people = [];
    for (const sub of ['first', 'second', 'third']) {
      const visitor = await visit(stage.system, stage.brand);
      expectOk(await ownLogin(stage, visitor, { sub }), 200);
      const joined = await joinAs(stage, visitor);
      await send(joined, 1, `Secret of ${sub}`);
      for (const earlier of people) expect((await pageOf(stage.brand, earlier)).status).toBe(401);
      const history = expectOk(await consumer(stage, visitor, 'history'), 200);
      for (const earlier of people) expect(JSON.stringify(history.body)).not.toContain(earlier.conversation);
      expectOk(await consumer(stage, visitor, 'logout', {}), 204);
      people.push(visitor);
    }
  });

  it('of an anonymous consumer is a leave-taking', async () => {
    const visitor = await visit(stage.system, stage.brand);
    expectOk(await consumer(stage, visitor, 'logout', {}), 204);
    expect((await pageOf(stage.brand, visitor)).status).toBe(401);
    expect((await timelineOf(stage, visitor.conversation)).map(({ event }) => event)).toEqual([
      'started',
      'left',
    ]);
  });

  it('by the agent goes on anonymously, and reads from there on', async () => {
    const visitor = await visit(stage.system, stage.brand);
    await accept(stage.agent, visitor.conversation);
    const { conversation } = visitor;
    const frame = { action: 'agent.step_down', conversation };
    expect(await stage.agent.socket.call(frame)).toMatchObject({ error: { code: 'not_authenticated' } });
    await askedLogin(stage, visitor);
    const here = await joinAs(stage, visitor);
    await send(here, 1, 'While I was known');
    expect(await stage.agent.socket.call(frame)).toMatchObject({ type: 'answer' });
    expect(await send(here, 2, 'Now I am not')).toMatchObject({ type: 'answer' });
    const page = expectOk(await pageOf(stage.brand, visitor), 200);
    const items = page.body.items as {
      seq: number;
      kind: string;
      text?: string;
      assurance?: object;
      what?: object;
    }[];
    // So that nobody waits for what is missing before.
    expect(page.body.from).toBe(items[0]?.seq);
    expect(items[0]).toMatchObject({ what: { event: 'stepped_down', why: 'agent' } });
    expect(items[1]).toMatchObject({ text: 'Now I am not', assurance: { level: 'anonymous' } });
    expect(items).toHaveLength(2);
  });

  it('by its time shows nothing of before, though the agent closes the conversation at that moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const visitor = await visit(stage.system, stage.brand);
      const { conversation } = visitor;
      await accept(stage.agent, conversation);
      await askedLogin(stage, visitor);
      await send(await joinAs(stage, visitor), 1, 'While I was known');
      const { head } = await itemsOf(stage.system, stage.brand, conversation);
      await setAttribute(stage.system, head, 'until', Date.now() - 1);
      // The read's own write comes a moment late, and finds the conversation changed.
      const slow = { error: 'ThrottlingException' };
      stage.system.runtime.faults.add({ function: 'consumer-api', operation: 'UpdateItem', damage: slow });
      const [page] = await Promise.all([
        pageOf(stage.brand, visitor),
        stage.agent.socket.call({ action: 'agent.close', conversation }),
      ]);
      expect(expectOk(page, 200).body.from).toBeGreaterThan(1);
      expect(JSON.stringify(page.body)).not.toContain('While I was known');
    }
  });

  const steppedDown =
    (conversation: string) => (one: { type: string; conversation?: unknown; entry?: unknown }) =>
      one.type === 'entry' &&
      one.conversation === conversation &&
      (one.entry as { what: { event: string } }).what.event === 'stepped_down';
});
