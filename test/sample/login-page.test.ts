import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Secrets } from '../../sample/backend.ts';
import { customers } from '../../sample/customers.ts';
import { type Sample, startSample } from '../../sample/server.ts';
import { http } from '../support/http.ts';
import { newToken } from '../support/people.ts';
import { expectOk, type System, s256, startSystem } from '../support/system.ts';

const keyDir = mkdtempSync(join(tmpdir(), 'shop-'));
const [ada] = customers;
let system: System;
let shop: Sample;
beforeAll(async () => {
  system = await startSystem();
  shop = await startSample({ port: 0, providerPort: 0, app: system.origin, keyDir });
  // The provider's address may be fetched from only where the template says so; the login page needs none.
  const { providers: _providers, webhooks: _webhooks, ...brand } = shop.brand;
  const methods = [{ method: 'login_page' as const }];
  const authentication = brand.authentication && { ...brand.authentication, methods };
  const engagements = brand.engagements?.filter(({ id }) => id === 'page') ?? [];
  const made = await system.runtime.invoke('bootstrap', { ...brand, engagements, authentication });
  const { securityKey } = (made as { payload: Pick<Secrets, 'securityKey'> }).payload;
  await shop.keepSecrets({ securityKey, webhook: '', bot: '' });
}, 60_000);
afterAll(async () => {
  await shop.stop();
  await system.stop();
  rmSync(keyDir, { recursive: true });
});

/** A browser at the shop whose chat has begun to log in: the link, and how it redeems. */
async function begin() {
  const base = `${system.origin}/api/consumer/harbour/page`;
  const { origin } = shop;
  const session = expectOk(await http(`${base}/sessions`, { origin, body: {} }), 201).body;
  const { token: bearer, conversation } = session as { token: string; conversation: string };
  const verifier = newToken();
  const at = `${base}/conversations/${conversation}/challenges`;
  const [returnTo] = shop.brand.authentication?.returnAddresses ?? [];
  const body = { method: 'login_page', verifierHash: s256(verifier), returnTo };
  const { challenge, url } = expectOk(await http(at, { origin, bearer, body }), 201).body;
  const redeem = (location: string) => {
    const fragment = new URLSearchParams(new URL(location).hash.slice(1));
    const handed = { code: fragment.get('doorstep_code'), state: fragment.get('doorstep_state') };
    return http(`${at}/${challenge}/redeem`, {
      origin,
      bearer,
      body: { method: 'login_page', verifier, nextTokenHash: s256(newToken()), ...handed },
    });
  };
  return { url: String(url), redeem };
}
const submit = (url: string, entered: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: shop.origin, ...headers },
    body: new URLSearchParams(entered),
  });
const good = { login: String(ada?.login), password: String(ada?.password) };

it('logs a customer in for the chat, on a page that does nothing by being opened', async () => {
  const { url, redeem } = await begin();
  expect(url.startsWith(`${shop.origin}/chat-login?doorstep=`)).toBe(true);
  for (const status of [200, 200]) expect((await fetch(url)).status).toBe(status);
  expect((await submit(url, { ...good, password: 'wrong' })).status).toBe(401);
  expect((await submit(url, good, { origin: 'https://evil.example' })).status).toBe(400);
  const sent = await submit(url, good);
  expect(sent.status).toBe(303);
  const answer = expectOk(await redeem(sent.headers.get('location') ?? ''), 200);
  expect(answer.body).toMatchObject({ name: ada?.name, assurance: { acr: 'password' } });
});

it('asks a customer who is logged in for a click', async () => {
  const loggedIn = await fetch(`${shop.origin}/login`, {
    method: 'POST',
    headers: { origin: shop.origin },
    body: JSON.stringify(good),
  });
  const cookie = loggedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const { url, redeem } = await begin();
  const page = await (await fetch(url, { headers: { cookie } })).text();
  expect(page).toContain(`You are logged in as ${ada?.name}`);
  expect(page).not.toContain('password');
  const sent = await submit(url, {}, { cookie });
  expect(expectOk(await redeem(sent.headers.get('location') ?? ''), 200).body).toMatchObject({
    name: ada?.name,
  });
});

it('says that a link is no longer good, and shows no form without one', async () => {
  const stale = `${shop.origin}/chat-login?doorstep=${newToken()}`;
  expect((await submit(stale, good)).status).toBe(410);
  expect((await fetch(`${shop.origin}/chat-login`)).status).toBe(400);
});

it('keeps its secrets where only its owner reads', () => {
  expect(statSync(join(keyDir, 'secrets.json')).mode & 0o777).toBe(0o600);
});
