import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itemsOf } from '../support/items.ts';
import { askForLogin, type Login, redeem, startLogin } from '../support/login.ts';
import {
  type Agent,
  accept,
  agentAtWork,
  newClientId,
  newToken,
  openAgentSocket,
  openVisitorSocket,
  pageOf,
  signInFirst,
  type Visitor,
  visit,
} from '../support/people.ts';
import type { RawSocket } from '../support/raw-socket.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

const many = 50;
const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

let system: System;
let brand: TestBrand;
let agent: Agent;
beforeAll(async () => {
  system = await startSystem({ limits: { environments: 10 } });
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
}, 60_000);
afterAll(() => system.stop());

/** One more agent of the brand, signed in and with a socket. */
async function newDesk(name: string): Promise<{ id: string; socket: RawSocket }> {
  const { origin } = system;
  const loginName = `${name}@acme.example`;
  const invited = expectOk(
    await http(`${origin}/api/manage/users`, {
      origin,
      cookie: agent.cookie,
      body: { loginName, name, role: 'agent' },
    }),
    201,
  );
  const { user, invitation } = invited.body as { user: { id: string }; invitation: { link: string } };
  const code = /invitation=([\w-]+)/.exec(invitation.link)?.[1] ?? '';
  const { cookie } = await signInFirst(system, brand, code, loginName);
  return { id: user.id, socket: await openAgentSocket(system, cookie) };
}

/** A visitor with a login request that this browser has begun to answer. */
async function atTheLogin(): Promise<{ visitor: Visitor; login: Login }> {
  const visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  return { visitor, login: await startLogin(brand, visitor, await askForLogin(agent, visitor.conversation)) };
}

const entriesOf = async ({ conversation }: Visitor, event: string) =>
  (await itemsOf(system, brand, conversation)).items.filter(
    ({ what }) => (what as { event?: string } | undefined)?.event === event,
  );

/** What a token that lost must not do: read, open a socket. */
async function opensNothing(visitor: Visitor, token: string): Promise<void> {
  const { base } = visitor;
  expect(await pageOf(brand, { ...visitor, token })).toMatchObject({ status: 401 });
  expect(await http(`${base}/tickets`, { origin: brand.page, bearer: token, body: {} })).toMatchObject({
    status: 401,
  });
}

describe('50 step-ups against 50 sends and against each other', () => {
  it('are one step-up of one person, and every message that was acknowledged is kept', async () => {
    const { visitor, login } = await atTheLogin();
    const devices = await Promise.all(
      times(5, async () => {
        const clientId = newClientId();
        const socket = await openVisitorSocket(brand, visitor.base, visitor.token);
        const { conversation } = visitor;
        await socket.call({ action: 'consumer.join', conversation, clientId });
        return { socket, clientId };
      }),
    );
    const tries = await Promise.all(
      times(many, async (at) => ({
        next: newToken(),
        person: `customer-${at % 2}`,
        token: await brand.sign({ nonce: login.nonce, sub: `customer-${at % 2}`, name: `Name ${at % 2}` }),
      })),
    );
    const { conversation } = visitor;
    const agentSends = { socket: agent.socket, clientId: agent.clientId, action: 'agent.send' };
    const senders = [...devices.map((device) => ({ ...device, action: 'consumer.send' })), agentSends];
    const sending = senders.map(async ({ socket, clientId, action }, sender) => {
      const acknowledged: { seq: number; text: string }[] = [];
      for (let n = 1; n <= many / devices.length; n += 1) {
        const text = `${sender}.${n}`;
        const answer = await socket.call({ action, conversation, clientId, n, text });
        // The consumer's sockets are of the epoch that has ended.
        if (answer.type !== 'answer') {
          expect([action, answer.error]).toMatchObject(['consumer.send', { code: 'rejoin' }]);
          break;
        }
        acknowledged.push({ seq: Number(answer.result?.seq), text });
      }
      return acknowledged;
    });
    const answers = await Promise.all(
      tries.map(({ token, next }) => redeem(brand, visitor, login, token, next)),
    );
    const acknowledged = (await Promise.all(sending)).flat();
    await system.runtime.settled();

    const won = tries.filter((_, at) => answers[at]?.status === 200);
    expect(won).toHaveLength(1);
    const [winner] = won;
    for (const { status, body } of answers)
      if (status !== 200)
        expect({ status, code: body.code }).toEqual({ status: 409, code: 'already_stepped_up' });
    const { head, items } = await itemsOf(system, brand, visitor.conversation);
    expect(head).toMatchObject({ epoch: 1, name: winner?.person.replace('customer-', 'Name ') });
    const entries = await entriesOf(visitor, 'stepped_up');
    expect(entries).toHaveLength(1);
    expect(items.map(({ seq }) => seq)).toEqual(times(Number(head.lastSeq), (at) => at + 1));
    for (const { seq, text } of acknowledged) expect(items[seq - 1]).toMatchObject({ text });
    const position = Number(entries[0]?.seq);
    for (const { kind, seq, assurance } of items)
      if (kind === 'message')
        expect(assurance).toMatchObject({ level: Number(seq) < position ? 'anonymous' : 'authenticated' });

    const joined = expectOk(await pageOf(brand, { ...visitor, token: String(winner?.next) }), 200);
    expect(joined.body.lastSeq).toBe(head.lastSeq);
    await opensNothing(visitor, visitor.token);
    for (const { next } of tries.filter((one) => one !== winner)) await opensNothing(visitor, next);
  }, 60_000);

  it('lets in nobody by the session of a step-up that came to nothing', async () => {
    const { visitor, login } = await atTheLogin();
    const [lost, next] = [newToken(), newToken()];
    // The token is used and its session put; then the head cannot be written.
    const spent = await brand.sign({ nonce: login.nonce, sub: 'somebody-else' });
    const disarm = system.runtime.faults.add({
      function: 'step-up',
      operation: 'UpdateItem',
      damage: { error: 'InternalServerError', status: 500 },
      times: 9,
    });
    expect(await redeem(brand, visitor, login, spent, lost)).toMatchObject({ status: 503 });
    disarm();
    const token = await brand.sign({ nonce: login.nonce });
    expectOk(await redeem(brand, visitor, login, token, next), 200);
    await opensNothing(visitor, lost);
    const socket = await openVisitorSocket(brand, visitor.base, next);
    const { conversation, clientId } = visitor;
    expect(await socket.call({ action: 'consumer.join', conversation, clientId })).toMatchObject({
      type: 'answer',
    });
  });
});

describe('the same redeem, 20 times at once', () => {
  it('has the same answer each time', async () => {
    const { visitor, login } = await atTheLogin();
    const [token, next] = [await brand.sign({ nonce: login.nonce }), newToken()];
    const answers = await Promise.all(times(20, () => redeem(brand, visitor, login, token, next)));
    for (const { status, body } of answers) expect([status, body]).toEqual([200, answers[0]?.body]);
    await system.runtime.settled();
    expect(await entriesOf(visitor, 'stepped_up')).toHaveLength(1);
    expectOk(await pageOf(brand, { ...visitor, token: next }), 200);
  });
});

describe('desks and visitors who do the same thing at once', () => {
  it('accept a conversation once', async () => {
    const visitor = await visit(system, brand);
    const desks = await Promise.all(times(5, (at) => newDesk(`agent${at}`)));
    const answers = await Promise.all(
      times(many, (at) =>
        desks[at % desks.length]?.socket.call({ action: 'agent.accept', conversation: visitor.conversation }),
      ),
    );
    await system.runtime.settled();
    const entries = await entriesOf(visitor, 'accepted');
    expect(entries).toHaveLength(1);
    const { head } = await itemsOf(system, brand, visitor.conversation);
    const { id } = head.agent as { id: string };
    expect(entries[0]).toMatchObject({ by: { id } });
    answers.forEach((answer, at) => {
      const mine = desks[at % desks.length]?.id === id;
      expect(answer).toMatchObject(mine ? { type: 'answer' } : { error: { code: 'already_accepted' } });
    });
  });

  it('start a conversation once', async () => {
    const visitor = await visit(system, brand);
    const { base, token, conversation } = visitor;
    const sockets = await Promise.all(times(5, () => openVisitorSocket(brand, base, token)));
    const answers = await Promise.all(
      times(20, (at) => sockets[at % sockets.length]?.call({ action: 'consumer.start', conversation })),
    );
    for (const answer of answers) expect(answer).toMatchObject({ type: 'answer' });
    await system.runtime.settled();
    expect(await entriesOf(visitor, 'started')).toHaveLength(1);
  });

  it('ask for one login when they ask the same, and for one after the other when they do not', async () => {
    const visitor = await visit(system, brand);
    await accept(agent, visitor.conversation);
    const { conversation } = visitor;
    const second = await openAgentSocket(system, agent.cookie);
    const asks = (id: (at: number) => string) =>
      Promise.all(
        times(20, (at) =>
          (at % 2 ? agent.socket : second).call({ action: 'agent.ask', conversation, id: id(at) }),
        ),
      );
    const same = await asks(() => 'same');
    expect(new Set(same.map(({ result }) => result?.challenge)).size).toBe(1);
    await system.runtime.settled();
    expect(await entriesOf(visitor, 'challenge_requested')).toHaveLength(1);

    const each = await asks((at) => `ask${at}`);
    await system.runtime.settled();
    const asked = await entriesOf(visitor, 'challenge_requested');
    const done = each.filter(({ type }) => type === 'answer');
    expect(asked).toHaveLength(1 + done.length);
    // Each one names the one before it, which it took the place of.
    const whats = asked.map(({ what }) => what as { challenge: string; supersedes?: string });
    expect(whats.map(({ supersedes }) => supersedes)).toEqual([
      undefined,
      ...whats.slice(0, -1).map(({ challenge }) => challenge),
    ]);
    const { head } = await itemsOf(system, brand, conversation);
    expect(head.challenge).toMatchObject({ id: whats.at(-1)?.challenge, state: 'requested' });
  });

  it('ask nobody again by a repeat that comes after the login', async () => {
    const visitor = await visit(system, brand);
    await accept(agent, visitor.conversation);
    const ask = { action: 'agent.ask', conversation: visitor.conversation, id: 'late' };
    const asked = await agent.socket.call(ask);
    const login = await startLogin(brand, visitor, String(asked.result?.challenge));
    const token = await brand.sign({ nonce: login.nonce });
    expectOk(await redeem(brand, visitor, login, token, newToken()), 200);
    expect(await agent.socket.call(ask)).toMatchObject({ result: { challenge: login.challenge } });
    expect((await itemsOf(system, brand, visitor.conversation)).head).not.toHaveProperty('challenge');
    expect(await entriesOf(visitor, 'challenge_requested')).toHaveLength(1);
  });
});
