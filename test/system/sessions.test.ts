import { setTimeout as pause } from 'node:timers/promises';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { keys } from '../../lambdas/store/table.ts';
import { tableOf } from '../support/document-table.ts';
import { setAttribute } from '../support/items.ts';
import { roomInWindow } from '../support/limit-window.ts';
import {
  type Agent,
  accept,
  agentAtWork,
  newToken,
  openAgentSocket,
  openVisitorSocket,
  pageOf,
  password,
  signInFirst,
  type Visitor,
  visit,
} from '../support/people.ts';
import {
  createBrand,
  expectOk,
  http,
  type System,
  s256,
  startSystem,
  type TestBrand,
} from '../support/system.ts';

let system: System;
let brand: TestBrand;
let agent: Agent;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
}, 60_000);
afterAll(() => system.stop());
afterEach(() => system.runtime.faults.clear());

const manage = (path: string) => `${system.origin}/api/manage/${path}`;
const signIn = (path: string) => `${system.origin}/api/sign-in/${path}`;

/** Invites a user and signs it in. */
async function newAgent(name: string): Promise<Agent & { user: string }> {
  const loginName = `${name}@acme.example`;
  const invited = expectOk(
    await http(manage('users'), {
      origin: system.origin,
      cookie: agent.cookie,
      body: { loginName, name, role: 'agent' },
    }),
    201,
  );
  const { user, invitation } = invited.body as { user: { id: string }; invitation: { link: string } };
  const secret = new URLSearchParams(new URL(invitation.link).hash.slice(1)).get('invitation') ?? '';
  const { cookie } = await signInFirst(system, brand, secret, loginName);
  return {
    user: user.id,
    cookie,
    clientId: newToken().slice(0, 8),
    socket: await openAgentSocket(system, cookie),
  };
}

async function setHead(conversation: string, attribute: string, value: number): Promise<void> {
  const table = tableOf(system);
  await table.send(
    new UpdateCommand({
      TableName: table.name,
      Key: keys.head(brand.id, conversation),
      UpdateExpression: 'SET #a = :v',
      ExpressionAttributeNames: { '#a': attribute },
      ExpressionAttributeValues: { ':v': value },
    }),
  );
}

describe("an anonymous consumer's session", () => {
  it('ends after its idle time, on the socket, over HTTP and for good', async () => {
    const { socket, conversation, clientId, ...visitor } = await visit(system, brand);
    const one: Visitor = { socket, conversation, clientId, ...visitor };
    await setHead(conversation, 'idleUntil', Date.now() - 1);
    const send = await socket.call({ action: 'consumer.send', conversation, clientId, n: 1, text: 'late' });
    expect(send).toMatchObject({ error: { code: 'session_ended', status: 401 } });
    expect(await socket.call({ action: 'consumer.join', conversation, clientId })).toMatchObject({
      error: { code: 'session_ended' },
    });
    expect(await pageOf(brand, one)).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    expect(
      await http(`${one.base}/tickets`, { origin: brand.page, bearer: one.token, body: {} }),
    ).toMatchObject({
      status: 401,
      body: { code: 'session_ended' },
    });
  });

  it('goes on with every sign of life', async () => {
    const { socket, conversation, clientId } = await visit(system, brand);
    await setHead(conversation, 'idleUntil', Date.now() + 5000);
    await socket.call({ action: 'consumer.send', conversation, clientId, n: 1, text: 'here' });
    const head = await tableOf(system).get(keys.head(brand.id, conversation));
    expect(Number(head?.idleUntil)).toBeGreaterThan(Date.now() + 29 * 60_000);
  });
});

describe('a socket of a consumer', () => {
  it('is of no more use than its session: nothing is taken from it and nothing comes to it', async () => {
    const { conversation, clientId, ...visitor } = await visit(system, brand);
    await accept(agent, conversation);
    const end = Date.now() + 1500;
    await setAttribute(system, keys.consumerSession(brand.id, s256(visitor.token)), 'until', end);
    const socket = await openVisitorSocket(brand, visitor.base, visitor.token);
    const call = (frame: object) => socket.call({ conversation, ...frame });
    expect(await call({ action: 'consumer.join', clientId })).toMatchObject({ type: 'answer' });
    expect(await call({ action: 'consumer.send', clientId, n: 1, text: 'On time' })).toMatchObject({
      type: 'answer',
    });
    await pause(end - Date.now());
    for (const frame of [
      { action: 'consumer.send', clientId, n: 2, text: 'Too late' },
      { action: 'consumer.typing', on: true },
      { action: 'consumer.read', seq: 1 },
      { action: 'consumer.close' },
    ])
      expect(await call(frame)).toMatchObject({ error: { code: 'rejoin' } });
    expect(await call({ action: 'consumer.join', clientId })).toMatchObject({
      error: { code: 'unauthorized' },
    });
    const text = 'For who is there';
    await agent.socket.call({ action: 'agent.send', conversation, clientId: agent.clientId, n: 1, text });
    // What is answered after it would have come after it.
    await socket.call({ action: 'ping' });
    expect(JSON.stringify(socket.received)).not.toContain(text);
  });
});

describe("an agent's session", () => {
  it('ends with the sign-out: token, open socket and frames', async () => {
    const one = await newAgent('leaver');
    const out = await http(signIn('session'), {
      method: 'DELETE',
      origin: system.origin,
      cookie: one.cookie,
    });
    expect(out.status).toBe(204);
    await one.socket.untilClosed();
    expect(await http(`${system.origin}/api/agent/inbox`, { cookie: one.cookie })).toMatchObject({
      status: 401,
    });
    expect(
      await http(`${system.origin}/api/agent/tickets`, {
        origin: system.origin,
        cookie: one.cookie,
        body: {},
      }),
    ).toMatchObject({ status: 401 });
  });

  it('ends when an admin disables the user, socket and all', async () => {
    const one = await newAgent('disabled');
    const at = manage(`users/${one.user}`);
    const read = expectOk(await http(at, { cookie: agent.cookie }), 200);
    const etag = read.headers.get('etag') ?? '';
    const body = { name: 'disabled', role: 'agent', disabled: true };
    const change = { method: 'PUT', origin: system.origin, cookie: agent.cookie, body };
    expect(await http(at, change)).toMatchObject({ status: 428 });
    expect(await http(at, { ...change, headers: { 'if-match': '"999"' } })).toMatchObject({ status: 412 });
    expectOk(await http(at, { ...change, headers: { 'if-match': etag } }), 200);
    await one.socket.untilClosed();
    expect(await http(`${system.origin}/api/agent/inbox`, { cookie: one.cookie })).toMatchObject({
      status: 401,
    });
    const again = await http(signIn('password'), {
      origin: system.origin,
      body: { brand: brand.id, loginName: 'disabled@acme.example', password },
    });
    expect(again).toMatchObject({ status: 401, body: { code: 'sign_in_failed' } });
  });

  it('is none while the code is owed: no route, no socket', async () => {
    const { cookie, user } = await newAgent('halfway');
    expect(user).toBeTruthy();
    await http(signIn('session'), { method: 'DELETE', origin: system.origin, cookie });
    const half = await http(signIn('password'), {
      origin: system.origin,
      body: { brand: brand.id, loginName: 'halfway@acme.example', password },
    });
    expect(half).toMatchObject({ status: 200, body: { next: 'code' } });
    const owed = half.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const { origin } = system;
    for (const answer of [
      await http(`${origin}/api/agent/inbox`, { cookie: owed }),
      await http(`${origin}/api/agent/tickets`, { origin, cookie: owed, body: {} }),
      await http(`${origin}/api/agent/conversations/x`, { cookie: owed }),
      await http(manage('users'), { cookie: owed }),
      await http(signIn('sessions'), { cookie: owed }),
    ])
      expect(answer).toMatchObject({ status: 403, body: { code: 'second_factor_required' } });
    expect(await http(signIn('factors/totp'), { origin, cookie: owed, body: {} })).toMatchObject({
      status: 403,
    });
  });

  it('may not manage without being an admin', async () => {
    const { cookie } = await newAgent('plain');
    const { origin } = system;
    expect(await http(manage('users'), { cookie })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    const body = { loginName: 'x@acme.example', name: 'x', role: 'admin' };
    expect(await http(manage('users'), { origin, cookie, body })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
  });

  it('needs our exact origin and JSON for every change', async () => {
    for (const origin of [undefined, 'null', 'https://evil.example', `${system.origin}.evil.example`])
      expect(
        await http(`${system.origin}/api/agent/tickets`, { origin, cookie: agent.cookie, body: {} }),
      ).toMatchObject({
        status: 403,
        body: { code: 'origin_refused' },
      });
    const plain = {
      origin: system.origin,
      cookie: agent.cookie,
      raw: '{}',
      headers: { 'content-type': 'text/plain' },
    };
    expect(await http(`${system.origin}/api/agent/tickets`, plain)).toMatchObject({ status: 400 });
  });

  it('accepts no code that was used, over two sign-ins at the same time', async () => {
    const loginName = 'twice@acme.example';
    const invited = expectOk(
      await http(manage('users'), {
        origin: system.origin,
        cookie: agent.cookie,
        body: { loginName, name: 'twice', role: 'agent' },
      }),
      201,
    );
    const { link } = invited.body.invitation as { link: string };
    const invitation = new URLSearchParams(new URL(link).hash.slice(1)).get('invitation') ?? '';
    const { code } = await signInFirst(system, brand, invitation, loginName);
    const halves = await Promise.all(
      Array.from({ length: 2 }, () =>
        http(signIn('password'), { origin: system.origin, body: { brand: brand.id, loginName, password } }),
      ),
    );
    // The code of enrolment is used up, as any other.
    const answers = await Promise.all(
      halves.map((half) =>
        http(signIn('code'), {
          origin: system.origin,
          cookie: half.headers.getSetCookie()[0]?.split(';')[0] ?? '',
          body: { code },
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  });
});

describe('when a service fails', () => {
  it('a message is refused with an error that says to try again, and the repeat is stored once', async () => {
    const { socket, conversation, clientId, ...visitor } = await visit(system, brand);
    const frame = { action: 'consumer.send', conversation, clientId, n: 1, text: 'hello' };
    system.runtime.faults.add({
      function: 'consumer-socket',
      operation: 'PutItem',
      times: 20,
      damage: { error: 'ProvisionedThroughputExceededException', status: 400 },
    });
    expect(await socket.call(frame)).toMatchObject({
      error: { code: 'unavailable', retryable: true, retryAfter: 1 },
    });
    system.runtime.faults.clear();
    expect(await socket.call(frame)).toMatchObject({ result: { seq: 2 } });
    const page = expectOk(await pageOf(brand, { ...visitor, socket, conversation, clientId }), 200);
    expect((page.body.items as object[]).filter((item) => 'text' in item)).toHaveLength(1);
  });

  it('nobody is let in', async () => {
    const refused = { damage: { error: 'InternalServerError', status: 500 }, times: 20 } as const;
    system.runtime.faults.add({ function: 'consumer-api', operation: 'GetItem', ...refused });
    system.runtime.faults.add({ function: 'agent-api', operation: 'GetItem', ...refused });
    const one = await visit(system, brand).catch((error: Error) => error.message);
    expect(one).toMatch(/503/);
    expect(await http(`${system.origin}/api/agent/inbox`, { cookie: agent.cookie })).toMatchObject({
      status: 503,
      body: { code: 'unavailable', retryable: true },
    });
  });

  it('a push that fails does not fail the message, and the next page has it', async () => {
    const { socket, conversation, clientId } = await visit(system, brand);
    await accept(agent, conversation);
    system.runtime.faults.add({
      function: 'consumer-socket',
      service: 'connections',
      times: 10,
      damage: { error: 'InternalServerErrorException', status: 500 },
    });
    const sent = await socket.call({
      action: 'consumer.send',
      conversation,
      clientId,
      n: 1,
      text: 'unheard',
    });
    expect(sent).toMatchObject({ type: 'answer' });
    const page = await http(`${system.origin}/api/agent/conversations/${conversation}/messages`, {
      cookie: agent.cookie,
    });
    expect(JSON.stringify(page.body)).toContain('unheard');
  });

  it('a step-up is refused, and can be made with the same token afterwards', async () => {
    const one = await visit(system, brand);
    await accept(agent, one.conversation);
    const asked = await agent.socket.call({
      action: 'agent.ask',
      id: newToken(),
      conversation: one.conversation,
    });
    const at = `${one.base}/conversations/${one.conversation}/challenges/${asked.result?.challenge}`;
    const verifier = newToken();
    const post = (step: string, body: unknown) =>
      http(`${at}/${step}`, { origin: brand.page, bearer: one.token, body });
    const { nonce } = expectOk(
      await post('start', { method: 'token', verifierHash: s256(verifier) }),
      200,
    ).body;
    const body = {
      method: 'token',
      verifier,
      token: await brand.sign({ nonce }),
      nextTokenHash: s256(newToken()),
    };
    system.runtime.faults.add({
      function: 'step-up',
      operation: 'UpdateItem',
      times: 20,
      damage: { error: 'InternalServerError', status: 500 },
    });
    expect(await post('redeem', body)).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    system.runtime.faults.clear();
    expect(await post('redeem', body)).toMatchObject({ status: 200 });
  });
});

describe('a flood of tickets', () => {
  it('from one session of an agent meets 429', async () => {
    const one = await newAgent('flooder');
    const ask = () =>
      http(`${system.origin}/api/agent/tickets`, { origin: system.origin, cookie: one.cookie, body: {} });
    await roomInWindow();
    const answers = await Promise.all(Array.from({ length: 125 }, ask));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(5);
    expect(refused[0]).toMatchObject({ body: { code: 'rate_limited' } });
  });
});
