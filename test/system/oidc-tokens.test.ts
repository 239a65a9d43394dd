import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import type { Conduct } from '../support/foreign-provider.ts';
import { ForeignStage, refusal } from '../support/foreign-stage.ts';

let stage: ForeignStage;
beforeAll(async () => {
  stage = await ForeignStage.set();
}, 120_000);
afterAll(() => stage.stop());
beforeEach(() => stage.clear());

const now = () => Math.floor(Date.now() / 1000);

it('takes a good provider', async () => {
  expect(await stage.logIn({})).toMatchObject({ status: 200, body: { name: 'Fay Foreign' } });
  const [exchange] = stage.provider.exchanges;
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
    expect(await stage.logIn(conduct)).toMatchObject({ body: { code } });
  });

  it('may be one of several audiences when it is for this party', async () => {
    const claims = { aud: ['acme', 'other'], azp: 'acme' };
    expect((await stage.logIn({ claims })).status).toBe(200);
  });

  it('may come from a clock that differs by half a minute', async () => {
    expect((await stage.logIn({ claims: { iat: now() + 20, exp: now() - 20 } })).status).toBe(200);
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
    const answer = await stage.logIn({ claims: claims() }, asked);
    expect(answer).toMatchObject(good ? { status: 200 } : { status: 409, body: { code: 'cannot_satisfy' } });
  });

  it('are asked of the provider, and a fresh login that does not satisfy is not followed by another', async () => {
    const away = await stage.start({ acr: 'middle', maxAge: 0 });
    expect(Object.fromEntries(new URL(away.url).searchParams)).toMatchObject({
      acr_values: 'middle high',
      max_age: '0',
      prompt: 'login',
    });
    const answer = await stage.redeem(away, stage.provider.authorize(away.url));
    expect(answer).toMatchObject(refusal(409, 'cannot_satisfy'));
    expect(answer.body).not.toHaveProperty('url');
  });
});
