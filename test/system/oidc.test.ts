import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleCode } from '../../sample/provider/provider.ts';
import { http } from '../support/http.ts';
import { everything, forgetLimits, itemsOf } from '../support/items.ts';
import { askForLogin } from '../support/login.ts';
import {
  ada,
  ben,
  logInAt,
  type OidcSystem,
  redeemAway,
  registerProviders,
  returnTo,
  startAway,
  startOidcSystem,
  tryStart,
} from '../support/oidc.ts';
import { type Agent, accept, agentAtWork, newToken, pageOf, type Visitor, visit } from '../support/people.ts';
import { priceOf } from '../support/price.ts';
import { createBrand, expectOk, s256, type TestBrand } from '../support/system.ts';

let system: OidcSystem;
let brand: TestBrand;
let agent: Agent;
beforeAll(async () => {
  system = await startOidcSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
  await registerProviders(system, agent.cookie);
}, 120_000);
afterAll(() => system.stop());

/** A visitor whom the agent has asked to log in. */
async function begin(asked: object = {}): Promise<{ visitor: Visitor; challenge: string }> {
  await forgetLimits(system);
  const visitor = await visit(system, brand);
  const { conversation } = visitor;
  await accept(agent, conversation);
  const answer = await agent.socket.call({ action: 'agent.ask', conversation, ...asked });
  return { visitor, challenge: String(answer.result?.challenge) };
}

const stepUpRoute =
  'POST /api/consumer/{brand}/{engagement}/conversations/{conversation}/challenges/{challenge}/redeem';

describe('a login at a real provider', () => {
  it.each(['public', 'basic', 'with-key'])('of the client %s steps the conversation up', async (provider) => {
    const { visitor, challenge } = await begin();
    const away = await startAway(brand, visitor, challenge, provider);
    const next = newToken();
    const redeemed = await redeemAway(brand, visitor, away, await logInAt(away.url, ada), next);
    expect(expectOk(redeemed, 200).body).toMatchObject({
      name: 'Ada Verhoeven',
      assurance: { level: 'authenticated', acr: 'password', amr: ['pwd'] },
    });
    visitor.token = next;
    const { body } = expectOk(await pageOf(brand, visitor), 200);
    expect((body.items as { what?: object }[]).map(({ what }) => what)).toContainEqual(
      expect.objectContaining({ event: 'stepped_up', method: 'oidc', issuer: system.real.issuer }),
    );
  });

  it('is asked for with code, PKCE, state and nonce', async () => {
    const { visitor, challenge } = await begin();
    const { url, state } = await startAway(brand, visitor, challenge);
    const { searchParams, origin } = new URL(url);
    expect(origin).toBe(system.real.issuer);
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: 'public',
      redirect_uri: returnTo,
      scope: 'openid profile',
      state,
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  it('is asked for the stronger level, and gives it', async () => {
    const { visitor, challenge } = await begin({ acr: 'password+code', maxAge: 60 });
    const away = await startAway(brand, visitor, challenge);
    expect(new URL(away.url).searchParams.get('acr_values')).toBe('password+code');
    const brought = await logInAt(away.url, { ...ada, code: sampleCode });
    expect(expectOk(await redeemAway(brand, visitor, away, brought), 200).body).toMatchObject({
      assurance: { acr: 'password+code', amr: ['pwd', 'otp'] },
    });
  });

  it('can be called off, and then be finished by whoever sits there', async () => {
    const { visitor, challenge } = await begin();
    const first = await startAway(brand, visitor, challenge);
    const off = await redeemAway(brand, visitor, first, await logInAt(first.url, { cancel: 'yes' }));
    expect(off).toMatchObject({ status: 409, body: { code: 'login_cancelled' } });
    const second = await startAway(brand, visitor, challenge);
    const brought = await logInAt(second.url, ben);
    // What the first login left behind is of no use with the second one, nor the other way round.
    expect(await redeemAway(brand, visitor, second, { ...brought, state: first.state })).toMatchObject({
      body: { code: 'challenge_not_open' },
    });
    const third = await startAway(brand, visitor, challenge);
    const redeemed = await redeemAway(brand, visitor, third, await logInAt(third.url, ben));
    expect(expectOk(redeemed, 200).body).toMatchObject({ name: 'Ben Okafor' });
  });

  it('of another person tells nothing once the conversation has been somebody’s', async () => {
    const { visitor, challenge } = await begin();
    const away = await startAway(brand, visitor, challenge);
    const next = newToken();
    expectOk(await redeemAway(brand, visitor, away, await logInAt(away.url, ada), next), 200);
    visitor.token = next;
    const again = await startAway(brand, visitor, await askForLogin(agent, visitor.conversation));
    const refused = await redeemAway(brand, visitor, again, await logInAt(again.url, ben));
    expect(refused).toMatchObject({ status: 409, body: { code: 'other_identity' } });
    expect(JSON.stringify(refused.body)).not.toMatch(/Ada|Ben|customer/);
  });

  it('is of the same person as a token of the shared namespace', async () => {
    const identities = new Set<unknown>();
    for (const provider of ['public', 'with-key']) {
      const { visitor, challenge } = await begin();
      const away = await startAway(brand, visitor, challenge, provider);
      expectOk(await redeemAway(brand, visitor, away, await logInAt(away.url, ada)), 200);
      const { head } = await itemsOf(system, brand, visitor.conversation);
      identities.add(head.identity);
    }
    expect(identities.size).toBe(1);
  });
});

describe('a login that somebody else completes', () => {
  it('gives nothing to the one who sent the link: the answer goes to the browser that logged in', async () => {
    const { visitor: sender, challenge } = await begin();
    const away = await startAway(brand, sender, challenge);
    // Another person opens the link, and has a chat of her own.
    const { visitor: other, challenge: own } = await begin();
    const hers = await startAway(brand, other, own);
    const brought = await logInAt(away.url, ada);
    // Her page knows neither the state nor the verifier, and offers what came with what it has.
    expect(await redeemAway(brand, other, hers, brought)).toMatchObject({
      status: 409,
      body: { code: 'challenge_not_open' },
    });
    // The sender has the verifier, and no code that belongs to it.
    expect(
      await redeemAway(brand, sender, away, { state: away.state, code: 'guess', iss: system.real.issuer }),
    ).toMatchObject({ status: 422, body: { code: 'login_refused' } });
    const { head } = await itemsOf(system, brand, sender.conversation);
    expect(head.assurance).toEqual({ level: 'anonymous' });
  });

  it('is of no use for whoever has the code and the state without the verifier', async () => {
    const { visitor, challenge } = await begin();
    const away = await startAway(brand, visitor, challenge);
    const brought = await logInAt(away.url, ada);
    const lost = { challenge, verifier: newToken() };
    expect(await redeemAway(brand, visitor, lost, brought)).toMatchObject({
      body: { code: 'challenge_not_open' },
    });
    // The rightful browser loses nothing by it.
    expect((await redeemAway(brand, visitor, away, brought)).status).toBe(200);
  });

  it('cannot be answered by a start that another has superseded', async () => {
    const { visitor, challenge } = await begin();
    const first = await startAway(brand, visitor, challenge);
    const brought = await logInAt(first.url, ada);
    await startAway(brand, visitor, challenge);
    expect(await redeemAway(brand, visitor, first, brought)).toMatchObject({
      body: { code: 'challenge_not_open' },
    });
  });
});

describe('a start', () => {
  it.each([
    undefined,
    'https://acme.example/return/',
    'https://acme.example/return?next=1',
    'https://acme.example/return#',
    'https://ACME.example/return',
    'https://acme.example:443/return',
    'https://acme.example@evil.example/return',
    '//evil.example/return',
    '/return',
    'https:\\\\evil.example/return',
    'javascript:alert(1)',
    'com.acme.app:/login/',
    'com.acme.app://login',
  ])('ends at no address but a registered one: not at %s', async (to) => {
    const { visitor, challenge } = await waiting();
    const answer = await tryStart(brand, visitor, challenge, { returnTo: to });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body).not.toHaveProperty('url');
  });

  it('made again is the same login', async () => {
    const { visitor, challenge } = await begin();
    const verifier = newToken();
    const start = () => tryStart(brand, visitor, challenge, { verifierHash: s256(verifier) });
    const first = expectOk(await start(), 200).body;
    expect((await start()).body).toEqual(first);
    const brought = await logInAt(String(first.url), ada);
    expect((await redeemAway(brand, visitor, { challenge, verifier }, brought)).status).toBe(200);
  });

  it('may end in an app', async () => {
    const { visitor, challenge } = await waiting();
    const answer = await tryStart(brand, visitor, challenge, {
      provider: 'foreign',
      returnTo: 'com.acme.app:/login',
    });
    const { url } = expectOk(answer, 200).body;
    expect(new URL(String(url)).searchParams.get('redirect_uri')).toBe('com.acme.app:/login');
  });

  it.each(['nobody', 'public-', ''])('needs a provider that is accepted: not "%s"', async (provider) => {
    const { visitor, challenge } = await waiting();
    const answer = await tryStart(brand, visitor, challenge, { provider });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toHaveProperty('url');
  });
});

/** A visitor who is asked and has not answered; the same one for all tests that leave it so. */
let idle: Promise<{ visitor: Visitor; challenge: string }> | undefined;
async function waiting() {
  idle ??= begin();
  const { visitor } = await idle;
  return { visitor, challenge: await askForLogin(agent, visitor.conversation) };
}

describe('a redeem', () => {
  it('costs 7 writes and 3 reads in 4 trips; one of the writes is the stream’s', async () => {
    for (const provider of ['public', 'with-key']) {
      const { visitor, challenge } = await begin();
      const away = await startAway(brand, visitor, challenge, provider);
      const brought = await logInAt(away.url, ada);
      const cost = await priceOf(system, stepUpRoute, async () => {
        expectOk(await redeemAway(brand, visitor, away, brought), 200);
      });
      expect(cost).toMatchObject({ writes: 6, reads: 3, trips: 4, pushes: 1 });
    }
  });

  it('made again answers the same; with another session it is too late', async () => {
    const { visitor, challenge } = await begin();
    const away = await startAway(brand, visitor, challenge);
    const brought = await logInAt(away.url, ada);
    const next = newToken();
    const first = expectOk(await redeemAway(brand, visitor, away, brought, next), 200);
    expect((await redeemAway(brand, visitor, away, brought, next)).body).toEqual(first.body);
    expect(await redeemAway(brand, visitor, away, brought)).toMatchObject({
      body: { code: 'already_stepped_up' },
    });
    // What it was answered from is for who has the verifier alone.
    const kept = (await everything(system)).find(({ pk }) => pk.endsWith(`#login#${s256(away.state)}`));
    expect(kept?.login).toEqual(expect.any(String));
    expect(JSON.stringify(kept)).not.toMatch(/Ada Verhoeven|"subject"/);
  });

  it('made 50 times at once succeeds as one', async () => {
    const { visitor, challenge } = await begin();
    const away = await startAway(brand, visitor, challenge);
    const brought = await logInAt(away.url, ada);
    const next = newToken();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => redeemAway(brand, visitor, away, brought, next)),
    );
    const good = answers.filter(({ status }) => status === 200);
    expect(good.length).toBeGreaterThan(0);
    expect(new Set(good.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    for (const { status, body } of answers)
      if (status !== 200) expect(['login_refused', 'unavailable', 'challenge_not_open']).toContain(body.code);
    const { head, items } = await itemsOf(system, brand, visitor.conversation);
    expect(head.epoch).toBe(1);
    expect(items.filter(({ what }) => (what as { event?: string })?.event === 'stepped_up')).toHaveLength(1);
  });

  it('made again after a kill at any write ends well, though its code is spent', async () => {
    for (let nth = 1; nth <= 4; nth += 1) {
      const { visitor, challenge } = await begin();
      const away = await startAway(brand, visitor, challenge, 'foreign');
      const brought = system.foreign.authorize(away.url);
      const next = newToken();
      const disarm = system.runtime.faults.add({
        function: 'step-up',
        operation: 'write',
        nth,
        damage: 'kill',
      });
      expect((await redeemAway(brand, visitor, away, brought, next)).status).toBeGreaterThanOrEqual(500);
      disarm();
      expect((await redeemAway(brand, visitor, away, brought, next)).status).toBe(200);
      const { items } = await itemsOf(system, brand, visitor.conversation);
      const stepped = items.filter(({ what }) => (what as { event?: string })?.event === 'stepped_up');
      expect(stepped).toHaveLength(1);
    }
  });
});

describe('when KMS does not answer', () => {
  it('the answer may be tried again, and the code is not spent', async () => {
    const { visitor, challenge } = await begin();
    const away = await startAway(brand, visitor, challenge, 'with-key');
    const brought = await logInAt(away.url, ada);
    // A new environment has no secret open.
    await system.runtime.functions.get('step-up')?.restart();
    const damage = { error: 'KMSInternalException', status: 500 };
    const mend = system.runtime.faults.add({ function: 'step-up', service: 'kms', times: 20, damage });
    expect(await redeemAway(brand, visitor, away, brought)).toMatchObject({
      status: 503,
      body: { code: 'unavailable', retryable: true },
    });
    mend();
    expect((await redeemAway(brand, visitor, away, brought)).status).toBe(200);
  });
});

describe('another brand', () => {
  it('sees nothing of providers, starts and keys', async () => {
    const other = await createBrand(system, 'other');
    const away = await startAway(brand, (await waiting()).visitor, (await waiting()).challenge);
    const stranger = await visit(system, other);
    const answer = await redeemAway(other, stranger, away, { state: away.state, code: 'x' });
    expect(answer.body).toMatchObject({ code: 'challenge_not_open' });
    const jwks = (id: string) => `${system.origin}/api/consumer/${id}/providers/with-key/jwks.json`;
    expect((await http(jwks('other'))).status).toBe(404);
    const { keys } = expectOk(await http(jwks('acme')), 200).body as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});
