import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callBackend, makeSecurityKey, type SecurityKey } from '../support/backend.ts';
import { type Answer, http } from '../support/http.ts';
import { redeem } from '../support/login.ts';
import { accept, newToken, pageOf, type Visitor, visit } from '../support/people.ts';
import {
  changeSettings,
  consumer,
  manage,
  openStage,
  ownLogin,
  type Stage,
  timelineOf,
} from '../support/stage.ts';
import { expectOk, s256 } from '../support/system.ts';

let stage: Stage;
let key: SecurityKey;
beforeAll(async () => {
  stage = await openStage();
  key = await makeSecurityKey(stage.system, stage.agent);
  expectOk(
    await changeSettings(stage, 'authentication', { acrScale: ['low', 'high'], notNowMinutes: 0 }),
    200,
  );
  const kind = { name: 'statement', title: 'Statement', acr: 'high', input: { type: 'object' } };
  expectOk(await manage(stage, 'protected-requests', { body: kind }), 201);
}, 60_000);
afterAll(() => stage.system.stop());

const died = ({ status, body }: Answer) => status === 500 && body.code === undefined;

/**
 * Kills the function after its first write of a request, then after its second in another try, and so on until it lives; each
 * time the same request is made again. `play` sets a scene and says what to ask, and what must hold in the end.
 */
async function killEach(
  fn: string,
  status: number,
  play: () => Promise<{ ask: () => Promise<Answer>; holds: (answer: Answer) => Promise<void> }>,
): Promise<number> {
  for (let nth = 1; nth < 12; nth += 1) {
    const { ask, holds } = await play();
    const disarm = stage.system.runtime.faults.add({ function: fn, operation: 'write', nth, damage: 'kill' });
    const first = await ask();
    disarm();
    const last = died(first) ? await ask() : first;
    await holds(expectOk(last, status));
    if (!died(first)) return nth - 1;
  }
  throw new Error('It makes more writes than anybody should.');
}

let people = 0;
const somebody = () => `person-${++people}`;

async function loggedIn(sub: string, acr = 'high'): Promise<Visitor> {
  const visitor = await visit(stage.system, stage.brand);
  expectOk(await ownLogin(stage, visitor, { sub, acr }), 200);
  return visitor;
}

const told = async (conversation: string, event: string) =>
  (await timelineOf(stage, conversation)).filter((one) => one.event === event);

describe('a kill after each write, and the repeat', () => {
  it('of a login that was not asked for', async () => {
    const writes = await killEach('step-up', 201, async () => {
      const visitor = await visit(stage.system, stage.brand);
      const verifier = newToken();
      const body = { method: 'token', verifierHash: s256(verifier) };
      return {
        ask: () => consumer(stage, visitor, 'challenges', body),
        async holds({ body: begun }) {
          const { challenge, nonce } = begun as { challenge: string; nonce: string };
          const next = newToken();
          const login = { challenge, verifier, nonce };
          expectOk(await redeem(stage.brand, visitor, login, await stage.brand.sign({ nonce }), next), 200);
          expect(await told(visitor.conversation, 'challenge_requested')).toHaveLength(1);
          expect(await told(visitor.conversation, 'stepped_up')).toHaveLength(1);
        },
      };
    });
    expect(writes).toBe(3);
  });

  it('of a logout', async () => {
    const writes = await killEach('consumer-api', 204, async () => {
      const visitor = await loggedIn(somebody());
      return {
        ask: () => consumer(stage, visitor, 'logout', {}),
        async holds() {
          await stage.system.runtime.settled();
          expect((await pageOf(stage.brand, visitor)).status).toBe(401);
          expect(await told(visitor.conversation, 'stepped_down')).toHaveLength(1);
        },
      };
    });
    expect(writes).toBe(2);
  });

  it('of going on with another conversation', async () => {
    const writes = await killEach('consumer-api', 200, async () => {
      const sub = somebody();
      const earlier = await loggedIn(sub);
      expectOk(await consumer(stage, earlier, 'logout', {}), 204);
      const here = await loggedIn(sub);
      const next = newToken();
      const path = `history/${earlier.conversation}/session`;
      return {
        ask: () => consumer(stage, here, path, { nextTokenHash: s256(next) }),
        async holds() {
          expect((await pageOf(stage.brand, { ...earlier, token: next })).status).toBe(200);
          expect(await told(earlier.conversation, 'resumed')).toHaveLength(1);
        },
      };
    });
    expect(writes).toBe(3);
  });

  it('of a protected request, released at once', async () => {
    const writes = await killEach('agent-api', 200, async () => {
      const visitor = await loggedIn(somebody());
      await accept(stage.agent, visitor.conversation);
      const { ask } = requestIn(visitor);
      return {
        ask,
        async holds({ body }) {
          expect(body).toMatchObject({ state: 'released' });
          expect(await told(visitor.conversation, 'request_released')).toHaveLength(1);
        },
      };
    });
    expect(writes).toBe(4);
  });

  it('of the login that a protected request waits for', async () => {
    const writes = await killEach('step-up', 200, async () => {
      const visitor = await visit(stage.system, stage.brand);
      await accept(stage.agent, visitor.conversation);
      const made = expectOk(await requestIn(visitor).ask(), 200);
      const [asked] = await told(visitor.conversation, 'challenge_requested');
      const verifier = newToken();
      const start = { method: 'token', verifierHash: s256(verifier) };
      const begun = await consumer(stage, visitor, `challenges/${asked?.challenge}/start`, start);
      const nonce = String(expectOk(begun, 200).body.nonce);
      const login = { challenge: String(asked?.challenge), verifier, nonce };
      const token = await stage.brand.sign({ nonce, acr: 'high' });
      const next = newToken();
      return {
        ask: () => redeem(stage.brand, visitor, login, token, next),
        async holds() {
          await stage.system.runtime.settled();
          expect(await told(visitor.conversation, 'request_released')).toMatchObject([
            { request: made.body.id },
          ]);
          expect(await told(visitor.conversation, 'stepped_up')).toHaveLength(1);
        },
      };
    });
    // Of the login: jti and session, head, entry; of the request: head, entry, its own item.
    expect(writes).toBe(7);
  });

  it("of the brand's answer", async () => {
    await killEach('backend-api', 204, async () => {
      const visitor = await loggedIn(somebody());
      await accept(stage.agent, visitor.conversation);
      const { body } = expectOk(await requestIn(visitor).ask(), 200);
      const route = `conversations/${visitor.conversation}/requests/${body.id}/result`;
      return {
        ask: () => callBackend(stage.system, stage.brand, key, route, { ok: true }),
        async holds() {
          await stage.system.runtime.settled();
          expect(await told(visitor.conversation, 'request_answered')).toHaveLength(1);
        },
      };
    });
  });

  it('of a login by which another conversation is closed', async () => {
    expectOk(await changeSettings(stage, 'authentication', { openConversation: 'keep_this' }), 200);
    await killEach('step-up', 200, async () => {
      const sub = somebody();
      const earlier = await loggedIn(sub);
      const visitor = await visit(stage.system, stage.brand);
      const verifier = newToken();
      const begun = await consumer(stage, visitor, 'challenges', {
        method: 'token',
        verifierHash: s256(verifier),
      });
      const { challenge, nonce } = expectOk(begun, 201).body as { challenge: string; nonce: string };
      const token = await stage.brand.sign({ nonce, sub });
      const next = newToken();
      return {
        ask: () => redeem(stage.brand, visitor, { challenge, verifier, nonce }, token, next),
        async holds() {
          await stage.system.runtime.settled();
          const there = { event: 'continued', way: 'there', conversation: visitor.conversation };
          expect(await told(earlier.conversation, 'continued')).toEqual([there]);
          const here = { event: 'continued', way: 'here', conversation: earlier.conversation };
          expect(await told(visitor.conversation, 'continued')).toEqual([here]);
        },
      };
    });
    expectOk(await changeSettings(stage, 'authentication', { openConversation: 'keep_both' }), 200);
  });
});

describe('a login without a repeat', () => {
  it('lets the request go on that waits for it: the stream does the rest', async () => {
    const visitor = await visit(stage.system, stage.brand);
    await accept(stage.agent, visitor.conversation);
    const made = expectOk(await requestIn(visitor).ask(), 200);
    const [asked] = await told(visitor.conversation, 'challenge_requested');
    const verifier = newToken();
    const start = { method: 'token', verifierHash: s256(verifier) };
    const begun = await consumer(stage, visitor, `challenges/${asked?.challenge}/start`, start);
    const nonce = String(expectOk(begun, 200).body.nonce);
    const login = { challenge: String(asked?.challenge), verifier, nonce };
    const token = await stage.brand.sign({ nonce, acr: 'high' });
    const kill = { function: 'step-up', operation: 'write', nth: 3, damage: 'kill' } as const;
    const disarm = stage.system.runtime.faults.add(kill);
    expect(died(await redeem(stage.brand, visitor, login, token, newToken()))).toBe(true);
    disarm();
    await stage.system.runtime.settled();
    const url = `${stage.system.origin}/api/agent/conversations/${visitor.conversation}/requests/${made.body.id}`;
    expect((await http(url, { cookie: stage.agent.cookie })).body).toMatchObject({ state: 'released' });
  });
});

/** A protected request in a visitor's conversation, which can be made again. */
function requestIn({ conversation }: Visitor) {
  const { origin } = stage.system;
  const url = `${origin}/api/agent/conversations/${conversation}/requests`;
  const body = { id: newToken(), name: 'statement', input: {} };
  return { ask: () => http(url, { origin, cookie: stage.agent.cookie, body }) };
}
