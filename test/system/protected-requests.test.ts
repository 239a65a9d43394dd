import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callBackend, makeSecurityKey, type SecurityKey } from '../support/backend.ts';
import { http } from '../support/http.ts';
import { itemsOf, setAttribute } from '../support/items.ts';
import { accept, newToken, type Visitor, visit } from '../support/people.ts';
import {
  answerLogin,
  changeSettings,
  consumer,
  manage,
  openStage,
  ownLogin,
  type Stage,
  timelineOf,
} from '../support/stage.ts';
import { expectOk } from '../support/system.ts';

let stage: Stage;
let key: SecurityKey;
beforeAll(async () => {
  stage = await openStage();
  key = await makeSecurityKey(stage.system, stage.agent);
  const scale = { acrScale: ['low', 'high'], notNowMinutes: 0 };
  expectOk(await changeSettings(stage, 'authentication', scale), 200);
  expectOk(await define({ name: 'statement', title: 'Account statement', acr: 'high', input }), 201);
  expectOk(await define({ name: 'fresh', title: 'New address', maxAge: 60, input: { type: 'object' } }), 201);
}, 60_000);
afterAll(() => stage.system.stop());

const input = {
  type: 'object',
  properties: { month: { type: 'string', pattern: '^\\d{4}-\\d{2}$' } },
  required: ['month'],
  additionalProperties: false,
};
const july = { month: '2026-07' };
const seconds = () => Math.floor(Date.now() / 1000);

const define = (kind: object) => manage(stage, 'protected-requests', { body: kind });

async function accepted(): Promise<Visitor> {
  const visitor = await visit(stage.system, stage.brand);
  await accept(stage.agent, visitor.conversation);
  return visitor;
}

const requestsOf = ({ conversation }: Visitor) =>
  `${stage.system.origin}/api/agent/conversations/${conversation}/requests`;

const ask = (visitor: Visitor, name = 'statement', given: object = july, id = newToken()) =>
  http(requestsOf(visitor), {
    origin: stage.system.origin,
    cookie: stage.agent.cookie,
    body: { id, name, input: given },
  });

const read = async (visitor: Visitor, id: unknown) =>
  expectOk(await http(`${requestsOf(visitor)}/${id}`, { cookie: stage.agent.cookie }), 200).body;

/** Until the request stands so; the stream may be what brings it there. */
async function becomes(visitor: Visitor, id: unknown, state: string) {
  let last: Record<string, unknown> = {};
  for (let attempt = 0; attempt < 60; attempt += 1) {
    last = await read(visitor, id);
    if (last.state === state) return last;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`Expected ${state}: ${JSON.stringify(last)}`);
}

const events = async ({ conversation }: Visitor, ...kinds: string[]) =>
  (await timelineOf(stage, conversation)).filter(({ event }) => kinds.includes(String(event)));

const challengeOf = async (visitor: Visitor) =>
  String((await events(visitor, 'challenge_requested')).at(-1)?.challenge);

const answerTo = (visitor: Visitor, id: unknown, body: object) =>
  callBackend(
    stage.system,
    stage.brand,
    key,
    `conversations/${visitor.conversation}/requests/${id}/result`,
    body,
  );

describe('a protected request', () => {
  it('opens a login request of its level, and goes on by itself after the login, once', async () => {
    const visitor = await accepted();
    const made = expectOk(await ask(visitor), 200);
    expect(made.body).toMatchObject({ state: 'waiting', title: 'Account statement', input: july });
    const { id } = made.body;
    const [requested] = await events(visitor, 'challenge_requested');
    expect(requested).toMatchObject({ acr: 'high', request: id });
    expectOk(await answerLogin(stage, visitor, String(requested?.challenge), { acr: 'high' }), 200);
    expect(await read(visitor, id)).toMatchObject({ state: 'released' });
    await new Promise((done) => setTimeout(done, 1200));
    expect(await events(visitor, 'request_released')).toEqual([
      { event: 'request_released', request: id, title: 'Account statement' },
    ]);
  });

  it('within the period goes on at once, without a prompt', async () => {
    const visitor = await accepted();
    expectOk(await ownLogin(stage, visitor, { acr: 'high' }), 200);
    const before = await events(visitor, 'challenge_requested');
    for (const month of ['2026-01', '2026-02', '2026-03'])
      expect(await ask(visitor, 'statement', { month })).toMatchObject({ body: { state: 'released' } });
    expect(await events(visitor, 'challenge_requested')).toEqual(before);
    expect(await events(visitor, 'request_released')).toHaveLength(3);
  });

  it('asks again after the period', async () => {
    const visitor = await accepted();
    expectOk(await ownLogin(stage, visitor, { acr: 'high' }), 200);
    const down = { action: 'agent.step_down', conversation: visitor.conversation };
    expect(await stage.agent.socket.call(down)).toMatchObject({ type: 'answer' });
    expect(await ask(visitor)).toMatchObject({ body: { state: 'waiting' } });
  });

  it('is not ended by what happened before it was asked for, though the stream says so later', async () => {
    const down = await accepted();
    expectOk(await ownLogin(stage, down, { acr: 'high' }), 200);
    await stage.agent.socket.call({ action: 'agent.step_down', conversation: down.conversation });
    const weak = await accepted();
    expectOk(await ownLogin(stage, weak, { acr: 'low' }), 200);
    const made = [await ask(down), await ask(weak)];
    await stage.system.runtime.settled();
    for (const [at, visitor] of [down, weak].entries())
      expect(await read(visitor, made[at]?.body.id)).toMatchObject({ state: 'waiting' });
    expectOk(await answerLogin(stage, weak, await challengeOf(weak), { acr: 'high' }), 200);
    await becomes(weak, made[1]?.body.id, 'released');
  });

  it('asks again when the period has ended and nobody has said so yet', async () => {
    const visitor = await accepted();
    expectOk(await ownLogin(stage, visitor, { acr: 'high' }), 200);
    const { head } = await itemsOf(stage.system, stage.brand, visitor.conversation);
    await setAttribute(stage.system, head, 'until', Date.now() - 1);
    const made = await ask(visitor);
    expect(made).toMatchObject({ body: { state: 'waiting' } });
    expectOk(await answerLogin(stage, visitor, await challengeOf(visitor), { acr: 'high' }), 200);
    await becomes(visitor, made.body.id, 'released');
  });

  it('asks again when the login is too weak or too old', async () => {
    const weak = await accepted();
    expectOk(await ownLogin(stage, weak, { acr: 'low' }), 200);
    expect(await ask(weak)).toMatchObject({ body: { state: 'waiting' } });
    const old = await accepted();
    expectOk(await ownLogin(stage, old, { auth_time: seconds() - 3000 }), 200);
    const made = await ask(old, 'fresh', {});
    expect(made).toMatchObject({ body: { state: 'waiting' } });
    const challenge = await challengeOf(old);
    expectOk(await answerLogin(stage, old, challenge, { auth_time: seconds() }), 200);
    await becomes(old, made.body.id, 'released');
  });

  it('repeated is the same one; another under its id is a conflict', async () => {
    const visitor = await accepted();
    const id = newToken();
    const first = expectOk(await ask(visitor, 'statement', july, id), 200);
    const again = expectOk(await ask(visitor, 'statement', july, id), 200);
    expect(again.body).toEqual(first.body);
    expect(await events(visitor, 'challenge_requested')).toHaveLength(1);
    expect(await ask(visitor, 'statement', { month: '2026-08' }, id)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expectOk(await answerLogin(stage, visitor, await challengeOf(visitor), { acr: 'high' }), 200);
    await becomes(visitor, first.body.id, 'released');
    const late = expectOk(await ask(visitor, 'statement', july, id), 200);
    expect(late.body).toMatchObject({ state: 'released' });
    expect(await events(visitor, 'request_released')).toHaveLength(1);
  });

  it('says which place of its input is wrong, and that a kind is not known', async () => {
    const visitor = await accepted();
    expect(await ask(visitor, 'statement', { month: 'July' })).toMatchObject({
      status: 400,
      body: {
        code: 'invalid_request',
        errors: expect.arrayContaining([{ path: 'input.month', message: expect.any(String) }]),
      },
    });
    expect(await ask(visitor, 'statement', {})).toMatchObject({ status: 400 });
    expect(await ask(visitor, 'unheard-of')).toMatchObject({ status: 404 });
    expect(await ask(visitor, 'fresh', { long: 'x'.repeat(9000) })).toMatchObject({ status: 413 });
  });

  it('is made by whoever has the conversation alone', async () => {
    const visitor = await visit(stage.system, stage.brand);
    expect(await ask(visitor)).toMatchObject({ status: 403, body: { code: 'not_assigned' } });
  });

  it('released twenty times at once is released once', async () => {
    const visitor = await accepted();
    expectOk(await ownLogin(stage, visitor, { acr: 'high' }), 200);
    const id = newToken();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(visitor, 'statement', july, id)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await events(visitor, 'request_released')).toHaveLength(1);
  });

  it('of several that wait each is judged by itself', async () => {
    const visitor = await accepted();
    const fresh = await ask(visitor, 'fresh', {});
    const high = await ask(visitor);
    expectOk(await answerLogin(stage, visitor, await challengeOf(visitor), { acr: 'high' }), 200);
    await becomes(visitor, high.body.id, 'released');
    // That login did not say when it was.
    await becomes(visitor, fresh.body.id, 'cannot_satisfy');
  });
});

describe('a protected request that comes to nothing', () => {
  it('says declined', async () => {
    const visitor = await accepted();
    const { body } = await ask(visitor);
    const { conversation } = visitor;
    const challenge = await challengeOf(visitor);
    await visitor.socket.call({ action: 'consumer.decline', conversation, challenge });
    await becomes(visitor, body.id, 'declined');
    expect(await events(visitor, 'request_ended')).toMatchObject([{ request: body.id, why: 'declined' }]);
  });

  it('says cannot_satisfy after one login that does not, without another prompt', async () => {
    const visitor = await accepted();
    const { body } = await ask(visitor);
    const weak = await answerLogin(stage, visitor, await challengeOf(visitor), { acr: 'low' });
    expect(weak.body).toMatchObject({ code: 'cannot_satisfy' });
    await becomes(visitor, body.id, 'cannot_satisfy');
    expect(await events(visitor, 'challenge_requested')).toHaveLength(1);
  });

  it('says failed when no try is left', async () => {
    const visitor = await accepted();
    const { body } = await ask(visitor);
    const challenge = await challengeOf(visitor);
    for (let attempt = 0; attempt < 3; attempt += 1)
      await answerLogin(stage, visitor, challenge, { aud: 'somebody-else' });
    await becomes(visitor, body.id, 'failed');
  });

  it('says closed when the conversation is, or the consumer has left', async () => {
    const closed = await accepted();
    const one = await ask(closed);
    await closed.socket.call({ action: 'consumer.close', conversation: closed.conversation });
    await becomes(closed, one.body.id, 'closed');
    const left = await accepted();
    const two = await ask(left);
    expectOk(await consumer(stage, left, 'logout', {}), 204);
    await becomes(left, two.body.id, 'closed');
  });
});

describe("the brand's answer", () => {
  it('is accepted once, told to the agent, and read with the request', async () => {
    const visitor = await accepted();
    expectOk(await ownLogin(stage, visitor, { acr: 'high' }), 200);
    const { id } = expectOk(await ask(visitor), 200).body;
    const result = { ok: true, value: { balance: '12.00' } };
    expect(await answerTo(visitor, id, result)).toMatchObject({ status: 204 });
    expect(await answerTo(visitor, id, result)).toMatchObject({ status: 204 });
    expect(await answerTo(visitor, id, { ok: false })).toMatchObject({ status: 409 });
    expect(await read(visitor, id)).toMatchObject({ state: 'answered', result });
    expect(await events(visitor, 'request_answered')).toEqual([
      { event: 'request_answered', request: id, title: 'Account statement', ok: true },
    ]);
  });

  it('is refused while the request waits, and of a request that is not there', async () => {
    const visitor = await accepted();
    const { id } = expectOk(await ask(visitor), 200).body;
    expect(await answerTo(visitor, id, { ok: true })).toMatchObject({ status: 409 });
    expect(await answerTo(visitor, 'nothing', { ok: true })).toMatchObject({ status: 404 });
  });

  it('needs the security key', async () => {
    const visitor = await accepted();
    expectOk(await ownLogin(stage, visitor, { acr: 'high' }), 200);
    const { id } = expectOk(await ask(visitor), 200).body;
    const url = `${stage.system.origin}/api/backend/acme/conversations/${visitor.conversation}/requests/${id}/result`;
    expect(await http(url, { body: { ok: true } })).toMatchObject({ status: 401 });
    expect(await read(visitor, id)).toMatchObject({ state: 'released' });
  });
});

describe('the kinds of protected requests', () => {
  it.each([
    [{ input: { type: 'string' } }, 'input'],
    [{ input: { type: 'object', properties: { a: { $ref: 'https://evil.example/schema' } } } }, 'input'],
    [{ input: { type: 'object', $ref: '#/$defs/nothing' } }, 'input'],
    [{ acr: 'unheard-of' }, 'acr'],
  ])('refuse %j', async (some, path) => {
    expect(await define({ name: 'odd', title: 'Odd', input, ...some })).toMatchObject({
      status: 400,
      body: { errors: [{ path }] },
    });
  });

  it('are listed, changed by version, and deleted', async () => {
    expectOk(await define({ name: 'address', title: 'Address', input }), 201);
    expect(await define({ name: 'address', title: 'Address', input })).toMatchObject({ status: 409 });
    const listed = expectOk(await manage(stage, 'protected-requests'), 200);
    expect((listed.body.items as { name: string }[]).map(({ name }) => name)).toEqual([
      'address',
      'fresh',
      'statement',
    ]);
    const path = 'protected-requests/address';
    const change = { method: 'PUT', body: { title: 'New address', input }, headers: { 'if-match': '"1"' } };
    expect(await manage(stage, path, change)).toMatchObject({ status: 200, body: { title: 'New address' } });
    expect(await manage(stage, path, change)).toMatchObject({ status: 412 });
    const remove = (tag: string) => manage(stage, path, { method: 'DELETE', headers: { 'if-match': tag } });
    expect(await manage(stage, path, { method: 'DELETE' })).toMatchObject({ status: 428 });
    expect(await remove('"1"')).toMatchObject({ status: 412 });
    expect(await remove('"2"')).toMatchObject({ status: 204 });
    expect(await remove('"2"')).toMatchObject({ status: 404 });
    expect(await manage(stage, path)).toMatchObject({ status: 404 });
  });
});
