import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accept, newToken, type Visitor, visit } from '../support/people.ts';
import {
  answerLogin,
  askedLogin,
  changeSettings,
  manage,
  openStage,
  ownLogin,
  type Stage,
  timelineOf,
} from '../support/stage.ts';
import { expectOk } from '../support/system.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const scale = { acrScale: ['bronze', 'silver', 'gold'], notNowMinutes: 0 };
  expectOk(await changeSettings(stage, 'authentication', scale), 200);
}, 60_000);
afterAll(() => stage.system.stop());

const seconds = () => Math.floor(Date.now() / 1000);

async function accepted(): Promise<Visitor> {
  const visitor = await visit(stage.system, stage.brand);
  await accept(stage.agent, visitor.conversation);
  return visitor;
}

const ask = (visitor: Visitor, wants: object = {}) =>
  stage.agent.socket.call({
    action: 'agent.ask',
    id: newToken(),
    conversation: visitor.conversation,
    ...wants,
  });

async function asked(wants: object): Promise<{ visitor: Visitor; challenge: string }> {
  const visitor = await accepted();
  const answer = await ask(visitor, wants);
  if (answer.type !== 'answer') throw new Error(JSON.stringify(answer));
  return { visitor, challenge: String(answer.result?.challenge) };
}

describe('a login of a given level', () => {
  it('is asked for by a value on the scale only', async () => {
    expect(await ask(await accepted(), { acr: 'platinum' })).toMatchObject({
      error: { code: 'invalid_request', errors: [{ path: 'acr' }] },
    });
  });

  it('must be of that level or a stronger one; what it does not say is the weakest', async () => {
    const { visitor, challenge } = await asked({ acr: 'silver' });
    for (const claims of [{}, { acr: 'bronze' }, { acr: 'unheard-of' }]) {
      expect(await answerLogin(stage, visitor, challenge, claims)).toMatchObject({
        status: 409,
        body: {
          code: 'cannot_satisfy',
          detail: 'insufficient_user_authentication, acr_values="silver gold"',
        },
      });
    }
    const timeline = await timelineOf(stage, visitor.conversation);
    expect(timeline.filter(({ event }) => event === 'challenge_failed')).toMatchObject([
      { why: 'cannot_satisfy' },
      { why: 'cannot_satisfy' },
      { why: 'cannot_satisfy' },
    ]);
    // Three tries are all; nobody is prompted again by itself.
    expect(timeline.filter(({ event }) => event === 'challenge_requested')).toHaveLength(1);
    const again = await ask(visitor, { acr: 'silver' });
    const gold = await answerLogin(stage, visitor, String(again.result?.challenge), { acr: 'gold' });
    expect(gold).toMatchObject({ status: 200, body: { assurance: { level: 'authenticated', acr: 'gold' } } });
  });

  it('of the weakest level is any login', async () => {
    const { visitor, challenge } = await asked({ acr: 'bronze' });
    expect(await answerLogin(stage, visitor, challenge)).toMatchObject({ status: 200 });
  });

  it('is shown to the consumer as it was asked for', async () => {
    const { visitor, challenge } = await asked({ acr: 'gold', maxAge: 60, reason: 'To see the contract' });
    const shown = await visitor.socket.until(
      (one) => one.type === 'entry' && (one.challenge as { id?: string })?.id === challenge,
    );
    expect(shown.challenge).toMatchObject({
      acr: 'gold',
      maxAge: 60,
      reason: 'To see the contract',
      methods: [{ method: 'token' }],
    });
  });

  it('never lowers what is known', async () => {
    const visitor = await accepted();
    expect(await ownLogin(stage, visitor, { acr: 'gold' })).toMatchObject({ status: 200 });
    // Neither by the agent, who asks for less, nor by the consumer who renews.
    const again = await ask(visitor, { acr: 'bronze' });
    const weaker = await answerLogin(stage, visitor, String(again.result?.challenge), { acr: 'silver' });
    expect(weaker.body).toMatchObject({ code: 'cannot_satisfy' });
    const same = await answerLogin(stage, visitor, String(again.result?.challenge), { acr: 'gold' });
    expect(same.body).toMatchObject({ assurance: { acr: 'gold' } });
    expect((await ownLogin(stage, visitor, {})).body).toMatchObject({ code: 'cannot_satisfy' });
  });
});

describe('a login of a given age', () => {
  it('must say when it was, and be fresh enough', async () => {
    const { visitor, challenge } = await asked({ maxAge: 300 });
    for (const claims of [{}, { auth_time: seconds() - 400 }])
      expect((await answerLogin(stage, visitor, challenge, claims)).body).toMatchObject({
        code: 'cannot_satisfy',
        detail: 'insufficient_user_authentication, max_age=300',
      });
    expect(await answerLogin(stage, visitor, challenge, { auth_time: seconds() - 200 })).toMatchObject({
      status: 200,
    });
  });

  it('is fresh when it was made after the consumer began to answer', async () => {
    const { visitor, challenge } = await asked({ maxAge: 0 });
    const stale = await answerLogin(stage, visitor, challenge, { auth_time: seconds() - 120 });
    expect(stale.body).toMatchObject({ code: 'cannot_satisfy' });
    expect(await answerLogin(stage, visitor, challenge, { auth_time: seconds() })).toMatchObject({
      status: 200,
    });
  });
});

describe('asking', () => {
  it('waits a while after a not now', async () => {
    expectOk(await changeSettings(stage, 'authentication', { notNowMinutes: 5 }), 200);
    const { visitor, challenge } = await asked({});
    const { conversation } = visitor;
    await visitor.socket.call({ action: 'consumer.decline', conversation, challenge });
    const again = await ask(visitor);
    expect(again).toMatchObject({ error: { code: 'asked_too_soon' } });
    const wait = Number((again.error as { retryAfter?: number })?.retryAfter);
    expect(wait).toBeGreaterThan(290);
    expect(wait).toBeLessThanOrEqual(300);
    expectOk(await changeSettings(stage, 'authentication', { notNowMinutes: 0 }), 200);
    expect(await ask(visitor)).toMatchObject({ type: 'answer' });
  });

  it('ends after as many prompts as the brand allows', async () => {
    expectOk(await changeSettings(stage, 'authentication', { mostPrompts: 2 }), 200);
    const visitor = await accepted();
    for (const expected of [{ type: 'answer' }, { type: 'answer' }, { error: { code: 'prompt_limit' } }])
      expect(await ask(visitor)).toMatchObject(expected);
    expectOk(await changeSettings(stage, 'authentication', { mostPrompts: 20 }), 200);
  });

  it('has no end while the conversation is open where the brand sets none, and the admin is warned', async () => {
    const changed = expectOk(await changeSettings(stage, 'engagements/help', { requestMinutes: null }), 200);
    expect(changed.body).toMatchObject({ requestMinutes: null });
    const visitor = await accepted();
    const answer = await ask(visitor);
    expect(answer.result).toEqual({ challenge: expect.any(String) });
    // Each start still ends after ten minutes.
    expect(await answerLogin(stage, visitor, String(answer.result?.challenge))).toMatchObject({
      status: 200,
    });
    expectOk(await changeSettings(stage, 'engagements/help', { requestMinutes: 15 }), 200);
    const warned = expectOk(await changeSettings(stage, 'authentication', { requestMinutes: null }), 200);
    expect(warned.body.warnings).toHaveLength(1);
    expectOk(await changeSettings(stage, 'authentication', { requestMinutes: 15 }), 200);
  });

  it('is answered in an accepted way only', async () => {
    const login = { methods: [{ method: 'login_page' }], loginPage: 'https://acme.example/login' };
    expectOk(await changeSettings(stage, 'authentication', login), 200);
    const visitor = await accepted();
    const answer = await ask(visitor);
    const refused = await answerLogin(stage, visitor, String(answer.result?.challenge)).catch(String);
    expect(refused).toContain('method_not_accepted');
    expectOk(await changeSettings(stage, 'authentication', { methods: [{ method: 'token' }] }), 200);
    expect(await askedLogin(stage, visitor)).toMatchObject({ status: 200 });
  });
});

describe('the settings', () => {
  it.each([
    [{ returnAddresses: ['//evil.example'] }, 'returnAddresses.0'],
    [{ returnAddresses: ['https://acme.example\\@evil.example/'] }, 'returnAddresses.0'],
    [{ returnAddresses: ['https://user@acme.example/'] }, 'returnAddresses.0'],
    [{ returnAddresses: ['javascript:alert(1)'] }, 'returnAddresses.0'],
    [{ returnAddresses: ['https://acme.example/#x'] }, 'returnAddresses.0'],
    [{ returnAddresses: ['http://acme.example/'] }, 'returnAddresses.0'],
    [{ methods: [{ method: 'login_page' }], loginPage: undefined }, 'loginPage'],
    [{ methods: [{ method: 'token' }, { method: 'token' }] }, 'methods'],
    [{ acrScale: ['a', 'a'] }, 'acrScale'],
  ])('refuse %j', async (some, path) => {
    expect(await changeSettings(stage, 'authentication', some)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path }] },
    });
  });

  it('take return addresses of pages and of apps', async () => {
    const returnAddresses = [
      'https://acme.example/return.html',
      'http://127.0.0.1:4100/return.html',
      'com.acme.app:/oauth',
    ];
    const changed = await changeSettings(stage, 'authentication', { returnAddresses });
    expect(changed.body).toMatchObject({ returnAddresses });
  });

  it('let nobody overwrite what somebody else has changed', async () => {
    const path = 'authentication';
    expectOk(await changeSettings(stage, path, {}), 200);
    const { body } = await manage(stage, path);
    const { warnings: _, ...settings } = body;
    const stale = { method: 'PUT', body: settings, headers: { 'if-match': '"1"' } };
    expect(await manage(stage, path, stale)).toMatchObject({ status: 412 });
    expect(await manage(stage, path, { ...stale, headers: {} })).toMatchObject({ status: 428 });
  });
});
