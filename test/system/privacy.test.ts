import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askForLogin, type Login, redeem, startLogin } from '../support/login.ts';
import {
  type Agent,
  accept,
  newToken,
  openAgentSocket,
  pageOf,
  password,
  signInFirst,
  type Visitor,
  visit,
} from '../support/people.ts';
import { createBrand, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let agent: Agent & { secret: string };
const logged: string[] = [];
beforeAll(async () => {
  system = await startSystem({ log: (line) => logged.push(line) });
  brand = await createBrand(system, 'acme');
  const { cookie, secret } = await signInFirst(system, brand, brand.invitation, brand.admin);
  agent = { cookie, secret, clientId: 'desk', socket: await openAgentSocket(system, cookie) };
}, 60_000);
afterAll(() => system.stop());

const person = { sub: 'customer-7311', name: 'Carla Example', attributes: { tier: 'gold-plated' } };

async function begun(): Promise<{ visitor: Visitor; login: Login }> {
  const visitor = await visit(system, brand);
  const { conversation, clientId, socket } = visitor;
  await socket.call({ action: 'consumer.send', conversation, clientId, n: 1, text: 'My IBAN is NL91ABNA' });
  await accept(agent, conversation);
  const login = await startLogin(brand, visitor, await askForLogin(agent, conversation));
  return { visitor, login };
}

describe('the log', () => {
  it('says who stepped up where and why it was refused, and holds no secret, no name and no text', async () => {
    const { visitor, login } = await begun();
    const bad = await brand.sign({ nonce: login.nonce, aud: 'somebody', ...person });
    expect((await redeem(brand, visitor, login, bad, newToken())).status).toBe(422);
    const again = await startLogin(brand, visitor, login.challenge);
    const token = await brand.sign({ nonce: again.nonce, ...person });
    const next = newToken();
    expect((await redeem(brand, visitor, again, token, next)).status).toBe(200);
    await pageOf(brand, { ...visitor, token: next });
    const log = logged.join('\n');
    expect(log).toMatch(/step_up_refused/);
    expect(log).toContain('audience_wrong');
    expect(log).toMatch(/'stepped_up'/);
    expect(log).toContain(visitor.conversation);
    const secrets = [visitor.token, next, bad, token, again.nonce, again.verifier, login.nonce];
    const ofAgent = [
      agent.cookie.split('.').at(-1) ?? '',
      agent.secret,
      password,
      brand.admin,
      brand.invitation,
    ];
    const personal = [person.sub, person.name, 'gold-plated', 'NL91ABNA'];
    for (const kept of [...secrets, ...ofAgent, ...personal]) expect(log).not.toContain(kept);
  });
});

describe('a redeem that is repeated', () => {
  it('tells the name while the person is verified, and not when that is over', async () => {
    const { visitor, login } = await begun();
    const sessionEnd = Math.ceil(Date.now() / 1000) + 2;
    const token = await brand.sign({ nonce: login.nonce, ...person, session_exp: sessionEnd });
    const next = newToken();
    const first = await redeem(brand, visitor, login, token, next);
    expect(first).toMatchObject({
      status: 200,
      body: { name: person.name, assurance: { level: 'authenticated' } },
    });
    await pause(sessionEnd * 1000 - Date.now() + 50);
    const late = await redeem(brand, visitor, login, token, next);
    expect(late).toMatchObject({
      status: 200,
      body: { seq: first.body.seq, assurance: { level: 'anonymous' } },
    });
    expect(JSON.stringify(late.body)).not.toContain(person.name);
  });
});
