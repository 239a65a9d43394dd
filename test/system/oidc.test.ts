import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askForLogin } from '../support/login.ts';
import {
  ada,
  logInAt,
  type OidcSystem,
  redeemAway,
  registerProviders,
  returnTo,
  startAway,
  startOidcSystem,
} from '../support/oidc.ts';
import { type Agent, accept, agentAtWork, newToken, pageOf, type Visitor, visit } from '../support/people.ts';
import { createBrand, expectOk, type TestBrand } from '../support/system.ts';

let system: OidcSystem;
let brand: TestBrand;
let agent: Agent;
beforeAll(async () => {
  system = await startOidcSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
  await registerProviders(system, agent.cookie);
}, 60_000);
afterAll(() => system.stop());

async function begin(): Promise<{ visitor: Visitor; challenge: string }> {
  const visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  return { visitor, challenge: await askForLogin(agent, visitor.conversation) };
}

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
});
