import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Conduct } from '../support/foreign-provider.ts';
import { ForeignStage, refusal } from '../support/foreign-stage.ts';
import type { Answer } from '../support/http.ts';
import { ada, logInAt, redeemAway, startAway, tryStart } from '../support/oidc.ts';

let stage: ForeignStage;
beforeAll(async () => {
  stage = await ForeignStage.set();
}, 120_000);
afterAll(() => stage.stop());
beforeEach(() => stage.clear());

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
    const refused = await stage.logIn({ answer });
    expect(refused).toMatchObject(refusal(status, code));
    expect(JSON.stringify(refused.body)).not.toContain('<script>');
  });

  it('of which the issuer is another is not taken to any token endpoint', async () => {
    await stage.logIn({ answer: { iss: stage.system.real.issuer } });
    expect(stage.provider.exchanges).toEqual([]);
  });

  it('need not name its issuer where the provider does not say that it does', async () => {
    await stage.forget();
    stage.provider.conduct = { discovery: { authorization_response_iss_parameter_supported: false } };
    const away = await stage.start();
    const { iss: _, ...answer } = stage.provider.authorize(away.url);
    expect((await stage.redeem(away, answer)).status).toBe(200);
  });
});

describe('a provider whose host misbehaves', () => {
  /** As the function's own time goes: the machine of a test may be busy. */
  const inSixSeconds = async (work: Promise<Answer>): Promise<Answer> => {
    const { meter } = stage.system.runtime;
    const before = meter.last;
    const answer = await work;
    const times = meter.since(before).filter(({ function: name }) => name === 'step-up');
    expect(times.length).toBeGreaterThan(0);
    for (const { ms } of times) expect(ms).toBeLessThan(6000);
    return answer;
  };

  it.each<[string, Conduct]>([
    ['fails', { token: (_, response) => response.writeHead(500).end() }],
    ['redirects', { token: (_, response) => response.writeHead(302, { location: '/other' }).end() }],
    ['answers too much', { token: (_, response) => response.end('x'.repeat(200_000)) }],
    ['hangs up', { token: (_, response) => response.destroy() }],
    ['is silent', { token: () => {} }],
  ])('at its token endpoint: %s', async (_, conduct) => {
    const answer = await inSixSeconds(stage.logIn(conduct));
    expect(answer).toMatchObject(refusal(503, 'unavailable', { retryable: true }));
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
    expect(await stage.logIn(conduct)).toMatchObject(refusal(422, 'login_refused'));
  });

  it('with silent keys: in 6 s, while another login goes through', async () => {
    const away = await stage.start();
    await stage.forget();
    const brought = stage.provider.authorize(away.url);
    stage.provider.conduct = { jwks: () => {} };
    const slow = inSixSeconds(stage.redeem(away, brought));
    const other = await stage.welcome();
    const theirs = await startAway(stage.brand, other, await stage.ask(other), 'public');
    const quick = await redeemAway(stage.brand, other, theirs, await logInAt(theirs.url, ada));
    expect(quick).toMatchObject({ status: 200, body: { name: 'Ada Verhoeven' } });
    expect(await slow).toMatchObject(refusal(503, 'unavailable'));
    await stage.forget();
  });

  it('with keys that take long and then a token endpoint that does: in 6 s all the same', async () => {
    const away = await stage.start();
    await stage.forget();
    const brought = stage.provider.authorize(away.url);
    stage.provider.conduct = {
      jwks: (_, response) => void setTimeout(() => response.end('{"keys":[]}'), 3500),
      token: () => {},
    };
    expect(await inSixSeconds(stage.redeem(away, brought))).toMatchObject(refusal(503, 'unavailable'));
    stage.provider.conduct = {};
    await stage.forget();
  });

  it('and leaves the same code to be tried again once it is well', async () => {
    const away = await stage.start();
    await stage.forget();
    const answer = stage.provider.authorize(away.url);
    stage.provider.conduct = { jwks: (_, response) => response.writeHead(500).end() };
    expect(await stage.redeem(away, answer)).toMatchObject(refusal(503, 'unavailable'));
    expect(stage.provider.exchanges).toEqual([]);
    stage.provider.conduct = {};
    await stage.forget();
    expect((await stage.redeem(away, answer)).status).toBe(200);
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
    const challenge = await stage.ask();
    await stage.forget();
    stage.provider.conduct = { discovery };
    const answer = await tryStart(stage.brand, stage.visitor, challenge, { provider: 'foreign' });
    expect(answer).toMatchObject(refusal(503, 'unavailable'));
    expect(answer.body).not.toHaveProperty('url');
    await stage.forget();
  });
});

describe('the keys of a provider', () => {
  it('are asked for anew at an unknown kid, and not again for each', async () => {
    await stage.forget();
    stage.provider.asked.clear();
    expect((await stage.logIn({})).status).toBe(200);
    for (let i = 0; i < 3; i += 1) {
      await stage.clear();
      const idToken: Conduct['idToken'] = (claims, provider) =>
        provider.sign(claims, { kid: `made-up-${i}` });
      expect(await stage.logIn({ idToken })).toMatchObject(
        refusal(422, 'token_refused', { reason: 'key_unknown' }),
      );
    }
    // Once for the first login, once for the first unknown kid.
    expect(stage.provider.asked.get('/jwks')).toBe(2);
  });
});
