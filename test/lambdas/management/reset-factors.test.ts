import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readAgentSession } from '../../../lambdas/edge/agent-session.ts';
import { addSocket } from '../../../lambdas/store/sessions.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { Authenticator } from '../../support/authenticator.ts';
import { goodPassword, type Office, openOffice, publicOrigin } from '../../support/office.ts';

let office: Office;
let brands = 0;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());

const state = async (cookie: string | undefined) => (await office.call('readSession', { cookie })).status;

/** A brand with an admin, and an agent with an app, a passkey, recovery codes and an open socket. */
async function lostPhone() {
  brands += 1;
  const admin = await office.brandWithAdmin(`lost-${brands}`);
  const loginName = `bo@lost-${brands}.example`;
  const invited = await office.call('inviteUser', {
    cookie: admin.cookie,
    body: { loginName, name: 'Bo', role: 'agent' },
  });
  const { user, invitation } = invited.body as { user: { id: string }; invitation: { link: string } };
  await office.choosePassword(invitation.link);
  const { cookie, secret, done } = await office.enrol(
    (await office.enterPassword(admin.brand, loginName)).cookie,
  );
  office.clock.now += 30_000;
  await office.call('prove', { cookie, body: { password: goodPassword } });
  await office.call('enterCode', { cookie, body: { code: office.codeAt(secret) } });
  const passkey = new Authenticator(publicOrigin);
  const credential = passkey.create((await office.call('beginPasskey', { cookie })).body);
  await office.call('confirmPasskey', { cookie, body: { credential } });
  const session = await readAgentSession(
    office.db,
    { cookies: [String(cookie)], address: '198.51.100.7' },
    office.clock.now,
  );
  if (!session.ok) throw new Error(session.refusal.code);
  const socket = `socket-${user.id}`;
  await addSocket(office.db, session.value, socket, office.clock.now);
  const reset = (confirm = loginName, by = admin.cookie, id = user.id) =>
    office.call('resetUserFactors', { cookie: by, params: { user: id }, body: { loginName: confirm } });
  return {
    admin,
    id: user.id,
    loginName,
    cookie,
    secret,
    passkey,
    socket,
    reset,
    codes: done.body.recoveryCodes as string[],
  };
}

describe('a lost phone', () => {
  it('is helped by an admin: all that was is dead at once, and the next sign-in enrols and tells', async () => {
    const { admin, id, loginName, cookie, secret, passkey, socket, reset, codes } = await lostPhone();
    const { brand } = admin;
    const half = (await office.enterPassword(brand, loginName)).cookie;
    const reply = await reset(loginName.toUpperCase());
    expect([reply.status, reply.body.factor]).toEqual([200, false]);
    expect(office.closed.splice(0)).toEqual([socket]);
    expect([await state(cookie), await state(half)]).toEqual([401, 401]);
    const old = await office.call('enterCode', { cookie: half, body: { code: office.codeAt(secret) } });
    expect([old.status, old.body.code]).toEqual([401, 'unauthorized']);
    const asked = await office.call('beginPasskeySignIn', { body: { brand } });
    const body = { brand, credential: passkey.get(asked.body) };
    expect((await office.call('signInByPasskey', { body })).status).toBe(401);
    for (const partition of [keys.passkey(brand, id, ''), keys.recovery(brand, id, '')])
      expect((await office.db.query({ pk: partition.pk, limit: 5 })).items).toEqual([]);

    const entered = await office.enterPassword(brand, loginName);
    expect(entered.body).toEqual({ next: 'enrol' });
    const spent = await office.call('enterRecoveryCode', {
      cookie: entered.cookie,
      body: { code: String(codes[0]) },
    });
    expect(spent.body.code).toBe('enrolment_required');
    const { done, cookie: fresh, secret: freshSecret } = await office.enrol(entered.cookie);
    const told = { kind: 'factors_reset', at: expect.any(Number) };
    expect(done.body).toMatchObject({ next: 'done', notice: told });
    expect((await office.call('readSession', { cookie: fresh })).body).toMatchObject({ notice: told });

    // Told until it was read.
    const again = await office.signInAgain(brand, loginName, freshSecret);
    expect(again.body).toMatchObject({ notice: told });
    expect((await office.call('forgetNotice', { cookie: again.cookie })).status).toBe(204);
    expect((await office.call('readSession', { cookie: again.cookie })).body.notice).toBeUndefined();
  });

  it('shows an admin what there is, before and after, and no secret of it', async () => {
    const { admin, id, cookie, reset } = await lostPhone();
    const list = (by = admin.cookie) => office.call('listUserFactors', { cookie: by, params: { user: id } });
    const { body } = await list();
    expect(body).toEqual((await office.call('listFactors', { cookie })).body);
    expect(body).toMatchObject({ factors: [{ kind: 'totp' }, { kind: 'passkey' }], recoveryCodesLeft: 10 });
    expect((await list(cookie)).body.code).toBe('forbidden');
    await reset();
    expect((await list()).body).toEqual({ factors: [], recoveryCodesLeft: 0 });
    office.closed.splice(0);
  });

  it('is written into the log of the user, by whom', async () => {
    const { admin, id, reset } = await lostPhone();
    await reset();
    const { items } = await office.db.query({ pk: `audit#${admin.brand}#pending#account.${id}`, limit: 50 });
    const found = items.map((item) => JSON.stringify(item)).find((text) => text.includes('reset_factors'));
    expect(found).toContain(admin.id);
    office.closed.splice(0);
  });

  it('is not helped by oneself, without a name, with another name, by an agent, or from another brand', async () => {
    const { admin, cookie, loginName, id, reset } = await lostPhone();
    const own = await reset(admin.admin, admin.cookie, admin.id);
    expect([own.status, own.body.code]).toEqual([403, 'forbidden']);
    const slip = await reset(admin.admin);
    expect([slip.status, slip.body.code]).toEqual([400, 'invalid_request']);
    const empty = await office.call('resetUserFactors', {
      cookie: admin.cookie,
      params: { user: id },
      body: {},
    });
    expect(empty.status).toBe(400);
    expect((await reset(loginName, cookie)).body.code).toBe('forbidden');
    const stranger = await office.brandWithAdmin(`stranger-${brands}`);
    expect((await reset(loginName, stranger.cookie)).status).toBe(404);
    expect(await state(cookie)).toBe(200);
  });

  it('ends the state in which too many refused codes have disabled the factor', async () => {
    const { admin, id, loginName, secret, reset } = await lostPhone();
    await office.db.change(keys.user(admin.brand, id), { guards: [], set: { failures: { value: 100 } } });
    office.clock.now += 60_000;
    const { cookie } = await office.enterPassword(admin.brand, loginName);
    const code = office.codeAt(secret);
    expect((await office.call('enterCode', { cookie, body: { code } })).status).toBe(401);
    await reset();
    const entered = await office.enterPassword(admin.brand, loginName);
    expect((await office.enrol(entered.cookie)).done.status).toBe(200);
    office.closed.splice(0);
  });

  it('leaves no factor that was being enrolled meanwhile', async () => {
    const { admin, loginName, cookie, secret, reset } = await lostPhone();
    office.clock.now += 60_000;
    await office.call('prove', { cookie, body: { password: goodPassword } });
    await office.call('enterCode', { cookie, body: { code: office.codeAt(secret) } });
    const begun = await office.call('beginTotp', { cookie });
    const body = { code: office.codeAt(String(begun.body.secret)) };
    const [, confirmed] = await Promise.all([reset(), office.call('confirmTotp', { cookie, body })]);
    expect([200, 401, 403, 503]).toContain(confirmed.status);
    expect((await office.enterPassword(admin.brand, loginName)).body).toEqual({ next: 'enrol' });
    office.closed.splice(0);
  });

  it('is not helped by a new password, which leaves the factor', async () => {
    const { admin, id, loginName } = await lostPhone();
    const link = await office.call('inviteUserAgain', { cookie: admin.cookie, params: { user: id } });
    await office.choosePassword(String(link.body.link), 'nine loud magpies');
    const entered = await office.enterPassword(admin.brand, loginName, { password: 'nine loud magpies' });
    expect(entered.body.next).toBe('code');
    office.closed.splice(0);
  });
});
