import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { type SampleProvider, sampleCode, startProvider } from '../../sample/provider/provider.ts';
import { ada, logInAt } from '../support/oidc.ts';

const site = 'http://127.0.0.1:4100';
const redirect = `${site}/return.html`;
let provider: SampleProvider;
beforeAll(async () => {
  const shop = {
    client_id: 'doorstep',
    token_endpoint_auth_method: 'none' as const,
    redirect_uris: [redirect],
  };
  provider = await startProvider({ port: 0, sites: [site], clients: [shop] });
});
afterAll(() => provider.stop());

const verifier = 'v'.repeat(43);
const s256 = async (text: string) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('base64url');

async function authorization(more: Record<string, string> = {}): Promise<string> {
  const url = new URL(`${provider.issuer}/auth`);
  const asked = {
    response_type: 'code',
    client_id: 'doorstep',
    redirect_uri: redirect,
    scope: 'openid profile',
    state: 'state',
    nonce: 'nonce',
    code_challenge: await s256(verifier),
    code_challenge_method: 'S256',
    ...more,
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url.href;
}

async function claimsOf(code: string | undefined) {
  const form = { grant_type: 'authorization_code', code: code ?? '', redirect_uri: redirect };
  const answer = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, client_id: 'doorstep', code_verifier: verifier }),
  });
  const { id_token: token = '' } = (await answer.json()) as { id_token?: string };
  const keys = (await (await fetch(`${provider.issuer}/jwks`)).json()) as JSONWebKeySet;
  const expected = { issuer: provider.issuer, audience: 'doorstep' };
  return (await jwtVerify(token, createLocalJWKSet(keys), expected)).payload;
}

describe('the sample provider', () => {
  it('logs a customer in and says who, how and when', async () => {
    const { code, iss, state } = await logInAt(await authorization(), ada);
    expect([iss, state]).toEqual([provider.issuer, 'state']);
    expect(await claimsOf(code)).toMatchObject({
      sub: 'customer-1001',
      name: 'Ada Verhoeven',
      plan: 'Crew',
      nonce: 'nonce',
      acr: 'password',
      amr: ['pwd'],
      auth_time: expect.any(Number),
    });
  });

  it('asks for a code where only the stronger level will do', async () => {
    const strong = await authorization({ acr_values: 'password+code' });
    await expect(logInAt(strong, ada)).rejects.toThrow('401');
    const { code } = await logInAt(strong, { ...ada, code: sampleCode });
    expect(await claimsOf(code)).toMatchObject({ acr: 'password+code', amr: ['pwd', 'otp'] });
    const either = await authorization({ acr_values: 'password password+code' });
    expect(await claimsOf((await logInAt(either, ada)).code)).toMatchObject({ acr: 'password' });
  });

  it('takes no wrong password, and a change of mind', async () => {
    await expect(logInAt(await authorization(), { ...ada, password: 'wrong' })).rejects.toThrow('401');
    expect(await logInAt(await authorization(), { cancel: 'yes' })).toMatchObject({ error: 'access_denied' });
  });

  it('sends nobody anywhere else', async () => {
    const answer = await fetch(await authorization({ redirect_uri: 'https://evil.example/' }), {
      redirect: 'manual',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  it('cuts its opener off, and lets its form lead to the shop alone', async () => {
    const { headers } = await fetch(await authorization());
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('content-security-policy')).toContain(`form-action 'self' ${site};`);
  });
});
