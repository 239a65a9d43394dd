import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readAgentSession } from '../../../lambdas/edge/agent-session.ts';
import { addSocket } from '../../../lambdas/store/sessions.ts';
import { goodPassword, type Office, openOffice } from '../../support/office.ts';

let office: Office;
let brands = 0;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());

const state = async (cookie: string | undefined) => (await office.call('readSession', { cookie })).status;

/** A brand with an admin, and an agent who is signed in with an open socket. */
async function brandWithAgent(options: { mfa?: boolean } = {}) {
  brands += 1;
  const admin = await office.brandWithAdmin(`staff-${brands}`, options);
  const loginName = `bo@staff-${brands}.example`;
  const invited = await office.call('inviteUser', {
    cookie: admin.cookie,
    body: { loginName, name: 'Bo', role: 'agent' },
  });
  const { user, invitation } = invited.body as { user: { id: string }; invitation: { link: string } };
  await office.choosePassword(invitation.link);
  const entered = await office.enterPassword(admin.brand, loginName);
  const { cookie, secret } =
    options.mfa === false ? { cookie: entered.cookie, secret: '' } : await office.enrol(entered.cookie);
  const session = await readAgentSession(
    office.db,
    { cookies: [String(cookie)], address: '198.51.100.7' },
    office.clock.now,
  );
  if (!session.ok) throw new Error(session.refusal.code);
  const socket = `socket-of-${user.id}`;
  await addSocket(office.db, session.value, socket, office.clock.now);
  const change = (body: object, version = 1) =>
    office.call('changeUser', {
      cookie: admin.cookie,
      params: { user: user.id },
      headers: { 'if-match': `"${version}"` },
      body: { name: 'Bo', role: 'agent', disabled: false, ...body },
    });
  return { ...admin, agent: user.id, loginName, cookie, secret, socket, adminCookie: admin.cookie, change };
}

describe('a user who is disabled', () => {
  it('is signed out at once, sockets too, and gets in by nothing', async () => {
    const { brand, agent, loginName, cookie, secret, socket, change, adminCookie } = await brandWithAgent();
    office.clock.now += 30_000;
    const half = await office.enterPassword(brand, loginName);
    const reply = await change({ disabled: true });
    expect(reply.body).toMatchObject({ id: agent, disabled: true });
    expect(office.closed.splice(0)).toEqual([socket]);
    expect(await state(cookie)).toBe(401);
    expect(await state(half.cookie)).toBe(401);
    const code = await office.call('enterCode', {
      cookie: half.cookie,
      body: { code: office.codeAt(secret) },
    });
    expect([code.status, code.body.code]).toEqual([401, 'unauthorized']);
    expect((await office.enterPassword(brand, loginName)).body.code).toBe('sign_in_failed');
    const again = await office.call('inviteUserAgain', { cookie: adminCookie, params: { user: agent } });
    expect((await office.choosePassword(String(again.body.link))).status).toBe(410);

    await change({}, 2);
    expect(await state(cookie)).toBe(401);
    const back = await office.signInAgain(brand, loginName, secret);
    expect(back.status).toBe(200);
  });
});

describe('a user whom an admin signs out', () => {
  it('is out everywhere, sockets too, and may come back; nobody of another brand is', async () => {
    const { brand, agent, loginName, cookie, secret, socket, adminCookie } = await brandWithAgent();
    const other = (await office.signInAgain(brand, loginName, secret)).cookie;
    const stranger = await brandWithAgent();
    const end = (by: string | undefined) =>
      office.call('endUserSessions', { cookie: by, params: { user: agent } });
    expect((await end(stranger.adminCookie)).status).toBe(404);
    expect((await end(cookie)).body.code).toBe('forbidden');
    expect((await end(adminCookie)).status).toBe(204);
    expect([await state(cookie), await state(other), await state(adminCookie)]).toEqual([401, 401, 200]);
    expect(office.closed.splice(0)).toEqual([socket]);
    expect((await office.signInAgain(brand, loginName, secret)).status).toBe(200);
  });
});

describe('a change that stops half-way', () => {
  it('leaves nobody signed in with what they were to lose, and can be made again', async () => {
    const { brand, agent, loginName, cookie, socket, change } = await brandWithAgent();
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    office.socketsFail = true;
    expect((await change({ disabled: true })).status).toBe(503);
    office.socketsFail = false;
    expect(await state(cookie)).toBe(401);
    const repeated = await change({ disabled: true });
    expect([repeated.status, repeated.body.id, repeated.body.disabled]).toEqual([200, agent, true]);
    expect(office.closed.splice(0)).toEqual([socket]);
    expect((await office.enterPassword(brand, loginName)).status).toBe(401);
    jest.restoreAllMocks();
  });
});

describe('a role that changes', () => {
  it('ends the sessions under the old one', async () => {
    const { brand, loginName, cookie, secret, socket, change } = await brandWithAgent();
    expect((await office.call('listUsers', { cookie })).body.code).toBe('forbidden');
    await change({ role: 'admin' });
    expect(office.closed.splice(0)).toEqual([socket]);
    expect(await state(cookie)).toBe(401);
    const admin = await office.signInAgain(brand, loginName, secret);
    expect((await office.call('listUsers', { cookie: admin.cookie })).status).toBe(200);
    await change({ role: 'agent' }, 2);
    expect((await office.call('listUsers', { cookie: admin.cookie })).status).toBe(401);
  });

  it('is not one when only the name changes', async () => {
    const { cookie, change } = await brandWithAgent();
    await change({ name: 'Bo B.' });
    expect(await state(cookie)).toBe(200);
    expect(office.closed).toEqual([]);
  });

  it('is not for oneself to lose', async () => {
    const { id, adminCookie } = await brandWithAgent();
    for (const body of [
      { name: 'Ada', role: 'agent', disabled: false },
      { name: 'Ada', role: 'admin', disabled: true },
    ]) {
      const reply = await office.call('changeUser', {
        cookie: adminCookie,
        params: { user: id },
        headers: { 'if-match': '"1"' },
        body,
      });
      expect([reply.status, reply.body.code]).toEqual([403, 'forbidden']);
    }
  });
});

describe('a brand that begins to ask for a second factor', () => {
  const turnOn = (cookie: string | undefined, version = 1) =>
    office.call('changeBrand', {
      cookie,
      headers: { 'if-match': `"${version}"` },
      body: { name: 'Staff', authenticatorApps: ['Any app'], mfa: true },
    });

  it('signs out everybody who has none, the admin who asked too, and lets in by enrolment only', async () => {
    const { brand, admin, loginName, cookie, adminCookie, socket } = await brandWithAgent({ mfa: false });
    expect((await turnOn(adminCookie)).body).toMatchObject({ mfa: true });
    expect(office.closed.splice(0)).toEqual([socket]);
    expect([await state(cookie), await state(adminCookie)]).toEqual([401, 401]);
    for (const name of [loginName, admin]) {
      const entered = await office.enterPassword(brand, name);
      expect(entered.body).toEqual({ next: 'enrol' });
      const { begun, done } = await office.enrol(entered.cookie);
      expect([begun.body.apps, done.status]).toEqual([['Any app'], 200]);
    }
  });

  it('leaves no session behind of sign-ins that are under way', async () => {
    const { brand, loginName, adminCookie } = await brandWithAgent({ mfa: false });
    const entering = Array.from({ length: 8 }, (_, n) =>
      office.enterPassword(brand, loginName, { address: `203.0.113.${n}` }),
    );
    const [turned, ...entered] = await Promise.all([turnOn(adminCookie), ...entering]);
    expect(turned.status).toBe(200);
    const withSession = entered.filter(({ body }) => body.next === 'done');
    expect(await Promise.all(withSession.map(({ cookie }) => state(cookie)))).toEqual(
      withSession.map(() => 401),
    );
    office.closed.splice(0);
  });

  it('leaves those alone who have a factor', async () => {
    const { cookie, adminCookie } = await brandWithAgent();
    await office.call('changeBrand', {
      cookie: adminCookie,
      headers: { 'if-match': '"1"' },
      body: { name: 'Staff', authenticatorApps: [], mfa: false },
    });
    expect((await turnOn(adminCookie, 2)).status).toBe(200);
    expect(await state(cookie)).toBe(200);
  });
});

describe('an invitation', () => {
  it('works once, also when used 10 times in parallel', async () => {
    const { adminCookie } = await brandWithAgent();
    const invited = await office.call('inviteUser', {
      cookie: adminCookie,
      body: { loginName: 'cy@staff.example', name: 'Cy', role: 'agent' },
    });
    const { link } = invited.body.invitation as { link: string };
    const replies = await Promise.all(Array.from({ length: 10 }, () => office.choosePassword(link)));
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array<number>(9).fill(410)]);
    expect((await office.choosePassword(link)).body.code).toBe('invitation_refused');
  });

  it('ends after a day, and when another is made', async () => {
    const { brand, adminCookie, agent, loginName, cookie } = await brandWithAgent();
    const again = () => office.call('inviteUserAgain', { cookie: adminCookie, params: { user: agent } });
    const first = String((await again()).body.link);
    const second = String((await again()).body.link);
    expect((await office.choosePassword(first)).status).toBe(410);
    const password = 'nine loud magpies';
    expect((await office.choosePassword(second, password)).status).toBe(200);
    // The old password and what it opened are over; the factor stays.
    expect(await state(cookie)).toBe(401);
    expect((await office.enterPassword(brand, loginName, { password: goodPassword })).status).toBe(401);
    expect((await office.enterPassword(brand, loginName, { password })).body).toMatchObject({ next: 'code' });
    const third = String((await again()).body.link);
    office.clock.now += 24 * 60 * 60_000;
    expect((await office.choosePassword(third)).status).toBe(410);
  });

  it('is not used up by a password that is refused', async () => {
    const { adminCookie, agent } = await brandWithAgent();
    const again = await office.call('inviteUserAgain', { cookie: adminCookie, params: { user: agent } });
    const refused = await office.choosePassword(String(again.body.link), 'password1');
    expect([refused.status, refused.body.code]).toEqual([422, 'password_refused']);
    expect((await office.choosePassword(String(again.body.link))).status).toBe(200);
  });

  it('is nothing that admins give themselves: a stolen session chooses no password', async () => {
    const { adminCookie, id } = await brandWithAgent();
    const own = await office.call('inviteUserAgain', { cookie: adminCookie, params: { user: id } });
    expect([own.status, own.body.code]).toEqual([403, 'forbidden']);
  });

  it('opens nothing in another brand', async () => {
    const { adminCookie, agent } = await brandWithAgent();
    const other = await brandWithAgent();
    const again = await office.call('inviteUserAgain', { cookie: adminCookie, params: { user: agent } });
    const link = String(again.body.link).replace(/brand=[\w-]+/, `brand=${other.brand}`);
    expect((await office.choosePassword(link)).status).toBe(410);
  });
});
