import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from 'otplib';
import { http } from '../support/http.ts';
import { askForLogin, redeem, startLogin } from '../support/login.ts';
import {
  type Agent,
  accept,
  newToken,
  openAgentSocket,
  password,
  signInFirst,
  type Visitor,
  visit,
} from '../support/people.ts';
import { RawSocket } from '../support/raw-socket.ts';
import {
  consumerBase,
  createBrand,
  expectOk,
  type System,
  startSystem,
  type TestBrand,
} from '../support/system.ts';

let system: System;
let brand: TestBrand;
let other: TestBrand;
let agent: Agent & { secret: string };
let visitor: Visitor;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  other = await createBrand(system, 'bolt');
  const { cookie, secret } = await signInFirst(system, brand, brand.invitation, brand.admin);
  agent = { cookie, secret, clientId: 'desk', socket: await openAgentSocket(system, cookie) };
  visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
}, 60_000);
afterAll(() => system.stop());

const ticketWith = (bearer: string, base = visitor.base, origin = brand.page) =>
  http(`${base}/tickets`, { origin, bearer, body: {} });
const inboxWith = (cookie: string) => http(`${system.origin}/api/agent/inbox`, { cookie });
const secretOf = (cookie: string) => cookie.split('.').at(-1) ?? '';

/** A ticket of the visitor's, and the address to open a socket with. */
async function visitorsTicket() {
  const { url, ticket } = expectOk(await ticketWith(visitor.token), 201).body;
  return { url: String(url), ticket: String(ticket) };
}

async function halfCookie(): Promise<string> {
  const { origin } = system;
  const body = { brand: brand.id, loginName: brand.admin, password };
  const answer = expectOk(await http(`${origin}/api/sign-in/password`, { origin, body }), 200);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

describe('no credential stands in for another:', () => {
  it("an agent's session for a visitor's, and the other way round", async () => {
    expect(await ticketWith(secretOf(agent.cookie))).toMatchObject({ status: 401 });
    expect(await inboxWith(`__Host-doorstep=acme.${visitor.token}`)).toMatchObject({ status: 401 });
    const { conversation, base } = visitor;
    const byCookie = await http(`${base}/conversations/${conversation}/messages`, {
      origin: brand.page,
      cookie: `${agent.cookie}; token=${visitor.token}`,
    });
    expect(byCookie).toMatchObject({ status: 401 });
  });

  it('a session of one brand for one of another', async () => {
    expect(await inboxWith(agent.cookie.replace('acme.', 'bolt.'))).toMatchObject({ status: 401 });
    const theirs = consumerBase(system, other);
    expect(await ticketWith(visitor.token, theirs, other.page)).toMatchObject({ status: 401 });
    expect(await ticketWith(visitor.token, visitor.base, other.page)).toMatchObject({ status: 403 });
    expect(await ticketWith(visitor.token, consumerBase(system, brand, 'live'))).toMatchObject({
      status: 401,
    });
  });

  it('a ticket for a session, and a session for a ticket', async () => {
    const { url, ticket } = await visitorsTicket();
    expect(await ticketWith(ticket.split('.')[1] ?? '')).toMatchObject({ status: 401 });
    for (const wrong of [
      `acme.${visitor.token}`,
      `acme.${secretOf(agent.cookie)}`,
      ticket.replace('acme.', 'bolt.'),
      visitor.token,
    ])
      await expect(RawSocket.open(url, wrong, brand.page)).rejects.toThrow('refused 403');
    (await RawSocket.open(url, ticket, brand.page)).close();
  });

  it('half a sign-in for a whole one, before the code and after it', async () => {
    const half = await halfCookie();
    const secret = secretOf(half);
    expect(await inboxWith(half)).toMatchObject({ status: 403, body: { code: 'second_factor_required' } });
    expect(await inboxWith(`__Host-doorstep=acme.${secret}`)).toMatchObject({ status: 401 });
    // Whose hint says that nothing is owed but an enrolment gets no further.
    const hinted = half.replace('.code.', '.enrol.');
    const { origin } = system;
    const enrol = { origin, cookie: hinted, body: {} };
    expect(await http(`${origin}/api/sign-in/factors/totp`, enrol)).toMatchObject({
      status: 403,
      body: { code: 'second_factor_required' },
    });
    const next = Math.floor(Date.now() / 1000) + 60;
    const code = await generate({ secret: agent.secret, epoch: next });
    const early = await http(`${origin}/api/sign-in/code`, { origin, cookie: half, body: { code } });
    expect(early).toMatchObject({ status: 401, body: { code: 'code_refused' } });
    expect(await inboxWith(half)).toMatchObject({ status: 403 });
  });

  it('anything of ours for a token of the brand', async () => {
    const one = await visit(system, brand);
    await accept(agent, one.conversation);
    const login = await startLogin(brand, one, await askForLogin(agent, one.conversation));
    const { ticket } = await visitorsTicket();
    for (const wrong of [one.token, ticket]) {
      const answer = await redeem(brand, one, login, wrong, newToken());
      expect(answer).toMatchObject({ status: 422, body: { code: 'token_refused', reason: 'malformed' } });
      Object.assign(login, await startLogin(brand, one, login.challenge));
    }
    const foreign = await other.sign({ nonce: login.nonce });
    const refused = await redeem(brand, one, login, foreign, newToken());
    expect(refused).toMatchObject({ status: 422, body: { reason: 'issuer_unknown' } });
  });

  it('the next token before the step-up for the token of now', async () => {
    const one = await visit(system, brand);
    await accept(agent, one.conversation);
    const login = await startLogin(brand, one, await askForLogin(agent, one.conversation));
    const next = newToken();
    const badToken = await brand.sign({ nonce: 'another' });
    expect(await redeem(brand, one, login, badToken, next)).toMatchObject({ status: 422 });
    expect(await ticketWith(next, one.base)).toMatchObject({ status: 401 });
    expect(await ticketWith(login.verifier, one.base)).toMatchObject({ status: 401 });
  });
});

describe('the origin of a socket', () => {
  it('is ours for an agent, and no other', async () => {
    const { origin } = system;
    const issue = { origin, cookie: agent.cookie, body: {} };
    const { url, ticket } = expectOk(await http(`${origin}/api/agent/tickets`, issue), 201).body;
    for (const wrong of [brand.page, 'null', undefined])
      await expect(RawSocket.open(String(url), String(ticket), wrong)).rejects.toThrow('refused 403');
    (await RawSocket.open(String(url), String(ticket), origin)).close();
  });

  it('is not that of another brand', async () => {
    const { url, ticket } = await visitorsTicket();
    await expect(RawSocket.open(url, ticket, other.page)).rejects.toThrow('refused 403');
    await expect(RawSocket.open(url, ticket, system.origin)).rejects.toThrow('refused 403');
  });

  it('need not be there for an app, and must be registered if it is', async () => {
    const base = consumerBase(system, brand, 'app');
    for (const origin of [brand.page, 'null', 'https://evil.example'])
      expect(await http(`${base}/sessions`, { origin, body: {} })).toMatchObject({ status: 403 });
    const { token, conversation } = expectOk(await http(`${base}/sessions`, { body: {} }), 201).body;
    const bearer = String(token);
    expect(await http(`${base}/tickets`, { origin: brand.page, bearer, body: {} })).toMatchObject({
      status: 403,
    });
    const { url, ticket } = expectOk(await http(`${base}/tickets`, { bearer, body: {} }), 201).body;
    await expect(RawSocket.open(String(url), String(ticket), 'https://evil.example')).rejects.toThrow('403');
    const socket = await RawSocket.open(String(url), String(ticket));
    expect(await socket.call({ action: 'consumer.start', conversation })).toMatchObject({ type: 'answer' });
    socket.close();
  });
});

describe('an answer of the API', () => {
  it('is kept by nobody, is what it says it is, and comes over TLS alone', async () => {
    for (const { headers } of [
      await http(`${visitor.base}/sessions`, { origin: brand.page, body: {} }),
      await inboxWith(agent.cookie),
      await inboxWith(''),
    ]) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toMatch(/^max-age=63072000/);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
    expect((await inboxWith(agent.cookie)).headers.get('access-control-allow-origin')).toBeNull();
  });
});
