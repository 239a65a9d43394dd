import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import type { Conduct } from '../support/foreign-provider.ts';
import type { Answer } from '../support/http.ts';
import { forgetLimits } from '../support/items.ts';
import {
  ada,
  logInAt,
  type OidcSystem,
  redeemAway,
  registerProviders,
  type StartedAway,
  startAway,
  startOidcSystem,
  tryStart,
} from '../support/oidc.ts';
import { type Agent, accept, agentAtWork, type Visitor, visit } from '../support/people.ts';
import { createBrand, type TestBrand } from '../support/system.ts';

let system: OidcSystem;
let brand: TestBrand;
let agent: Agent;
let visitor: Visitor;
beforeAll(async () => {
  system = await startOidcSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
  await registerProviders(system, agent.cookie, ['low', 'middle', 'high']);
}, 120_000);
afterAll(() => system.stop());
/** Whether the visitor's conversation is still nobody's, so that the next test may go on with it. */
let unused = false;
beforeEach(async () => {
  if (!unused) await welcome();
});
afterEach(() => {
  system.foreign.conduct = {};
  system.foreign.exchanges.length = 0;
});

async function welcome(): Promise<void> {
  await forgetLimits(system);
  visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  unused = true;
}

/** What the visitor's browser brings back, redeemed. */
async function redeem(away: StartedAway, brought: Record<string, string>): Promise<Answer> {
  const answer = await redeemAway(brand, visitor, away, brought);
  if (answer.status === 200) unused = false;
  return answer;
}

const now = () => Math.floor(Date.now() / 1000);

/** Asks, starts at the foreign provider. */
async function start(asked: object = {}): Promise<StartedAway> {
  const answer = await agent.socket.call({
    action: 'agent.ask',
    conversation: visitor.conversation,
    ...asked,
  });
  if (answer.type !== 'answer') throw new Error(JSON.stringify(answer));
  return startAway(brand, visitor, String(answer.result?.challenge), 'foreign');
}

/** Logs in at the provider as it behaves now. */
async function logIn(conduct: Conduct, asked: object = {}) {
  const away = await start(asked);
  system.foreign.conduct = conduct;
  return redeem(away, system.foreign.authorize(away.url));
}

const refusedAs = (status: number, code: string, more: object = {}) => ({
  status,
  body: expect.objectContaining({ code, ...more }),
});

it('takes a good provider', async () => {
  expect(await logIn({})).toMatchObject({ status: 200, body: { name: 'Fay Foreign' } });
  const [exchange] = system.foreign.exchanges;
  expect(Object.fromEntries(exchange ?? [])).toMatchObject({
    grant_type: 'authorization_code',
    client_id: 'acme',
    code_verifier: expect.stringMatching(/^[\w-]{43}$/),
  });
});

describe('an ID token', () => {
  it.each<[string, string, Conduct]>([
    ['of another issuer', 'login_refused', { claims: { iss: 'https://evil.example' } }],
    ['for another client', 'login_refused', { claims: { aud: 'other' } }],
    ['for several, and another party', 'login_refused', { claims: { aud: ['acme', 'other'], azp: 'other' } }],
    ['for several, without a party', 'login_refused', { claims: { aud: ['acme', 'other'] } }],
    ['with another nonce', 'login_refused', { claims: { nonce: 'other' } }],
    ['without nonce', 'login_refused', { claims: { nonce: undefined } }],
    ['that has expired', 'login_refused', { claims: { exp: 1_700_000_000 } }],
    ['without an end', 'login_refused', { claims: { exp: undefined } }],
    ['without iat', 'login_refused', { claims: { iat: undefined } }],
    ['of the future', 'token_refused', { claims: { iat: 4_000_000_000, exp: 4_000_000_060 } }],
    ['of a login in the future', 'token_refused', { claims: { auth_time: 4_000_000_000 } }],
    ['without subject', 'login_refused', { claims: { sub: undefined } }],
    ['with an empty subject', 'token_refused', { claims: { sub: '' } }],
    ['with a long subject', 'token_refused', { claims: { sub: 'x'.repeat(256) } }],
    ['with a subject that is a number', 'login_refused', { claims: { sub: 7 } }],
    [
      'with the hash of another access token',
      'token_refused',
      { claims: { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } },
    ],
    ['that is none', 'login_refused', { idToken: () => 'none' }],
    [
      'that is not signed',
      'login_refused',
      { idToken: (claims) => `${encoded({ alg: 'none' })}.${encoded(claims)}.` },
    ],
    ['signed with a shared secret', 'login_refused', { idToken: (claims) => hs256(claims, 'acme') }],
    [
      'signed by a key of nobody',
      'token_refused',
      { idToken: (claims, provider) => provider.sign(claims, { kid: 'unknown' }) },
    ],
    [
      'that brings its own key',
      'token_refused',
      {
        idToken: async (claims) => {
          const { publicKey, privateKey } = await crypto.subtle.generateKey(
            { name: 'ECDSA', namedCurve: 'P-256' },
            true,
            ['sign', 'verify'],
          );
          const jwk = await crypto.subtle.exportKey('jwk', publicKey);
          return new SignJWT(claims)
            .setProtectedHeader({ alg: 'ES256', kid: 'good', jwk: jwk as never })
            .sign(privateKey);
        },
      },
    ],
    [
      'with something critical in its header',
      'login_refused',
      { idToken: (claims, provider) => withCrit(claims, provider.sign(claims)) },
    ],
  ])('%s is %s', async (_, code, conduct) => {
    expect(await logIn(conduct)).toMatchObject({ body: { code } });
  });

  it('may be one of several audiences when it is for this party', async () => {
    const claims = { aud: ['acme', 'other'], azp: 'acme' };
    expect((await logIn({ claims })).status).toBe(200);
  });

  it('may come from a clock that differs by half a minute', async () => {
    expect((await logIn({ claims: { iat: now() + 20, exp: now() - 20 } })).status).toBe(200);
  });
});

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
function hs256(claims: object, key: string): string {
  const signed = `${encoded({ alg: 'HS256', kid: 'good' })}.${encoded(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
async function withCrit(claims: object, token: Promise<string>): Promise<string> {
  const header = encoded({ alg: 'ES256', kid: 'good', crit: ['exp'] });
  return `${header}.${encoded(claims)}.${(await token).split('.')[2]}`;
}

describe('strength and freshness', () => {
  const ago = (seconds: number) => () => ({ auth_time: now() - seconds });
  it.each<[string, object, () => Record<string, unknown>, boolean]>([
    ['the level that was asked for', { acr: 'middle' }, () => ({ acr: 'middle' }), true],
    ['a higher level', { acr: 'middle' }, () => ({ acr: 'high' }), true],
    ['a lower level', { acr: 'middle' }, () => ({ acr: 'low' }), false],
    ['a level that is not on the scale', { acr: 'middle' }, () => ({ acr: 'excellent' }), false],
    ['no level', { acr: 'middle' }, () => ({}), false],
    ['a level of the wrong type', { acr: 'middle' }, () => ({ acr: ['high'] }), false],
    ['no level where the weakest will do', { acr: 'low' }, () => ({}), true],
    ['a login that is fresh enough', { maxAge: 600 }, ago(300), true],
    ['a login that is stale', { maxAge: 600 }, ago(700), false],
    ['a login of an unknown time', { maxAge: 600 }, () => ({ auth_time: undefined }), false],
    ['a login that was made for this', { maxAge: 0 }, ago(0), true],
    ['a login of before, where none of before will do', { maxAge: 0 }, ago(60), false],
    [
      'a login that is strong and stale',
      { acr: 'high', maxAge: 60 },
      () => ({ acr: 'high', ...ago(120)() }),
      false,
    ],
  ])('%s', async (_, asked, claims, good) => {
    const answer = await logIn({ claims: claims() }, asked);
    expect(answer).toMatchObject(good ? { status: 200 } : { status: 409, body: { code: 'cannot_satisfy' } });
  });

  it('are asked of the provider, and a fresh login that does not satisfy is not followed by another', async () => {
    const away = await start({ acr: 'middle', maxAge: 0 });
    expect(Object.fromEntries(new URL(away.url).searchParams)).toMatchObject({
      acr_values: 'middle high',
      max_age: '0',
      prompt: 'login',
    });
    const answer = await redeem(away, system.foreign.authorize(away.url));
    expect(answer).toMatchObject(refusedAs(409, 'cannot_satisfy'));
    expect(answer.body).not.toHaveProperty('url');
  });
});

describe('an answer of the provider by way of the browser', () => {
  it.each<[string, Conduct['answer'], number, string]>([
    ['of another provider (mix-up)', { iss: 'https://evil.example' }, 422, 'login_refused'],
    ['that does not name its issuer', { iss: undefined }, 422, 'login_refused'],
    ['with a code of somebody else', { code: 'made-up' }, 422, 'login_refused'],
    ['without a code', { code: undefined }, 422, 'login_refused'],
    ['access_denied', { code: undefined, error: 'access_denied' }, 409, 'login_cancelled'],
    ['login_required', { code: undefined, error: 'login_required' }, 409, 'cannot_satisfy'],
    ['interaction_required', { code: undefined, error: 'interaction_required' }, 409, 'cannot_satisfy'],
    [
      'unmet_authentication_requirements',
      { code: undefined, error: 'unmet_authentication_requirements' },
      409,
      'cannot_satisfy',
    ],
    ['server_error', { code: undefined, error: 'server_error' }, 503, 'unavailable'],
    ['temporarily_unavailable', { code: undefined, error: 'temporarily_unavailable' }, 503, 'unavailable'],
    ['invalid_scope', { code: undefined, error: 'invalid_scope' }, 422, 'login_refused'],
    ['with an error that is a script', { code: undefined, error: '<script>' }, 422, 'login_refused'],
  ])('%s', async (_, answer, status, code) => {
    const refused = await logIn({ answer });
    expect(refused).toMatchObject(refusedAs(status, code));
    expect(JSON.stringify(refused.body)).not.toContain('<script>');
  });

  it('of which the issuer is another is not taken to any token endpoint', async () => {
    await logIn({ answer: { iss: system.real.issuer } });
    expect(system.foreign.exchanges).toEqual([]);
  });

  it('need not name its issuer where the provider does not say that it does', async () => {
    await rediscover();
    system.foreign.conduct = { discovery: { authorization_response_iss_parameter_supported: false } };
    const away = await start();
    const { iss: _, ...answer } = system.foreign.authorize(away.url);
    expect((await redeem(away, answer)).status).toBe(200);
  });
});

/** Has what functions know of providers forgotten, as a new environment does. */
async function rediscover(): Promise<void> {
  await system.runtime.functions.get('step-up')?.restart();
}

describe('a provider whose host misbehaves', () => {
  const within = async (ms: number, work: Promise<unknown>) => {
    const began = Date.now();
    const result = await work;
    expect(Date.now() - began).toBeLessThan(ms);
    return result;
  };

  it.each<[string, Conduct]>([
    ['fails', { token: (_, response) => response.writeHead(500).end() }],
    ['redirects', { token: (_, response) => response.writeHead(302, { location: '/other' }).end() }],
    ['answers too much', { token: (_, response) => response.end('x'.repeat(200_000)) }],
    ['hangs up', { token: (_, response) => response.destroy() }],
    ['is silent', { token: () => {} }],
  ])('at its token endpoint: %s', async (_, conduct) => {
    const answer = await within(6500, logIn(conduct));
    expect(answer).toMatchObject(refusedAs(503, 'unavailable', { retryable: true }));
  });

  it.each<[string, Conduct]>([
    ['no JSON', { token: (_, response) => response.end('hello') }],
    [
      'an empty object',
      { token: (_, response) => response.setHeader('content-type', 'application/json').end('{}') },
    ],
    [
      'an error of OAuth',
      {
        token: (_, response) =>
          void response
            .writeHead(401, { 'content-type': 'application/json', 'www-authenticate': 'Basic' })
            .end('{"error":"invalid_client"}'),
      },
    ],
  ])('at its token endpoint with %s', async (_, conduct) => {
    expect(await logIn(conduct)).toMatchObject(refusedAs(422, 'login_refused'));
  });

  it('with silent keys and a slow token endpoint: in 6 s in all, while another login goes through', async () => {
    const away = await start();
    await rediscover();
    const brought = system.foreign.authorize(away.url);
    let free = (): void => {};
    system.foreign.conduct = {
      jwks: (_, response) => {
        free = () => response.destroy();
      },
    };
    const slow = within(6500, redeem(away, brought));
    const other = await visit(system, brand);
    await accept(agent, other.conversation);
    const asked = await agent.socket.call({ action: 'agent.ask', conversation: other.conversation });
    const theirs = await startAway(brand, other, String(asked.result?.challenge), 'public');
    const quick = redeemAway(brand, other, theirs, await logInAt(theirs.url, ada));
    expect(await Promise.race([slow, quick])).toMatchObject({ status: 200, body: { name: 'Ada Verhoeven' } });
    expect(await slow).toMatchObject(refusedAs(503, 'unavailable'));
    free();
    await rediscover();
  });

  it('with keys that take long and then a token endpoint that does: in 6 s all the same', async () => {
    const away = await start();
    await rediscover();
    const brought = system.foreign.authorize(away.url);
    system.foreign.conduct = {
      jwks: (_, response) => void setTimeout(() => response.end('{"keys":[]}'), 3500),
      token: () => {},
    };
    expect(await within(6500, redeem(away, brought))).toMatchObject(refusedAs(503, 'unavailable'));
    system.foreign.conduct = {};
    await rediscover();
  });

  it('and leaves the same code to be tried again once it is well', async () => {
    const away = await start();
    await rediscover();
    const answer = system.foreign.authorize(away.url);
    system.foreign.conduct = { jwks: (_, response) => response.writeHead(500).end() };
    expect(await redeem(away, answer)).toMatchObject(refusedAs(503, 'unavailable'));
    expect(system.foreign.exchanges).toEqual([]);
    system.foreign.conduct = {};
    await rediscover();
    expect((await redeem(away, answer)).status).toBe(200);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['of another issuer', { issuer: 'https://evil.example' }],
    ['that leads to a script', { authorization_endpoint: 'javascript:alert(1)' }],
    ['that leads to plain http', { authorization_endpoint: 'http://login.example/authorize' }],
    ['with its token endpoint inside', { token_endpoint: 'http://169.254.169.254/latest' }],
    ['with its keys inside', { jwks_uri: 'file:///etc/passwd' }],
    ['with user info', { token_endpoint: 'https://user:password@login.example/token' }],
    ['without token endpoint', { token_endpoint: undefined }],
  ])('by a discovery document %s', async (_, discovery) => {
    const asked = await agent.socket.call({ action: 'agent.ask', conversation: visitor.conversation });
    await rediscover();
    system.foreign.conduct = { discovery };
    const answer = await tryStart(brand, visitor, String(asked.result?.challenge), { provider: 'foreign' });
    expect(answer).toMatchObject(refusedAs(503, 'unavailable'));
    expect(answer.body).not.toHaveProperty('url');
    await rediscover();
  });
});

describe('the keys of a provider', () => {
  it('are asked for anew at an unknown kid, and not again for each', async () => {
    await rediscover();
    system.foreign.asked.clear();
    expect((await logIn({})).status).toBe(200);
    for (let i = 0; i < 3; i += 1) {
      if (!unused) await welcome();
      const idToken: Conduct['idToken'] = (claims, provider) =>
        provider.sign(claims, { kid: `made-up-${i}` });
      expect(await logIn({ idToken })).toMatchObject(
        refusedAs(422, 'token_refused', { reason: 'key_unknown' }),
      );
    }
    // Once for the first login, once for the first unknown kid.
    expect(system.foreign.asked.get('/jwks')).toBe(2);
  });
});
