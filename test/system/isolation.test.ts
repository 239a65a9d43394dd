import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Agent,
  accept,
  agentAtWork,
  newClientId,
  openVisitorSocket,
  pageOf,
  type Visitor,
  visit,
} from '../support/people.ts';
import {
  consumerBase,
  createBrand,
  http,
  type System,
  startSystem,
  type TestBrand,
} from '../support/system.ts';

interface Side {
  readonly brand: TestBrand;
  readonly agent: Agent;
  readonly visitor: Visitor;
}

let system: System;
let ours: Side;
let theirs: Side;

async function side(id: string): Promise<Side> {
  const brand = await createBrand(system, id);
  const agent = await agentAtWork(system, brand);
  const visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  const { conversation, clientId } = visitor;
  await visitor.socket.call({
    action: 'consumer.send',
    conversation,
    clientId,
    n: 1,
    text: `A secret of ${id}`,
  });
  return { brand, agent, visitor };
}

beforeAll(async () => {
  system = await startSystem();
  ours = await side('ours');
  theirs = await side('theirs');
}, 60_000);
afterAll(() => system.stop());

const frames = (conversation: string, clientId: string) => [
  { action: 'agent.accept', conversation },
  { action: 'agent.join', conversation, clientId },
  { action: 'agent.send', conversation, clientId, n: 1, text: 'hello' },
  { action: 'agent.typing', conversation, on: true },
  { action: 'agent.read', conversation, seq: 1 },
  { action: 'agent.ask', conversation },
  { action: 'agent.expire', conversation, challenge: 'x' },
  { action: 'agent.withdraw', conversation, challenge: 'x' },
  { action: 'agent.step_down', conversation },
  { action: 'agent.transfer', conversation, to: { agent: 'x' } },
  { action: 'agent.transfer', conversation, to: { skill: 'x' } },
  { action: 'agent.release', conversation },
  { action: 'agent.close', conversation },
];

describe("another brand's conversation", () => {
  it('does not exist for an agent, on any frame', async () => {
    for (const frame of frames(theirs.visitor.conversation, ours.agent.clientId))
      expect(await ours.agent.socket.call(frame)).toMatchObject({
        type: 'error',
        error: { code: 'not_found' },
      });
  });

  it('answers exactly as one that never was', async () => {
    for (const frame of frames('never-was', ours.agent.clientId))
      expect(await ours.agent.socket.call(frame)).toMatchObject({
        type: 'error',
        error: { code: 'not_found' },
      });
  });

  it('does not exist over HTTP either', async () => {
    const { cookie } = ours.agent;
    const at = `${system.origin}/api/agent/conversations/${theirs.visitor.conversation}`;
    expect(await http(at, { cookie })).toMatchObject({ status: 404 });
    expect(await http(`${at}/messages`, { cookie })).toMatchObject({ status: 404 });
  });

  it('is not in the inbox, and never was told to a desk', async () => {
    for (const state of ['waiting', 'open', 'closed']) {
      const { body } = await http(`${system.origin}/api/agent/inbox?state=${state}`, {
        cookie: ours.agent.cookie,
      });
      expect(JSON.stringify(body)).not.toContain(theirs.visitor.conversation);
    }
    expect(JSON.stringify(ours.agent.socket.received)).not.toMatch(/theirs/);
    expect(JSON.stringify(ours.agent.socket.received)).not.toContain(theirs.visitor.conversation);
  });

  it("is not opened by a consumer's token of ours", async () => {
    const { token } = ours.visitor;
    const base = consumerBase(system, theirs.brand);
    for (const origin of [ours.brand.page, theirs.brand.page]) {
      const page = await http(`${base}/conversations/${theirs.visitor.conversation}/messages`, {
        origin,
        bearer: token,
      });
      expect(page).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
      expect(await http(`${base}/tickets`, { origin, bearer: token, body: {} })).toMatchObject({
        status: 401,
      });
    }
  });

  it('is not opened by our page with their token', async () => {
    const answer = await http(`${theirs.visitor.base}/tickets`, {
      origin: ours.brand.page,
      bearer: theirs.visitor.token,
      body: {},
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'origin_refused' } });
  });
});

describe("another visitor's conversation", () => {
  it('does not exist for a visitor of the same brand', async () => {
    const other = await visit(system, ours.brand);
    const conversation = ours.visitor.conversation;
    expect(await pageOf(ours.brand, { ...other, conversation })).toMatchObject({ status: 404 });
    for (const frame of [
      { action: 'consumer.start', conversation },
      { action: 'consumer.join', conversation, clientId: ours.visitor.clientId },
      { action: 'consumer.send', conversation, clientId: ours.visitor.clientId, n: 2, text: 'me too' },
      { action: 'consumer.typing', conversation, on: true },
      { action: 'consumer.read', conversation, seq: 1 },
      { action: 'consumer.close', conversation },
      { action: 'consumer.decline', conversation, challenge: 'x' },
      { action: 'consumer.fail', conversation, challenge: 'x', why: 'cancelled' },
      { action: 'consumer.expire', conversation, challenge: 'x' },
    ])
      expect(await other.socket.call(frame)).toMatchObject({ type: 'error', error: { code: 'not_found' } });
  });

  it('is not written to by a socket that has not joined', async () => {
    const { visitor, brand } = ours;
    const socket = await openVisitorSocket(brand, visitor.base, visitor.token);
    const { conversation } = visitor;
    for (const frame of [
      { action: 'consumer.send', conversation, clientId: visitor.clientId, n: 2, text: 'hello' },
      { action: 'consumer.typing', conversation, on: true },
      { action: 'consumer.read', conversation, seq: 1 },
      { action: 'consumer.close', conversation },
    ])
      expect(await socket.call(frame)).toMatchObject({ type: 'error', error: { code: 'rejoin' } });
    expect(await socket.call({ action: 'agent.join', conversation, clientId: newClientId() })).toMatchObject({
      error: { code: 'forbidden' },
    });
  });
});
