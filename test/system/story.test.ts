import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
let visitor: Visitor;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
  visitor = await visit(system, brand);
}, 60_000);
afterAll(() => system.stop());

const say = (n: number, text: string) =>
  visitor.socket.call({
    action: 'consumer.send',
    conversation: visitor.conversation,
    clientId: visitor.clientId,
    n,
    text,
  });

describe('one conversation, stepped up', () => {
  let challenge: string;
  const verifier = newToken();
  const next = newToken();
  let redeem: Record<string, unknown>;
  let nonce: string;

  it('begins anonymously, and reaches the desks', async () => {
    const line = await agent.socket.until(({ type }) => type === 'inbox');
    expect(line).toMatchObject({
      why: 'started',
      line: { id: visitor.conversation, state: 'waiting', steppedUp: false },
    });
    expect(await say(1, 'Where is my order?')).toMatchObject({ type: 'answer', result: { seq: 2 } });
  });

  it('is accepted, and both sides talk', async () => {
    await accept(agent, visitor.conversation);
    expect(await visitor.socket.until(({ type }) => type === 'entry')).toMatchObject({
      entry: { seq: 3, what: { event: 'accepted' }, by: { role: 'agent', name: 'Alma Admin' } },
    });
    const sent = await agent.socket.call({
      action: 'agent.send',
      conversation: visitor.conversation,
      clientId: agent.clientId,
      n: 1,
      text: 'I need to know who you are.',
    });
    expect(sent).toMatchObject({ result: { seq: 4 } });
    const heard = await visitor.socket.until(({ type }) => type === 'message');
    expect(heard).toMatchObject({
      message: { seq: 4, from: { role: 'agent', name: 'Alma Admin' }, assurance: { level: 'anonymous' } },
    });
    expect((heard.message as { from: object }).from).not.toHaveProperty('id');
  });

  it('is asked for a login, in the conversation', async () => {
    const asked = await agent.socket.call({
      action: 'agent.ask',
      id: 'ask1',
      conversation: visitor.conversation,
      reason: 'To see your order',
    });
    expect(asked).toMatchObject({ type: 'answer' });
    challenge = String(asked.result?.challenge);
    const again = await agent.socket.call({
      action: 'agent.ask',
      id: 'ask1',
      conversation: visitor.conversation,
      reason: 'To see your order',
    });
    expect(again.result).toEqual(asked.result);
    const shown = await visitor.socket.until(
      ({ type, challenge: one }) => type === 'entry' && one !== undefined,
    );
    expect(shown).toMatchObject({
      entry: { seq: 5, what: { event: 'challenge_requested', challenge, reason: 'To see your order' } },
      challenge: { state: 'requested' },
    });
  });

  const at = (step: string) =>
    `${visitor.base}/conversations/${visitor.conversation}/challenges/${challenge}/${step}`;
  const post = (step: string, body: unknown, bearer = visitor.token) =>
    http(at(step), { origin: brand.page, bearer, body });

  it('is begun by one browser, which gets a nonce', async () => {
    const started = expectOk(await post('start', { method: 'token', verifierHash: s256(verifier) }), 200);
    nonce = String(started.body.nonce);
    expect(await agent.socket.until(({ type }) => type === 'challenge')).toMatchObject({
      challenge: { state: 'started' },
    });
  });

  it('is redeemed, and keeps its id and its messages', async () => {
    const token = await brand.sign({
      nonce,
      name: 'Carla Customer',
      attributes: { tier: 'gold' },
      acr: 'high',
    });
    redeem = { method: 'token', verifier, token, nextTokenHash: s256(next) };
    const redeemed = expectOk(await post('redeem', redeem), 200);
    expect(redeemed.body).toMatchObject({
      conversation: visitor.conversation,
      seq: 6,
      name: 'Carla Customer',
      assurance: { level: 'authenticated', acr: 'high' },
    });
    expect(await agent.socket.until(({ entry }) => (entry as { seq?: number })?.seq === 6)).toMatchObject({
      entry: {
        what: {
          event: 'stepped_up',
          method: 'token',
          issuer: brand.issuer,
          person: { name: 'Carla Customer', attributes: { tier: 'gold' } },
        },
      },
    });
    expect(
      await agent.socket.until(({ type, why }) => type === 'inbox' && why === 'stepped_up'),
    ).toMatchObject({ line: { steppedUp: true, name: 'Carla Customer' } });
  });

  it('answers the same redeem the same', async () => {
    const again = expectOk(await post('redeem', redeem), 200);
    expect(again.body).toMatchObject({ seq: 6, name: 'Carla Customer' });
  });

  it('ends the anonymous token, on every route and on its open socket', async () => {
    expect(await pageOf(brand, visitor)).toMatchObject({ status: 401 });
    expect(
      await http(`${visitor.base}/tickets`, { origin: brand.page, bearer: visitor.token, body: {} }),
    ).toMatchObject({ status: 401 });
    expect(await say(2, 'still me?')).toMatchObject({ type: 'error', error: { code: 'rejoin' } });
    const join = await visitor.socket.call({
      action: 'consumer.join',
      conversation: visitor.conversation,
      clientId: visitor.clientId,
    });
    expect(join).toMatchObject({ type: 'error', error: { code: 'unauthorized' } });
    const start = await visitor.socket.call({
      action: 'consumer.start',
      conversation: visitor.conversation,
    });
    expect(start).toMatchObject({ type: 'error', error: { code: 'unauthorized' } });
  });

  it('goes on under the new token, with its numbering', async () => {
    visitor.token = next;
    visitor.socket = await openVisitorSocket(brand, visitor.base, next);
    const joined = await visitor.socket.call({
      action: 'consumer.join',
      conversation: visitor.conversation,
      clientId: visitor.clientId,
    });
    expect(joined).toMatchObject({
      result: { n: 1, conversation: { assurance: { level: 'authenticated' }, name: 'Carla Customer' } },
    });
    expect(await say(2, 'It is me.')).toMatchObject({ result: { seq: 7 } });
    const page = expectOk(await pageOf(brand, visitor), 200);
    const items = page.body.items as { seq: number; kind: string; assurance?: { level: string } }[];
    expect(items.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(items.filter(({ kind }) => kind === 'message').map(({ assurance }) => assurance?.level)).toEqual([
      'anonymous',
      'anonymous',
      'authenticated',
    ]);
    expect(JSON.stringify(items)).not.toContain('gold');
  });
});
