import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Answer, http } from '../support/http.ts';
import { askForLogin, redeem, startLogin } from '../support/login.ts';
import { type Agent, accept, agentAtWork, newToken, visit } from '../support/people.ts';
import { createBrand, expectOk, type System, startSystem, type TestBrand } from '../support/system.ts';

const root = join(import.meta.dirname, '../..');
const guide = readFileSync(join(root, 'docs/guides/signed-token.md'), 'utf8');
const site = 'https://www.example.com';

let folder: string;
let system: System;
let brand: TestBrand;
let agent: Agent;
let backend: ChildProcess;
let backendUrl: string;
beforeAll(async () => {
  // Inside the project, so that the guide's imports are found.
  mkdirSync(join(root, 'build'), { recursive: true });
  folder = mkdtempSync(join(root, 'build/token-guide-'));
  for (const [, name = '', code = ''] of guide.matchAll(/```js file=(\S+)\n([\s\S]*?)```/g))
    writeFileSync(join(folder, name), code);
  execFileSync(process.execPath, ['make-key.mjs'], { cwd: folder });
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
  const port = await freePort();
  backendUrl = `http://127.0.0.1:${port}`;
  const env = { ...process.env, PORT: String(port) };
  backend = spawn(process.execPath, ['server.mjs'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (backend.stdout) await once(backend.stdout, 'data');
}, 180_000);
afterAll(async () => {
  backend.kill();
  await system.stop();
  rmSync(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const manage = (path: string, body?: unknown): Promise<Answer> =>
  http(`${system.origin}/api/manage/${path}`, {
    cookie: agent.cookie,
    origin: system.origin,
    ...(body === undefined ? {} : { body }),
  });

/** Calls the guide's backend as a page of the site does. */
const call = (path: string, body: object, cookie = '') =>
  http(`${backendUrl}${path}`, { origin: site, cookie, body });

/** A visitor whom the agent has asked to log in; `make` makes the token for the nonce. */
async function logIn(make: (nonce: string) => Promise<string>): Promise<Answer> {
  const visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  const login = await startLogin(brand, visitor, await askForLogin(agent, visitor.conversation));
  return redeem(brand, visitor, login, await make(login.nonce), newToken());
}

it('does what the guide says, as it is written there', async () => {
  const [, settings = ''] = /```json\n([\s\S]*?)```/.exec(guide) ?? [];
  const issuer = JSON.parse(settings) as { keys: { key: string }[] };
  for (const key of issuer.keys) key.key = readFileSync(join(folder, 'public.pem'), 'utf8');
  const { id } = expectOk(await manage('issuers', issuer), 201).body;

  expect((await call('/doorstep/token', { nonce: 'n' })).status).toBe(401);
  expect((await call('/login', { login: 'ada', password: 'wrong' })).status).toBe(401);
  const loggedIn = expectOk(await call('/login', { login: 'ada', password: 'lighthouse' }), 200);
  const cookie = loggedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const tokenFor = async (nonce: string) =>
    String(expectOk(await call('/doorstep/token', { nonce }, cookie), 200).body.token);
  const elsewhere = { origin: 'https://evil.example', cookie, body: { nonce: 'n' } };
  expect((await http(`${backendUrl}/doorstep/token`, elsewhere)).status).toBe(403);

  const plain = expectOk(await logIn(tokenFor), 200);
  expect(plain.body).toMatchObject({ name: 'Ada Lovelace', assurance: { level: 'authenticated' } });
  expect((await logIn(() => tokenFor('another nonce'))).body).toMatchObject({
    code: 'token_refused',
    reason: 'nonce_wrong',
  });

  // Encrypted, by the guide's own function.
  expectOk(await manage(`issuers/${id}/encryption-keys`, { alg: 'ECDH-ES' }), 201);
  const { jwksPath } = expectOk(await manage(`issuers/${id}/encryption-keys`), 200).body;
  const { etag } = Object.fromEntries((await manage(`issuers/${id}`)).headers);
  const changed = await http(`${system.origin}/api/manage/issuers/${id}`, {
    method: 'PUT',
    cookie: agent.cookie,
    origin: system.origin,
    headers: { 'if-match': String(etag) },
    body: { ...issuer, encrypted: 'required' },
  });
  expectOk(changed, 200);
  const { encrypt } = (await import(join(folder, 'encrypt.mjs'))) as {
    encrypt(token: string, url: string): Promise<string>;
  };
  expect((await logIn(tokenFor)).body).toMatchObject({ reason: 'not_encrypted' });
  const sealed = await logIn(async (nonce) => encrypt(await tokenFor(nonce), `${system.origin}${jwksPath}`));
  expect(sealed.body).toMatchObject({ name: 'Ada Lovelace' });
}, 120_000);
