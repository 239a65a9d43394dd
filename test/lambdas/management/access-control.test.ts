import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fingerprint } from '../../../lambdas/core/secrets.ts';
import { readAgentSession } from '../../../lambdas/edge/agent-session.ts';
import { addSocket, readSession } from '../../../lambdas/store/sessions.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { countCalls } from '../../support/calls.ts';
import { type Office, openOffice } from '../../support/office.ts';

const minute = 60_000;
const home = '198.51.100.7';
let office: Office;
let brands = 0;
let calls: ReturnType<typeof countCalls>;
beforeAll(async () => {
  office = await openOffice();
  calls = countCalls(office.client);
});
afterAll(() => office.stop());

type Cookie = string | undefined;
const state = async (cookie: Cookie, address = home) =>
  (await office.call('readSession', { cookie, address })).status;
const admin = (options: { mfa?: boolean } = {}) => {
  brands += 1;
  return office.brandWithAdmin(`rules-${brands}`, options);
};
const usual = { name: 'Rules', authenticatorApps: [], mfa: true };
const change = (cookie: Cookie, settings: object, version = 1, address = home) =>
  office.call('changeBrand', {
    cookie,
    address,
    headers: { 'if-match': `"${version}"` },
    body: { ...usual, ...settings },
  });

async function sessionOf(cookie: Cookie) {
  const session = await readAgentSession(
    office.db,
    { cookies: [String(cookie)], address: home },
    office.clock.now,
  );
  if (!session.ok) throw new Error(session.refusal.code);
  return session.value;
}

describe('asking for a second factor', () => {
  it('holds from the one write on: sessions without one read nothing, whatever else of the change is still to come', async () => {
    const { brand, cookie } = await admin({ mfa: false });
    const session = await sessionOf(cookie);
    // The settings alone, as if the function had been stopped right after its write.
    await office.db.change(keys.brand(brand), {
      guards: [],
      set: { mfa: { value: true }, enforced: { value: 1 } },
    });
    expect(await state(cookie)).toBe(401);
    expect((await readSession(office.db, session, office.clock.now)).ok).toBe(false);
    expect(await addSocket(office.db, session, 'late', office.clock.now)).toMatchObject({ ok: false });
  });

  it('is for good for a session of before, also when the brand stops asking', async () => {
    const { cookie, brand, admin: name } = await admin({ mfa: false });
    await change(cookie, { mfa: true });
    const entered = await office.enterPassword(brand, name);
    const enrolled = await office.enrol(entered.cookie);
    expect((await change(enrolled.cookie, { mfa: false }, 2)).status).toBe(200);
    expect(await state(cookie)).toBe(401);
  });

  it('is one write of the brand, however many users there are, and closes only the sockets of those without', async () => {
    const { cookie, brand, admin: name } = await admin({ mfa: false });
    const open = async (count: number) => {
      for (let n = 0; n < count; n += 1) {
        const { cookie: one } = await office.enterPassword(brand, name);
        await addSocket(office.db, await sessionOf(one), `bare-${brand}-${n}`, office.clock.now);
      }
    };
    await open(3);
    const users = keys.user(brand, '');
    for (let n = 0; n < 60; n += 1)
      await office.db.put({
        pk: users.pk,
        sk: `u${n}`,
        brand,
        id: `u${n}`,
        name: 'U',
        role: 'agent',
        epoch: 1,
      });
    calls.reset();
    expect((await change(cookie, { mfa: true })).status).toBe(200);
    const { writes } = calls.price();
    // The brand twice (begun, and nothing owed any more), the log, and the three sockets.
    expect(writes).toBe(6);
    expect(office.closed.splice(0).sort()).toEqual([0, 1, 2].map((n) => `bare-${brand}-${n}`));
  });

  it('is finished by the next change, when sockets could not be closed', async () => {
    const { cookie, brand, admin: name } = await admin({ mfa: false });
    await addSocket(office.db, await sessionOf(cookie), `stubborn-${brand}`, office.clock.now);
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    office.socketsFail = true;
    expect((await change(cookie, { mfa: true })).status).toBe(503);
    office.socketsFail = false;
    expect(await state(cookie)).toBe(401);
    const { cookie: fresh } = await office.enrol((await office.enterPassword(brand, name)).cookie);
    expect((await change(fresh, { mfa: true }, 2)).status).toBe(200);
    expect(office.closed.splice(0)).toContain(`stubborn-${brand}`);
    jest.restoreAllMocks();
  });

  it('leaves a session with a factor at one read', async () => {
    const { cookie } = await admin();
    const session = await sessionOf(cookie);
    calls.reset();
    expect((await readSession(office.db, session, office.clock.now)).ok).toBe(true);
    expect(calls.price()).toMatchObject({ reads: 1, writes: 0, trips: 1 });
  });
});

describe('the sign-in policy', () => {
  const policy = { lockMinutes: 20, idleMinutes: 10, overallHours: 2, passwordLength: 20 };

  it('is within what AAL2 allows', async () => {
    const { cookie } = await admin();
    for (const wrong of [
      { idleMinutes: 61 },
      { overallHours: 25 },
      { passwordLength: 7 },
      { lockMinutes: 0 },
      { passwordLength: 65 },
      { extra: 1 },
    ]) {
      const reply = await change(cookie, { signInPolicy: { ...policy, ...wrong } });
      expect([wrong, reply.status]).toEqual([wrong, 400]);
    }
    const good = await change(cookie, { signInPolicy: policy });
    expect([good.status, good.body.signInPolicy]).toEqual([200, policy]);
  });

  it('ends sessions after its idle and overall times', async () => {
    const { brand, admin: name, cookie, secret } = await admin();
    await change(cookie, { signInPolicy: policy });
    const idle = (await office.signInAgain(brand, name, secret)).cookie;
    office.clock.now += 10 * minute;
    expect(await state(idle)).toBe(401);
    const busy = (await office.signInAgain(brand, name, secret)).cookie;
    for (let used = 0; used < 13; used += 1) {
      office.clock.now += 9 * minute;
      expect(await state(busy)).toBe(200);
    }
    office.clock.now += 9 * minute;
    expect(await state(busy)).toBe(401);
  });

  it('locks for as long as it says', async () => {
    const { brand, admin: name, cookie, secret } = await admin();
    await change(cookie, { signInPolicy: policy });
    office.clock.now += minute;
    const half = async () => (await office.enterPassword(brand, name)).cookie;
    const enter = (who: Cookie, code: string) => office.call('enterCode', { cookie: who, body: { code } });
    const first = await half();
    for (let n = 0; n < 5; n += 1) await enter(first, '000000');
    office.clock.now += 19 * minute;
    expect((await enter(await half(), office.codeAt(secret))).status).toBe(401);
    office.clock.now += 2 * minute;
    expect((await enter(await half(), office.codeAt(secret))).status).toBe(200);
  });

  it('asks for longer passwords of those who choose one', async () => {
    const { cookie } = await admin();
    await change(cookie, { signInPolicy: policy });
    const invited = await office.call('inviteUser', {
      cookie,
      body: { loginName: `bo@rules-${brands}.example`, name: 'Bo', role: 'agent' },
    });
    const { link } = invited.body.invitation as { link: string };
    const short = await office.choosePassword(link, 'nine loud magpies');
    expect([short.status, short.body.code]).toEqual([422, 'password_refused']);
    expect((await office.choosePassword(link, 'nine loud magpies sing')).status).toBe(200);
  });
});

describe('the price', () => {
  it('of a code is one read more where the brand has rules of its own, and of a recovery code wherever', async () => {
    const policy = { lockMinutes: 20, idleMinutes: 10, overallHours: 2, passwordLength: 20 };
    for (const [settings, reads, trips] of [
      [{}, 0, 3],
      [{ signInPolicy: policy }, 1, 4],
    ] as const) {
      const { brand, admin: name, cookie, secret } = await admin();
      await change(cookie, settings);
      office.clock.now += 30_000;
      const half = (await office.enterPassword(brand, name)).cookie;
      calls.reset();
      const done = await office.call('enterCode', { cookie: half, body: { code: office.codeAt(secret) } });
      expect(done.status).toBe(200);
      expect(calls.price()).toEqual({ writes: 4, writeUnits: 4, reads, trips });
    }
    const { brand, admin: name } = await admin();
    const half = (await office.enterPassword(brand, name)).cookie;
    calls.reset();
    await office.call('enterRecoveryCode', { cookie: half, body: { code: 'AAAA' } });
    expect(calls.price()).toMatchObject({ reads: 1 });
  });
});

describe('the allowed networks', () => {
  const networks = ['198.51.100.0/24', '2001:db8:7::/48'];
  const inside = ['198.51.100.9', '2001:db8:7:1::1', '::ffff:198.51.100.9'];
  const outside = ['203.0.113.9', '2001:db8:8::1', '::ffff:203.0.113.9'];

  it('are those of the one who sets them too', async () => {
    const { cookie } = await admin();
    expect((await office.call('readOwnAddress', { cookie })).body).toEqual({ address: '198.51.100.7' });
    const shut = await change(cookie, { networks: ['203.0.113.0/24'] });
    expect([shut.status, shut.body.code]).toEqual([403, 'network_refused']);
    for (const wrong of ['198.51.100.7', '198.51.100.0/33', 'fe80::/129', 'home', '198.51.100.0/24 '])
      expect((await change(cookie, { networks: [wrong] })).status).toBe(400);
    expect((await change(cookie, { networks })).body.networks).toEqual(networks);
  });

  it('hold at sign-in, whoever it is and whatever the password, and at the code', async () => {
    const { brand, admin: name, cookie, secret } = await admin();
    await change(cookie, { networks });
    for (const address of inside)
      expect((await office.enterPassword(brand, name, { address })).status).toBe(200);
    for (const address of outside) {
      const right = await office.enterPassword(brand, name, { address });
      expect([address, right.status, right.body.code]).toEqual([address, 403, 'network_refused']);
      const unknown = await office.enterPassword(brand, 'nobody', { address, password: 'x' });
      expect(unknown.body).toEqual(right.body);
    }
    office.clock.now += 30_000;
    const half = (await office.enterPassword(brand, name)).cookie;
    const code = await office.call('enterCode', {
      cookie: half,
      body: { code: office.codeAt(secret) },
      address: '203.0.113.9',
    });
    expect([code.status, code.body.code, code.cookies]).toEqual([403, 'network_refused', []]);
    const asked = await office.call('beginPasskeySignIn', { body: { brand } });
    expect(asked.status).toBe(201);
  });

  it('hold for requests: at once for what weighs, and within five minutes for all', async () => {
    const { brand, admin: name, cookie, secret } = await admin();
    const away = '203.0.113.9';
    expect(await state(cookie, away)).toBe(200);
    await change(cookie, { networks });
    const read = (who: Cookie, address: string) => office.call('readBrand', { cookie: who, address });
    expect((await read(cookie, away)).body.code).toBe('network_refused');
    expect((await read(cookie, home)).status).toBe(200);
    office.clock.now += 5 * minute;
    expect(await state(cookie, away)).toBe(403);
    const fresh = (await office.signInAgain(brand, name, secret)).cookie;
    expect([await state(fresh, away), await state(fresh)]).toEqual([403, 200]);
    expect((await change(fresh, { networks: [] }, 2)).status).toBe(200);
    office.clock.now += 5 * minute;
    expect(await state(fresh, away)).toBe(200);
  });
});

describe('networks that nobody is in any more', () => {
  it('are opened by the operator', async () => {
    const { brand, admin: name, cookie } = await admin();
    await change(cookie, { networks: ['198.51.100.0/24'] });
    const address = '203.0.113.77';
    expect((await office.enterPassword(brand, name, { address })).status).toBe(403);
    expect(await office.create({ brand, openNetworks: true })).toMatchObject({
      ok: true,
      value: { networks: 'any' },
    });
    expect((await office.enterPassword(brand, name, { address })).status).toBe(200);
    expect(await office.create({ brand: 'nobody', openNetworks: true })).toMatchObject({ ok: false });
  });
});

describe('sign-ins of one IPv6 site', () => {
  it('are limited together, over all its networks', async () => {
    const window = Math.floor(office.clock.now / 600_000);
    await office.db.put({ ...keys.signInLimit('_', 'site', fingerprint('2001:db8:9'), window), count: 1799 });
    const enter = (n: number) =>
      office.enterPassword('nowhere', `n${n}@flood.example`, {
        address: `2001:db8:9:${n}::1`,
        password: 'x',
      });
    const replies = [await enter(1), await enter(2), await enter(3)];
    expect(replies.map(({ status }) => status)).toEqual([401, 429, 429]);
  });
});
