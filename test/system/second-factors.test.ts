import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { fingerprint } from '../../lambdas/core/secrets.ts';
import { keys } from '../../lambdas/store/table.ts';
import { Authenticator } from '../support/authenticator.ts';
import type { Answer } from '../support/http.ts';
import { setAttribute } from '../support/items.ts';
import {
  accept,
  newClientId,
  openAgentSocket,
  password,
  signInFirst,
  type Visitor,
  visit,
} from '../support/people.ts';
import { priceOf } from '../support/price.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ limits: { environments: 10 } });
}, 90_000);
afterAll(() => system.stop());

const call = (path: string, cookie?: string, body?: object, more: object = {}) =>
  http(`${system.origin}${path}`, {
    origin: system.origin,
    ...(cookie === undefined ? {} : { cookie }),
    ...(body === undefined ? {} : { body }),
    ...more,
  });
const cookieOf = (answer: Answer) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
const brandSettings = { name: 'Staff', authenticatorApps: [] };

/** A brand that asks for no factor, with an admin who has one and an agent who has none. */
async function relaxed(id: string) {
  const brand = await createBrand(system, id);
  const admin = await signInFirst(system, brand, brand.invitation, brand.admin);
  const turn = (mfa: boolean, version: number) =>
    call(
      '/api/manage/brand',
      admin.cookie,
      { ...brandSettings, mfa },
      {
        method: 'PUT',
        headers: { 'if-match': `"${version}"` },
      },
    );
  expectOk(await turn(false, 1), 200);
  const loginName = `bo@${id}.example`;
  const invited = await call('/api/manage/users', admin.cookie, { loginName, name: 'Bo', role: 'agent' });
  const user = (expectOk(invited, 201).body.user as { id: string }).id;
  const { link } = invited.body.invitation as { link: string };
  const invitation = new URLSearchParams(new URL(link).hash.slice(1)).get('invitation');
  expectOk(await call('/api/sign-in/invitation', undefined, { brand: brand.id, invitation, password }), 200);
  const enter = () => call('/api/sign-in/password', undefined, { brand: brand.id, loginName, password });
  return { brand, admin, turn, loginName, user, enter };
}

/** An agent who has enrolled nothing, at work in a visitor's conversation. */
async function atWork(brand: TestBrand, cookie: string) {
  const socket = await openAgentSocket(system, cookie);
  const visitor: Visitor = await visit(system, brand);
  const agent = { cookie, socket, clientId: newClientId() };
  await accept(agent, visitor.conversation);
  return { agent, visitor };
}

describe('a second factor that is asked for from now on', () => {
  it('ends requests, frames, pushes and sockets of those who have none, at once', async () => {
    const { brand, turn, enter } = await relaxed('switch');
    const entered = expectOk(await enter(), 200);
    expect(entered.body).toEqual({ next: 'done' });
    const cookie = cookieOf(entered);
    const { agent, visitor } = await atWork(brand, cookie);
    const idle = await openAgentSocket(system, cookie);
    const send = (n: number) => ({
      action: 'agent.send',
      conversation: visitor.conversation,
      clientId: agent.clientId,
      n,
      text: 'Good day',
    });
    expect(await agent.socket.call(send(1))).toMatchObject({ type: 'answer' });
    // Without a factor each frame reads the brand along with the session.
    const dearer = await priceOf(system, 'agent.send', () => agent.socket.call(send(2)));
    expect(dearer).toMatchObject({ writes: 2, reads: 2 });

    expectOk(await turn(true, 2), 200);
    await Promise.all([agent.socket.untilClosed(), idle.untilClosed()]);
    for (const path of ['/api/agent/inbox', '/api/sign-in/sessions'])
      expect(await call(path, cookie)).toMatchObject({ status: 401 });
    expect(await call('/api/agent/tickets', cookie, {})).toMatchObject({ status: 401 });
    const heard = agent.socket.received.length;
    const said = { action: 'consumer.send', clientId: visitor.clientId, n: 1, text: 'Are you there?' };
    await visitor.socket.call({ ...said, conversation: visitor.conversation });
    expect(agent.socket.received.length).toBe(heard);

    const again = expectOk(await enter(), 200);
    expect(again.body).toEqual({ next: 'enrol' });
    const begun = expectOk(await call('/api/sign-in/factors/totp', cookieOf(again), {}), 201);
    const code = generateSync({ secret: String(begun.body.secret) });
    const done = await call('/api/sign-in/factors/totp/confirm', cookieOf(again), { code });
    expect(expectOk(done, 200).body).toMatchObject({ next: 'done', recoveryCodes: expect.any(Array) });
    expect(await call('/api/agent/inbox', cookieOf(done))).toMatchObject({ status: 200 });
  });

  it('closes their sockets also when the request ends right after its write', async () => {
    const { brand, enter } = await relaxed('stopped');
    const { agent } = await atWork(brand, cookieOf(expectOk(await enter(), 200)));
    for (const [name, value] of Object.entries({ mfa: true, enforced: 2, enforcing: true }))
      await setAttribute(system, keys.brand(brand.id), name, value);
    expect(await agent.socket.untilClosed()).toBeGreaterThan(0);
  });

  it('refuses a frame that comes before its socket is closed', async () => {
    const { brand, turn, enter } = await relaxed('race');
    const cookie = cookieOf(expectOk(await enter(), 200));
    const { agent, visitor } = await atWork(brand, cookie);
    const frames = Array.from({ length: 20 }, (_, n) =>
      agent.socket
        .call({ action: 'agent.typing', conversation: visitor.conversation, on: n % 2 === 0 })
        .catch(() => undefined),
    );
    const turned = await turn(true, 2);
    const late = await agent.socket
      .call({ action: 'agent.typing', conversation: visitor.conversation, on: true })
      .catch(() => undefined);
    expect(turned.status).toBe(200);
    if (late) expect(late).toMatchObject({ type: 'error', error: { code: 'unauthorized' } });
    await Promise.all(frames);
    expect(await agent.socket.untilClosed()).toBeGreaterThan(0);
  });
});

describe('the networks that a brand allows', () => {
  it('are those of now for who is at work: frames and reads end within a sign of life, and the socket with them', async () => {
    const { brand, enter } = await relaxed('moved');
    const cookie = cookieOf(expectOk(await enter(), 200));
    const socket = await openAgentSocket(system, cookie);
    expect(await socket.call({ action: 'agent.alive' })).toMatchObject({ type: 'answer' });
    // As an admin sets them who is in the office: everybody here is elsewhere.
    await setAttribute(system, keys.brand(brand.id), 'networks', ['203.0.113.0/24']);
    socket.send(JSON.stringify({ id: 'last', action: 'agent.alive' }));
    expect(await socket.untilClosed()).toBeGreaterThan(0);
    expect(await call('/api/agent/inbox', cookie)).toMatchObject({ body: { code: 'network_refused' } });
    expect(await call('/api/agent/tickets', cookie, {})).toMatchObject({ body: { code: 'network_refused' } });
  });

  it('are looked at with each frame, as the session knows them', async () => {
    const { brand, enter } = await relaxed('seen');
    const cookie = cookieOf(expectOk(await enter(), 200));
    const { agent, visitor } = await atWork(brand, cookie);
    const [, value = ''] = cookie.split('=')[1]?.split('.') ?? [];
    const session = keys.agentSession(brand.id, fingerprint(value));
    await setAttribute(system, session, 'networks', ['203.0.113.0/24']);
    const typing = { action: 'agent.typing', conversation: visitor.conversation, on: true };
    expect(await agent.socket.call(typing)).toMatchObject({ error: { code: 'network_refused' } });
  });
});

describe('a lost phone', () => {
  it('is helped by an admin, who cannot help himself so', async () => {
    const { admin, turn, user, loginName, enter } = await relaxed('phone');
    expectOk(await turn(true, 2), 200);
    const half = cookieOf(expectOk(await enter(), 200));
    const begun = expectOk(await call('/api/sign-in/factors/totp', half, {}), 201);
    const code = generateSync({ secret: String(begun.body.secret) });
    const done = expectOk(await call('/api/sign-in/factors/totp/confirm', half, { code }), 200);
    const socket = await openAgentSocket(system, cookieOf(done));
    const reset = (id: string, name: string) =>
      call(`/api/manage/users/${id}/factors/reset`, admin.cookie, { loginName: name });
    expect(await reset(user, 'somebody else')).toMatchObject({ status: 400 });
    expect(expectOk(await reset(user, loginName), 200).body).toMatchObject({ factor: false });
    await socket.untilClosed();
    expect(await call('/api/agent/inbox', cookieOf(done))).toMatchObject({ status: 401 });
    expect(expectOk(await enter(), 200).body).toEqual({ next: 'enrol' });
    const self = String((await call('/api/sign-in/session', admin.cookie)).body.agent);
    expect((await reset(self, 'admin@phone.example')).body.code).toBe('forbidden');
  });
});

describe('a passkey, in the whole system', () => {
  it('is enrolled, signs in after the password, and alone', async () => {
    const brand = await createBrand(system, 'keys');
    const credentials = { brand: brand.id, loginName: brand.admin, password };
    const { invitation } = brand;
    expectOk(
      await call('/api/sign-in/invitation', undefined, { brand: brand.id, invitation, password }),
      200,
    );
    const enter = async () =>
      cookieOf(expectOk(await call('/api/sign-in/password', undefined, credentials), 200));
    const half = await enter();
    const passkey = new Authenticator(system.origin, { counts: true });
    const begun = expectOk(await call('/api/sign-in/factors/passkey', half, {}), 201);
    expect(begun.body.options).toMatchObject({ rp: { id: 'localhost' } });
    const made = { credential: passkey.create(begun.body), name: 'Laptop' };
    const done = expectOk(await call('/api/sign-in/factors/passkey/confirm', half, made), 200);
    expect(await call('/api/agent/inbox', cookieOf(done))).toMatchObject({ status: 200 });

    const second = await enter();
    const asked = expectOk(await call('/api/sign-in/passkey/challenge', second, {}), 201);
    const touched = { credential: passkey.get(asked.body, { verified: false }) };
    const entered = expectOk(await call('/api/sign-in/passkey', second, touched), 200);
    expect(await call('/api/agent/inbox', cookieOf(entered))).toMatchObject({ status: 200 });

    const alone = expectOk(
      await call('/api/sign-in/passkey-sign-in/challenge', undefined, { brand: brand.id }),
      201,
    );
    const answer = { brand: brand.id, credential: passkey.get(alone.body) };
    const whole = expectOk(await call('/api/sign-in/passkey-sign-in', undefined, answer), 200);
    const session = await call('/api/sign-in/session', cookieOf(whole));
    expect(session.body).toMatchObject({ state: 'signed_in', brand: brand.id, role: 'admin' });
    expect(await call('/api/sign-in/passkey-sign-in', undefined, answer)).toMatchObject({ status: 401 });
  });

  it('is not enrolled for a page of another origin', async () => {
    const brand = await createBrand(system, 'foreign');
    const { invitation } = brand;
    expectOk(
      await call('/api/sign-in/invitation', undefined, { brand: brand.id, invitation, password }),
      200,
    );
    const body = { brand: brand.id, loginName: brand.admin, password };
    const half = cookieOf(expectOk(await call('/api/sign-in/password', undefined, body), 200));
    const begun = expectOk(await call('/api/sign-in/factors/passkey', half, {}), 201);
    const credential = new Authenticator(brand.page).create(begun.body);
    const refused = await call('/api/sign-in/factors/passkey/confirm', half, { credential });
    expect([refused.status, refused.body.code]).toEqual([422, 'key_refused']);
  });
});
