import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readAgentSession } from '../../../lambdas/edge/agent-session.ts';
import { addSocket, endSession, readSession, storeSession } from '../../../lambdas/store/sessions.ts';
import { countCalls } from '../../support/calls.ts';
import { type Office, openOffice, type RouteName } from '../../support/office.ts';

const hour = 60 * 60_000;
let office: Office;
let brands = 0;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());

const admin = (options: { mfa?: boolean } = {}) => {
  brands += 1;
  return office.brandWithAdmin(`sessions-${brands}`, options);
};
const state = async (cookie: string | undefined) => (await office.call('readSession', { cookie })).status;

/** The session behind a cookie, as the functions that serve agents read it. */
async function sessionOf(cookie: string | undefined) {
  const session = await readAgentSession(
    office.db,
    { cookies: [String(cookie)], address: '198.51.100.7' },
    office.clock.now,
  );
  if (!session.ok) throw new Error(session.refusal.code);
  return session.value;
}

async function openSocket(cookie: string | undefined, connection: string) {
  return addSocket(office.db, await sessionOf(cookie), connection, office.clock.now);
}

describe('the cookie', () => {
  it('is one that only this host can set, that no script reads, and that no other site sends', async () => {
    const { brand, admin: name, cookie } = await admin();
    const half = await office.enterPassword(brand, name);
    const attributes = /^__Host-doorstep=[\w.-]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/;
    expect(half.cookies).toEqual([expect.stringMatching(attributes)]);
    expect(cookie).toMatch(new RegExp(`^__Host-doorstep=${brand}\\.[\\w-]{43}$`));
    const out = await office.call('signOut', { cookie });
    expect(out.cookies).toEqual(['__Host-doorstep=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict']);
  });

  it('is stored as a hash only', async () => {
    const { brand, id, cookie } = await admin();
    const secret = String(cookie).split('.')[1] ?? '';
    const user = await office.db.get({ pk: `auth#${brand}#user`, sk: id });
    const session = await office.db.get({
      pk: `auth#${brand}#session#${(await sessionOf(cookie)).hash}`,
      sk: 'SESSION',
    });
    expect(session?.agent).toBe(id);
    expect(JSON.stringify([user, session])).not.toContain(secret);
  });

  it.each([
    '',
    '__Host-doorstep=',
    '__Host-doorstep=acme',
    `__Host-doorstep=acme.${'A'.repeat(43)}`,
    'doorstep=x',
  ])('opens nothing when it is made up: %p', async (cookie) => expect(await state(cookie)).toBe(401));
});

describe('a sign-in that is not complete', () => {
  const agents: RouteName[] = ['listSessions', 'readBrand', 'listUsers', 'listEngagements', 'listIssuers'];

  it('gets nowhere: every other route says what is owed', async () => {
    const { brand, admin: name } = await admin();
    const code = await office.enterPassword(brand, name);
    for (const route of agents) {
      const reply = await office.call(route, { cookie: code.cookie });
      expect([route, reply.status, reply.body.code]).toEqual([route, 403, 'second_factor_required']);
    }
    const invited = await office.call('inviteUser', {
      cookie: code.cookie,
      body: { loginName: 'x@y.example', name: 'X', role: 'admin' },
    });
    expect(invited.body.code).toBe('second_factor_required');
    const enrolling = await office.call('beginTotp', { cookie: code.cookie });
    expect([enrolling.status, enrolling.body.code]).toEqual([403, 'second_factor_required']);
  });

  it('ends after ten minutes, and an enrolment must begin within five', async () => {
    const made = await office.create({
      brand: 'fresh',
      name: 'Fresh',
      admin: { loginName: 'a@fresh.example', name: 'Ada' },
    });
    await office.choosePassword(made.ok ? made.value.invitation.link : '');
    const { cookie } = await office.enterPassword('fresh', 'a@fresh.example');
    for (const route of agents)
      expect((await office.call(route, { cookie })).body.code).toBe('enrolment_required');
    office.clock.now += 5 * 60_000;
    expect((await office.call('beginTotp', { cookie })).body.code).toBe('password_required');
    expect((await office.call('beginPasskey', { cookie })).body.code).toBe('password_required');
    expect(await state(cookie)).toBe(200);
    office.clock.now += 5 * 60_000;
    expect(await state(cookie)).toBe(401);
    expect((await office.call('enterCode', { cookie, body: { code: '123456' } })).status).toBe(401);
  });

  it('is not signed in by a secret without its first code, nor by the secret of another sign-in', async () => {
    const made = await office.create({
      brand: 'pending',
      name: 'Pending',
      admin: { loginName: 'a@pending.example', name: 'Ada' },
    });
    await office.choosePassword(made.ok ? made.value.invitation.link : '');
    const half = async () => (await office.enterPassword('pending', 'a@pending.example')).cookie;
    const [one, two] = [await half(), await half()];
    const begun = await office.call('beginTotp', { cookie: one });
    const code = office.codeAt(String(begun.body.secret));
    const entered = await office.call('enterCode', { cookie: one, body: { code } });
    expect([entered.status, entered.body.code]).toEqual([403, 'enrolment_required']);
    const other = await office.call('confirmTotp', { cookie: two, body: { code } });
    expect(other.body.code).toBe('enrolment_required');
    expect((await office.enterPassword('pending', 'a@pending.example')).body.next).toBe('enrol');
    expect((await office.call('confirmTotp', { cookie: one, body: { code } })).status).toBe(200);
    // Whatever else was half signed in is not any more.
    expect(await state(two)).toBe(401);
  });

  it('costs no call to KMS when it is made up', async () => {
    const { brand, id } = await admin();
    office.sealing.calls = 0;
    const cookie = `__Host-doorstep=${brand}.enrol.${id}.${'A'.repeat(43)}`;
    expect((await office.call('beginTotp', { cookie })).status).toBe(401);
    expect((await office.call('confirmTotp', { cookie, body: { code: '123456' } })).status).toBe(401);
    expect(office.sealing.calls).toBe(0);
  });

  it('enrols nothing from a stolen session', async () => {
    const { cookie } = await admin();
    for (const route of ['beginTotp', 'confirmTotp', 'enterCode'] as const) {
      const body = route === 'beginTotp' ? {} : { code: '123456' };
      expect((await office.call(route, { cookie, body })).body.code).toBe('password_required');
    }
  });
});

describe('changes by cookie', () => {
  it.each([null, 'null', 'https://evil.example', 'https://desk.doorstep.example.evil.example'])(
    'are refused from %p',
    async (origin) => {
      const { brand, admin: name, cookie } = await admin();
      const half = (await office.enterPassword(brand, name)).cookie;
      const replies = [
        await office.call('enterCode', { cookie: half, origin, body: { code: '123456' } }),
        await office.call('beginTotp', { cookie: half, origin }),
        await office.call('signOut', { cookie, origin }),
        await office.call('endSession', { cookie, origin, params: { session: 'x' } }),
        await office.call('inviteUser', {
          cookie,
          origin,
          body: { loginName: 'x@y.example', name: 'X', role: 'admin' },
        }),
      ];
      for (const reply of replies) expect([reply.status, reply.body.code]).toEqual([403, 'origin_refused']);
      expect(await state(cookie)).toBe(200);
    },
  );

  it('are refused in another content type', async () => {
    const { cookie } = await admin();
    const reply = await office.call('inviteUser', {
      cookie,
      body: { loginName: 'x@y.example', name: 'X', role: 'admin' },
      headers: { 'content-type': 'text/plain' },
    });
    expect([reply.status, reply.body.code]).toEqual([400, 'invalid_request']);
  });
});

describe('the end of a session', () => {
  it('comes after an hour without use, and after a day of use', async () => {
    const idle = await admin();
    office.clock.now += hour - 1;
    expect(await state(idle.cookie)).toBe(200);
    office.clock.now += hour;
    expect(await state(idle.cookie)).toBe(401);

    const busy = await admin();
    for (let used = 0; used < 47; used += 1) {
      office.clock.now += hour / 2;
      expect(await state(busy.cookie)).toBe(200);
    }
    office.clock.now += hour / 2;
    expect(await state(busy.cookie)).toBe(401);
  });

  it('is put off by one write in five minutes of use, and reading is one read', async () => {
    const { cookie } = await admin();
    const calls = countCalls(office.client);
    await state(cookie);
    expect(calls.price()).toMatchObject({ writes: 0, reads: 1, trips: 1 });
    office.clock.now += 5 * 60_000;
    calls.reset();
    await state(cookie);
    await state(cookie);
    // With the write it also learns which networks the brand allows by now.
    expect(calls.price()).toMatchObject({ writes: 1, reads: 3 });
  });

  it('comes by signing out: token and sockets at once', async () => {
    const { cookie } = await admin();
    const session = await sessionOf(cookie);
    await openSocket(cookie, 'socket-1');
    await openSocket(cookie, 'socket-2');
    const out = await office.call('signOut', { cookie });
    expect([out.status, office.closed.splice(0).sort()]).toEqual([204, ['socket-1', 'socket-2']]);
    expect(await state(cookie)).toBe(401);
    // A socket that was about to be tied to it is not any more.
    const late = await addSocket(office.db, session, 'socket-3', office.clock.now);
    expect(late).toMatchObject({ ok: false, refusal: { code: 'unauthorized' } });
    expect((await office.call('signOut', { cookie })).status).toBe(204);
  });

  it('is finished by signing out again, when a socket could not be closed', async () => {
    const { cookie } = await admin();
    await openSocket(cookie, 'stubborn');
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    office.socketsFail = true;
    expect((await office.call('signOut', { cookie })).status).toBe(503);
    office.socketsFail = false;
    expect(await state(cookie)).toBe(401);
    expect((await office.call('signOut', { cookie })).status).toBe(204);
    expect(office.closed.splice(0)).toEqual(['stubborn']);
    jest.restoreAllMocks();
  });

  it('comes for one of several: listed, ended, and nobody else’s', async () => {
    const { brand, admin: name, secret, cookie } = await admin();
    const second = (await office.signInAgain(brand, name, secret)).cookie;
    await openSocket(cookie, 'first-socket');
    const list = async () =>
      (await office.call('listSessions', { cookie: second })).body.sessions as {
        id: string;
        current: boolean;
        device: string;
      }[];
    const [newest, oldest] = await list();
    expect([newest?.current, oldest?.current, newest?.device]).toEqual([true, false, 'test browser']);
    const stranger = await admin();
    const session = String(oldest?.id);
    const foreign = await office.call('endSession', { cookie: stranger.cookie, params: { session } });
    expect(foreign.status).toBe(404);
    expect((await office.call('endSession', { cookie: second, params: { session } })).status).toBe(204);
    expect([await state(cookie), await state(second)]).toEqual([401, 200]);
    expect(office.closed.splice(0)).toEqual(['first-socket']);
    expect(await list()).toHaveLength(1);
  });

  it('comes for the oldest when an eleventh begins', async () => {
    const { brand, admin: name, secret, cookie } = await admin();
    const cookies = [cookie];
    for (let more = 0; more < 10; more += 1)
      cookies.push((await office.signInAgain(brand, name, secret)).cookie);
    expect(await Promise.all(cookies.map(state))).toEqual([401, ...Array<number>(10).fill(200)]);
    const listed = await office.call('listSessions', { cookie: cookies[10] });
    expect(listed.body.sessions).toHaveLength(10);
  });

  it('is not undone by an end that came before the session was stored', async () => {
    const { brand, cookie } = await admin();
    const { hash } = await sessionOf(cookie);
    const other = { brand, hash: 'not-stored-yet' };
    await endSession(office.db, other, office.deps.closeSocket, office.clock.now);
    const user = { brand, id: 'u', name: 'U', role: 'agent' } as never;
    const terms = { idle: hour, overall: 24 * hour };
    expect(await storeSession(office.db, user, other.hash, office.clock.now, '', terms)).toBe(false);
    expect((await readSession(office.db, other, office.clock.now)).ok).toBe(false);
    expect((await readSession(office.db, { brand, hash }, office.clock.now)).ok).toBe(true);
  });
});
