import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { redeemCode, startOnPage } from '../support/backend.ts';
import { freePort, type Guide, unpackGuide } from '../support/guide.ts';
import { type Answer, http } from '../support/http.ts';
import { itemsOf } from '../support/items.ts';
import { askForLogin, redeem, startLogin } from '../support/login.ts';
import {
  type Agent,
  accept,
  newClientId,
  newToken,
  openAgentSocket,
  pageOf,
  password,
  type Visitor,
  visit,
} from '../support/people.ts';
import { createBrand, expectOk, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let agent: Agent & { readonly secret: string };
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  const { cookie, secret } = await signIn();
  agent = { cookie, secret, socket: await openAgentSocket(system, cookie), clientId: newClientId() };
}, 60_000);
afterAll(() => system.stop());

let guide: Guide | undefined;
afterEach(() => guide?.stop());

const codeAt = (secret: string, seconds: number) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds });

/** Enrols with the code before, so that the present one is still to be used. */
async function signIn() {
  const { origin } = system;
  let cookie = '';
  const call = async (path: string, body: object) => {
    const answer = await http(`${origin}/api/sign-in/${path}`, { origin, cookie, body });
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return answer.body;
  };
  await call('invitation', { brand: brand.id, invitation: brand.invitation, password });
  await call('password', { brand: brand.id, loginName: brand.admin, password });
  const secret = String((await call('factors/totp', {})).secret);
  await call('factors/totp/confirm', { code: codeAt(secret, -30) });
  return { cookie, secret };
}

/** Makes the requests that the guide shows, with the site's address in the place of the guide's. */
async function follow({ requests }: Guide, site: string, key = ''): Promise<Answer[]> {
  const { origin } = system;
  const { cookie } = agent;
  const answers: Answer[] = [];
  for (const { method, path, body } of requests) {
    const raw = JSON.stringify(body)
      .replaceAll('https://www.example.com', site)
      .replace(/"-----BEGIN[^"]*"/, JSON.stringify(key));
    const { headers } = method === 'PUT' ? await http(origin + path, { cookie }) : new Response();
    const ifMatch = headers.get('etag');
    const sent = ifMatch === null ? {} : { headers: { 'if-match': ifMatch } };
    const answer = await http(origin + path, { method, origin, cookie, raw, ...sent });
    answers.push(expectOk(answer, method === 'PUT' ? 200 : 201));
  }
  return answers;
}

async function asked(): Promise<{ visitor: Visitor; challenge: string }> {
  const visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  return { visitor, challenge: await askForLogin(agent, visitor.conversation) };
}

it('logs in on the page of the guide, and is revoked by the guide, as they are written', async () => {
  guide = unpackGuide('login-page', 'revocation');
  const port = await freePort();
  const site = `http://127.0.0.1:${port}`;
  const [made] = await follow(guide, site);
  const { id, key } = (made?.body ?? {}) as { id: string; key: string };
  const env = {
    DOORSTEP: system.origin,
    BRAND: brand.id,
    KEY_ID: id,
    KEY: key,
    SITE: site,
    PORT: String(port),
  };
  await guide.serve('server.mjs', env);

  const { visitor, challenge } = await asked();
  const start = await startOnPage(brand, visitor, challenge, `${site}/login-done.html`);
  const url = `${site}/login?doorstep=${start.link}`;
  const post = (entered: Record<string, string>, origin = site) =>
    fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin },
      body: new URLSearchParams(entered),
    });
  const ada = { login: 'ada', password: 'lighthouse' };
  for (const status of [200, 200]) expect((await fetch(url)).status).toBe(status);
  expect((await post({ ...ada, password: 'wrong' })).status).toBe(401);
  expect((await post(ada, 'https://evil.example')).status).toBe(403);
  const [one, two] = [await post(ada), await post(ada)];
  expect([one.status, two.headers.get('location')]).toEqual([303, one.headers.get('location')]);

  const address = new URL(one.headers.get('location') ?? '');
  expect(`${address.origin}${address.pathname}`).toBe(`${site}/login-done.html`);
  const fragment = new URLSearchParams(address.hash.slice(1));
  const handed = {
    code: fragment.get('doorstep_code') ?? '',
    state: fragment.get('doorstep_state') ?? '',
  };
  expect(handed.state).toBe(start.state);
  const next = newToken();
  const redeemed = expectOk(await redeemCode(brand, visitor, start, handed, next), 200);
  expect(redeemed.body).toMatchObject({ name: 'Ada Lovelace' });
  visitor.token = next;

  await system.runtime.settled();
  const said = await guide.run(env, 'revoke.mjs', 'incident-1', 'login_page', 'customer-7');
  expect(said).toBe('Conversations ended: 1\n');
  expect((await pageOf(brand, visitor)).status).toBe(401);
}, 120_000);

it('loads the records and logs in by private data as the guide says', async () => {
  guide = unpackGuide('private-data', 'signed-token');
  const { folder } = guide;
  execFileSync(process.execPath, ['make-key.mjs'], { cwd: folder });
  await follow(guide, 'https://www.example.com', readFileSync(join(folder, 'public.pem'), 'utf8'));

  const env = {
    DOORSTEP: system.origin,
    BRAND: brand.id,
    LOGIN: brand.admin,
    PASSWORD: password,
    CODE: codeAt(agent.secret, 0),
  };
  const said = await guide.run(env, 'load.mjs', 'customers.csv', 'november');
  expect(said).toBe('Part 1: 2 loaded\nRow 3: field_wrong born\n');

  const port = await freePort();
  await guide.serve('server.mjs', { PORT: String(port) });
  const ask = (origin: string, body: object) => http(`http://127.0.0.1:${port}/`, { origin, body });
  expect((await ask('https://evil.example', {})).status).toBe(403);
  const tryWith = async (entered: object) => {
    const { visitor, challenge } = await asked();
    const login = await startLogin(brand, visitor, challenge);
    const { body } = expectOk(await ask('https://www.example.com', { nonce: login.nonce, ...entered }), 200);
    return { visitor, answer: await redeem(brand, visitor, login, String(body.token), newToken()) };
  };
  const ada = { customer_number: '100200', born: '1815-12-10', postcode: 'sw1a2aa' };
  const found = await tryWith(ada);
  expect(expectOk(found.answer, 200).body).toMatchObject({ name: 'Ada Lovelace' });
  const { items } = await itemsOf(system, brand, found.visitor.conversation);
  expect(items.at(-1)?.what).toMatchObject({ person: { attributes: { tier: 'gold' } } });
  expect((await tryWith({ ...ada, born: '1815-12-11' })).answer.body.code).toBe('no_match');
}, 120_000);
