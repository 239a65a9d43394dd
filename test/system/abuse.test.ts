import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fingerprint } from '../../lambdas/core/secrets.ts';
import { type Key, keys } from '../../lambdas/store/table.ts';
import { tableOf } from '../support/document-table.ts';
import { http } from '../support/http.ts';
import { askForLogin, type Login, redeem } from '../support/login.ts';
import {
  type Agent,
  accept,
  agentAtWork,
  newToken,
  openVisitorSocket,
  pageOf,
  type Visitor,
  visit,
} from '../support/people.ts';
import {
  consumerBase,
  createBrand,
  expectOk,
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

/** Sets an attribute past the application: time goes by. */
async function set(key: Key, attribute: string, value: number): Promise<void> {
  const table = tableOf(system);
  await table.send(
    new UpdateCommand({
      TableName: table.name,
      Key: key,
      UpdateExpression: 'SET #a = :v',
      ExpressionAttributeNames: { '#a': attribute },
      ExpressionAttributeValues: { ':v': value },
    }),
  );
}

const headOf = ({ conversation }: Visitor) => keys.head(brand.id, conversation);
const code = (event: { error?: { code: string } }) => event.error?.code;

describe('a visitor who is a new client all the time', () => {
  const join = ({ socket, conversation }: Visitor, clientId: string) =>
    socket.call({ action: 'consumer.join', conversation, clientId });
  const send = ({ socket, conversation }: Visitor, clientId: string, n: number) =>
    socket.call({ action: 'consumer.send', conversation, clientId, n, text: `${clientId} ${n}` });

  it('gets no new pace each time', async () => {
    const one = await visit(system, brand);
    let clients = 0;
    let joined = await join(one, 'client-0');
    while (joined.type === 'answer' && clients < 12) {
      expect(await send(one, `client-${clients}`, 1)).toMatchObject({ type: 'answer' });
      clients += 1;
      joined = await join(one, `client-${clients}`);
    }
    expect(joined).toMatchObject({ error: { code: 'rate_limited', retryAfter: 10 } });
    expect(clients).toBe(8);
    // It is not in by that, and who was here before may come back.
    expect(code(await send(one, `client-${clients}`, 1))).toBe('rejoin');
    expect(await join(one, 'client-0')).toMatchObject({ result: { n: 1 } });
    // Somewhat later there is room.
    for (let client = 0; client < clients; client += 1) {
      const sender = String((await join(one, `client-${client}`)).result?.sender);
      await set(headOf(one), `t#${sender}`, Date.now() - 11_000);
    }
    expect(await join(one, `client-${clients}`)).toMatchObject({ type: 'answer' });
  });
});

describe('a flood of sessions', () => {
  /** Opens a session as API Gateway would pass it on, from any address. */
  const openFrom = async (sourceIp: string) => {
    const answer = await system.runtime.invoke('consumer-api', {
      routeKey: 'POST /api/consumer/{brand}/{engagement}/sessions',
      headers: { 'content-type': 'application/json', origin: brand.page },
      pathParameters: { brand: brand.id, engagement: 'help' },
      body: '{}',
      isBase64Encoded: false,
      requestContext: { requestId: 'r', http: { method: 'POST', sourceIp } },
    });
    return (answer as { payload: { statusCode: number } }).payload.statusCode;
  };

  it('from the many networks of one site is one flood', async () => {
    const window = Math.floor(Date.now() / 600_000);
    for (const at of [window, window + 1])
      await set(keys.limit(brand.id, 'session-site', fingerprint('2001:db8:9'), at), 'count', 998);
    const from = (network: string) => openFrom(`${network}::1`);
    expect(await from('2001:db8:9:1')).toBe(201);
    expect(await from('2001:db8:9:2')).toBe(201);
    expect(await from('2001:db8:9:3')).toBe(429);
    expect(await from('2001:db8:a:3')).toBe(201);
  });
});

describe('a session whose conversation was not begun in time', () => {
  const open = async () => {
    const base = consumerBase(system, brand);
    const opened = expectOk(await http(`${base}/sessions`, { origin: brand.page, body: {} }), 201);
    const { token, conversation } = opened.body as { token: string; conversation: string };
    return { base, token, conversation, session: keys.consumerSession(brand.id, s256(token)) };
  };
  const ticket = ({ base, token }: { base: string; token: string }) =>
    http(`${base}/tickets`, { origin: brand.page, bearer: token, body: {} });

  it('opens no socket and begins none', async () => {
    const { session, conversation, ...one } = await open();
    const socket = await openVisitorSocket(brand, one.base, one.token);
    await set(session, 'startBy', Date.now() - 1);
    expect(await ticket(one)).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    expect(code(await socket.call({ action: 'consumer.start', conversation }))).toBe('session_ended');
    expect(code(await socket.call({ action: 'consumer.join', conversation, clientId: 'c' }))).toBe(
      'not_found',
    );
  });

  it('is good when it was, and the beginning is repeated late', async () => {
    const { session, conversation, ...one } = await open();
    const socket = await openVisitorSocket(brand, one.base, one.token);
    await socket.call({ action: 'consumer.start', conversation });
    await set(session, 'startBy', Date.now() - 1);
    expect(await socket.call({ action: 'consumer.start', conversation })).toMatchObject({ type: 'answer' });
    expect(await ticket(one)).toMatchObject({ status: 201 });
  });
});

describe('a consumer who was silent for too long', () => {
  it('does nothing more by the socket that is still open', async () => {
    const one = await visit(system, brand);
    await accept(agent, one.conversation);
    const challenge = await askForLogin(agent, one.conversation);
    await set(headOf(one), 'idleUntil', Date.now() - 1);
    const { conversation, clientId } = one;
    for (const frame of [
      { action: 'consumer.send', clientId, n: 1, text: 'late' },
      { action: 'consumer.typing', on: true },
      { action: 'consumer.read', seq: 1 },
      { action: 'consumer.decline', challenge },
      { action: 'consumer.fail', challenge, why: 'cancelled' },
      { action: 'consumer.close' },
    ])
      expect([frame.action, code(await one.socket.call({ conversation, ...frame }))]).toEqual([
        frame.action,
        'session_ended',
      ]);
    const head = await tableOf(system).get(headOf(one));
    expect(head).toMatchObject({ state: 'open', challenge: { state: 'requested' } });
    expect(
      agent.socket.received.some(({ type, conversation: id }) => type === 'typing' && id === conversation),
    ).toBe(false);
  });
});

describe('a login that is begun again and again', () => {
  const begin = async (one: Visitor, challenge: string): Promise<{ status: number; login: Login }> => {
    const verifier = newToken();
    const { status, body } = await http(
      `${one.base}/conversations/${one.conversation}/challenges/${challenge}/start`,
      {
        origin: brand.page,
        bearer: one.token,
        body: { method: 'token', verifierHash: s256(verifier) },
      },
    );
    return { status, login: { challenge, verifier, nonce: String(body.nonce) } };
  };

  it('is told to the agent 20 times, and the last one can be finished', async () => {
    const one = await visit(system, brand);
    await accept(agent, one.conversation);
    const challenge = await askForLogin(agent, one.conversation);
    const begun = [];
    for (let i = 0; i < 25; i += 1) begun.push(await begin(one, challenge));
    expect(begun.map(({ status }) => status)).toEqual([...Array(20).fill(200), ...Array(5).fill(409)]);
    const told = agent.socket.received.filter(
      ({ type, conversation }) => type === 'challenge' && conversation === one.conversation,
    );
    expect(told).toHaveLength(20);
    const { login } = begun[19] ?? (await begin(one, challenge));
    const answer = await redeem(brand, one, login, await brand.sign({ nonce: login.nonce }), newToken());
    expect(answer.status).toBe(200);
  });

  it('is one login however many begin at once', async () => {
    const one = await visit(system, brand);
    await accept(agent, one.conversation);
    const challenge = await askForLogin(agent, one.conversation);
    const begun = await Promise.all(Array.from({ length: 10 }, () => begin(one, challenge)));
    const ours = begun.filter(({ status }) => status === 200);
    const head = await tableOf(system).get(headOf(one));
    expect(head).toMatchObject({ challenge: { starts: ours.length } });
    const answers = [];
    for (const { login } of ours)
      answers.push(await redeem(brand, one, login, await brand.sign({ nonce: login.nonce }), newToken()));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(expectOk(await pageOf(brand, one), 401).body).toMatchObject({ code: 'unauthorized' });
  });
});
