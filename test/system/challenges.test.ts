import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keys } from '../../lambdas/store/table.ts';
import { tableOf } from '../support/document-table.ts';
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

interface Asked {
  readonly visitor: Visitor;
  readonly challenge: string;
}

/** A visitor whom the agent has asked to log in. */
async function asked(): Promise<Asked> {
  const visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  const answer = await agent.socket.call({
    action: 'agent.ask',
    id: newToken(),
    conversation: visitor.conversation,
  });
  return { visitor, challenge: String(answer.result?.challenge) };
}

const post = (
  { visitor, challenge }: Asked,
  step: 'start' | 'redeem',
  body: unknown,
  bearer = visitor.token,
) =>
  http(`${visitor.base}/conversations/${visitor.conversation}/challenges/${challenge}/${step}`, {
    origin: brand.page,
    bearer,
    body,
  });

async function begin(one: Asked, verifier = newToken()) {
  const started = expectOk(await post(one, 'start', { method: 'token', verifierHash: s256(verifier) }), 200);
  return { verifier, nonce: String(started.body.nonce) };
}

/** Steps a conversation up as `sub`; the answer of the redeem. */
async function logIn(one: Asked, sub = 'customer-1', claims = {}) {
  const { verifier, nonce } = await begin(one);
  const next = newToken();
  const answer = await post(one, 'redeem', {
    method: 'token',
    verifier,
    token: await brand.sign({ sub, nonce, ...claims }),
    nextTokenHash: s256(next),
  });
  return { answer, next };
}

/** What a socket heard of a conversation's timeline. A push may come twice, as clients know; an entry is known by its number. */
function events(socket: Visitor['socket'], conversation: string) {
  type Heard = { seq: number; what: { event: string; why?: string } };
  const heard = socket.received
    .filter((event) => event.type === 'entry' && event.conversation === conversation)
    .map((event) => event.entry as Heard);
  return [...new Map(heard.map(({ seq, what }) => [seq, what])).values()];
}

const bothHear = async ({ visitor }: Asked, event: string) => {
  const fits = (one: { type: string; conversation?: unknown; entry?: unknown }) =>
    one.type === 'entry' &&
    one.conversation === visitor.conversation &&
    (one.entry as { what: { event: string } }).what.event === event;
  return Promise.all([visitor.socket.until(fits), agent.socket.until(fits)]);
};

describe('a login request that does not end in a login', () => {
  it('is declined, which both sides hear, and cannot be answered afterwards', async () => {
    const one = await asked();
    const { conversation } = one.visitor;
    const frame = { action: 'consumer.decline', conversation, challenge: one.challenge };
    expect(await one.visitor.socket.call(frame)).toMatchObject({ type: 'answer' });
    await bothHear(one, 'challenge_declined');
    // A repeat is the same answer, and one entry.
    expect(await one.visitor.socket.call(frame)).toMatchObject({ type: 'answer' });
    expect(
      events(one.visitor.socket, conversation).filter(({ event }) => event === 'challenge_declined'),
    ).toHaveLength(1);
    expect(await post(one, 'start', { method: 'token', verifierHash: s256('x') })).toMatchObject({
      status: 409,
      body: { code: 'challenge_not_open' },
    });
  });

  it('fails by a bad token with its reason on both sides, may be tried again, and not for ever', async () => {
    const one = await asked();
    for (const reason of ['nonce_wrong', 'nonce_wrong', 'nonce_wrong']) {
      const { answer } = await logIn(one, 'customer-1', { nonce: 'another' });
      expect(answer).toMatchObject({ status: 422, body: { code: 'token_refused', reason } });
    }
    await bothHear(one, 'challenge_failed');
    const { conversation, socket } = one.visitor;
    const failures = () => events(socket, conversation).filter(({ why }) => why === 'nonce_wrong').length;
    await socket.until(() => failures() === 3);
    expect(await post(one, 'start', { method: 'token', verifierHash: s256('x') })).toMatchObject({
      status: 409,
      body: { code: 'challenge_not_open' },
    });
  });

  it('succeeds after a failure', async () => {
    const one = await asked();
    await logIn(one, 'customer-1', { aud: 'somebody' });
    const { answer } = await logIn(one);
    expect(answer).toMatchObject({ status: 200 });
  });

  it('fails when the page says so', async () => {
    const one = await asked();
    const { conversation } = one.visitor;
    await one.visitor.socket.call({
      action: 'consumer.fail',
      conversation,
      challenge: one.challenge,
      why: 'cancelled',
    });
    const [, heard] = await bothHear(one, 'challenge_failed');
    expect(heard).toMatchObject({ entry: { what: { why: 'cancelled' } }, challenge: { state: 'failed' } });
  });

  it('expires when its time is over, by whoever says so first, and not before', async () => {
    const one = await asked();
    const { conversation } = one.visitor;
    const frame = { conversation, challenge: one.challenge };
    expect(await one.visitor.socket.call({ action: 'consumer.expire', ...frame })).toMatchObject({
      error: { code: 'not_yet' },
    });
    await tableOf(system).send(
      new UpdateCommand({
        TableName: tableOf(system).name,
        Key: keys.head(brand.id, conversation),
        UpdateExpression: 'SET challenge.expiresAt = :past',
        ExpressionAttributeValues: { ':past': Date.now() - 1 },
      }),
    );
    expect(await post(one, 'start', { method: 'token', verifierHash: s256('x') })).toMatchObject({
      body: { code: 'challenge_expired' },
    });
    const said = await Promise.all([
      one.visitor.socket.call({ action: 'consumer.expire', ...frame }),
      agent.socket.call({ action: 'agent.expire', ...frame }),
    ]);
    expect(said).toMatchObject([{ type: 'answer' }, { type: 'answer' }]);
    await bothHear(one, 'challenge_expired');
    expect(
      events(agent.socket, conversation).filter(({ event }) => event === 'challenge_expired'),
    ).toHaveLength(1);
  });

  it('is taken back by the agent who has the conversation, and cannot be answered then', async () => {
    const one = await asked();
    const { conversation } = one.visitor;
    const frame = { action: 'agent.withdraw', conversation, challenge: one.challenge };
    expect(await agent.socket.call({ ...frame, challenge: 'another' })).toMatchObject({
      error: { code: 'challenge_not_open' },
    });
    expect(await agent.socket.call(frame)).toMatchObject({ type: 'answer' });
    expect(await agent.socket.call(frame)).toMatchObject({ type: 'answer' });
    const [, heard] = await bothHear(one, 'challenge_expired');
    expect(heard).toMatchObject({ entry: { by: { role: 'agent' } }, challenge: { state: 'expired' } });
    expect(await post(one, 'start', { method: 'token', verifierHash: s256('x') })).toMatchObject({
      body: { code: 'challenge_expired' },
    });
  });

  it('is superseded by the next one', async () => {
    const one = await asked();
    const answer = await agent.socket.call({
      action: 'agent.ask',
      id: newToken(),
      conversation: one.visitor.conversation,
    });
    const second = { ...one, challenge: String(answer.result?.challenge) };
    expect(await post(one, 'start', { method: 'token', verifierHash: s256('x') })).toMatchObject({
      body: { code: 'challenge_not_open' },
    });
    expect((await logIn(second)).answer).toMatchObject({ status: 200 });
  });

  it('is refused on a live chat', async () => {
    const visitor = await visit(system, brand, 'live');
    await accept(agent, visitor.conversation);
    const answer = await agent.socket.call({ action: 'agent.ask', conversation: visitor.conversation });
    expect(answer).toMatchObject({ type: 'error', error: { code: 'channel_not_supported', status: 409 } });
  });

  it('cannot be asked for by an agent who has not accepted the conversation', async () => {
    const visitor = await visit(system, brand);
    const answer = await agent.socket.call({ action: 'agent.ask', conversation: visitor.conversation });
    expect(answer).toMatchObject({ error: { code: 'not_assigned' } });
  });
});

describe('a step-up belongs to the browser that began it', () => {
  it('needs the verifier, and a later start makes an earlier one void', async () => {
    const one = await asked();
    const first = await begin(one);
    const second = await begin(one);
    const redeem = async ({ verifier, nonce }: typeof first) =>
      post(one, 'redeem', {
        method: 'token',
        verifier,
        token: await brand.sign({ nonce }),
        nextTokenHash: s256(newToken()),
      });
    expect(await redeem({ verifier: newToken(), nonce: second.nonce })).toMatchObject({
      status: 409,
      body: { code: 'challenge_not_open' },
    });
    expect(await redeem(first)).toMatchObject({ status: 409, body: { code: 'challenge_not_open' } });
    expect(await redeem(second)).toMatchObject({ status: 200 });
  });

  it('gives nothing to another conversation, whoever holds its challenge and token', async () => {
    const [mine, other] = [await asked(), await asked()];
    const { verifier, nonce } = await begin(mine);
    const body = {
      method: 'token',
      verifier,
      token: await brand.sign({ nonce }),
      nextTokenHash: s256(newToken()),
    };
    expect(
      await post({ ...mine, visitor: { ...mine.visitor, token: other.visitor.token } }, 'redeem', body),
    ).toMatchObject({ status: 404 });
    expect(await post({ ...other, challenge: mine.challenge }, 'redeem', body)).toMatchObject({
      status: 409,
    });
    expect(await post(mine, 'redeem', body)).toMatchObject({ status: 200 });
  });

  it('takes a token once, whatever bytes stand around its jti', async () => {
    const [one, other] = [await asked(), await asked()];
    const jti = newToken();
    expect((await logIn(one, 'customer-1', { jti })).answer).toMatchObject({ status: 200 });
    expect((await logIn(other, 'customer-1', { jti })).answer).toMatchObject({
      status: 422,
      body: { reason: 'replayed' },
    });
  });

  it('knows no issuer of another brand, and no key of another', async () => {
    const stranger = await createBrand(system, `other-${Date.now()}`);
    const one = await asked();
    const { verifier, nonce } = await begin(one);
    const attempt = async (token: string) =>
      post(one, 'redeem', { method: 'token', verifier, token, nextTokenHash: s256(newToken()) });
    expect(await attempt(await stranger.sign({ nonce }))).toMatchObject({
      body: { reason: 'issuer_unknown' },
    });
    const again = await begin(one);
    const forged = await stranger.sign({ nonce: again.nonce, iss: brand.issuer });
    const answer = await post(one, 'redeem', {
      method: 'token',
      verifier: again.verifier,
      token: forged,
      nextTokenHash: s256(newToken()),
    });
    expect(answer).toMatchObject({ body: { reason: 'signature_wrong' } });
  });
});

/** Lets the authenticated period of a conversation be over. */
async function letItEnd(conversation: string): Promise<void> {
  const table = tableOf(system);
  await table.send(
    new UpdateCommand({
      TableName: table.name,
      Key: keys.head(brand.id, conversation),
      UpdateExpression: 'SET #until = :past',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: { ':past': Date.now() - 1 },
    }),
  );
}

describe('after a step-up', () => {
  async function steppedUp(sub = 'customer-1') {
    const one = await asked();
    const { next } = await logIn(one, sub, { name: 'Carla', attributes: { tier: 'gold' } });
    const { visitor } = one;
    visitor.token = next;
    visitor.socket = await openVisitorSocket(brand, visitor.base, next);
    await visitor.socket.call({
      action: 'consumer.join',
      conversation: visitor.conversation,
      clientId: visitor.clientId,
    });
    return one;
  }
  const askAgain = async ({ visitor }: Asked): Promise<Asked> => {
    const answer = await agent.socket.call({
      action: 'agent.ask',
      id: newToken(),
      conversation: visitor.conversation,
    });
    return { visitor, challenge: String(answer.result?.challenge) };
  };

  it('nobody else may ever step the conversation up, and learns nothing', async () => {
    const again = await askAgain(await steppedUp());
    const { answer } = await logIn(again, 'customer-2', { name: 'Mallory' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'other_identity' } });
    expect(JSON.stringify(answer.body)).not.toMatch(/Carla|customer-1/);
    // The person can renew.
    expect((await logIn(await askAgain(again))).answer).toMatchObject({ status: 200 });
  });

  it('ends by itself: what follows is anonymous, and this browser reads only what follows', async () => {
    const one = await steppedUp();
    const { visitor } = one;
    const { conversation, clientId } = visitor;
    const send = (n: number) =>
      visitor.socket.call({ action: 'consumer.send', conversation, clientId, n, text: `message ${n}` });
    await send(1);
    await letItEnd(conversation);
    expect(await send(2)).toMatchObject({ type: 'answer' });
    const [entry] = await bothHear(one, 'stepped_down');
    const from = (entry.entry as { seq: number }).seq;
    const page = expectOk(await pageOf(brand, visitor), 200);
    const items = page.body.items as { seq: number; text?: string; assurance?: { level: string } }[];
    expect(Math.min(...items.map(({ seq }) => seq))).toBe(from);
    expect(items.at(-1)).toMatchObject({ text: 'message 2', assurance: { level: 'anonymous' } });
    const agentSees = await http(`${system.origin}/api/agent/conversations/${conversation}/messages`, {
      cookie: agent.cookie,
    });
    expect(JSON.stringify(agentSees.body)).not.toContain('gold');
    expect(JSON.stringify(agentSees.body)).toContain('message 1');
    // It stays the person's: another may not take it over now either; the person may come back, and reads all again.
    const other = await logIn(await askAgain(one), 'customer-2');
    expect(other.answer).toMatchObject({ body: { code: 'other_identity' } });
    const back = await logIn(await askAgain(one));
    expect(back.answer).toMatchObject({ status: 200 });
    visitor.token = back.next;
    const whole = expectOk(await pageOf(brand, visitor), 200);
    expect((whole.body.items as { seq: number }[])[0]?.seq).toBe(1);
  });

  it('a token that is good but of a conversation that was closed changes nothing', async () => {
    const one = await asked();
    const { verifier, nonce } = await begin(one);
    await agent.socket.call({ action: 'agent.close', conversation: one.visitor.conversation });
    const body = {
      method: 'token',
      verifier,
      token: await brand.sign({ nonce }),
      nextTokenHash: s256(newToken()),
    };
    expect(await post(one, 'redeem', body)).toMatchObject({ status: 409, body: { code: 'closed' } });
  });
});

describe('a message that was given up', () => {
  it('leaves a tombstone after a minute, and its sender is told to send it again', async () => {
    const visitor = await visit(system, brand);
    const { conversation, clientId } = visitor;
    const send = (n: number) =>
      visitor.socket.call({ action: 'consumer.send', conversation, clientId, n, text: `message ${n}` });
    const table = tableOf(system);
    const head = keys.head(brand.id, conversation);
    // The number was given out over a minute ago, and the message never put.
    await send(1);
    const seq = 2;
    await table.delete(keys.item(brand.id, conversation, seq));
    await table.send(
      new UpdateCommand({
        TableName: table.name,
        Key: head,
        UpdateExpression: 'SET #t = :old',
        ExpressionAttributeNames: { '#t': await table.attribute(head, 't#') },
        ExpressionAttributeValues: { ':old': Date.now() - 61_000 },
      }),
    );
    const page = expectOk(await pageOf(brand, visitor), 200);
    expect((page.body.items as object[]).at(-1)).toMatchObject({ kind: 'tombstone', seq });
    expect(await send(1)).toMatchObject({ error: { code: 'lost' } });
    expect(await send(2)).toMatchObject({ result: { seq: 3 } });
  });
});
