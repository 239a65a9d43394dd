import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lifetimes } from '../../../lambdas/core/sign-in/lifetimes.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { Authenticator } from '../../support/authenticator.ts';
import { goodPassword, type Office, openOffice, publicOrigin } from '../../support/office.ts';

/**
 * What was tried against other products' second factors, tried here: the advisories and test lists of better-auth's
 * two-factor plugin, and those of Keycloak and Authelia, by idea.
 */
let office: Office;
let brands = 0;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());

type Cookie = string | undefined;
const state = async (cookie: Cookie) => (await office.call('readSession', { cookie })).status;
const enter = (cookie: Cookie, code: string) => office.call('enterCode', { cookie, body: { code } });
const wrongFor = (secret: string) => String((Number(office.codeAt(secret)) + 7) % 1_000_000).padStart(6, '0');

/** Somebody with an authenticator app whose present code is unused, and the thief, who knows the password. */
async function victim() {
  brands += 1;
  const person = await office.brandWithAdmin(`attack-${brands}`);
  office.clock.now += 60_000;
  const half = async () => (await office.enterPassword(person.brand, person.admin)).cookie;
  const stored = () => office.db.get(keys.user(person.brand, person.id));
  return { ...person, half, stored };
}

describe('a thief who knows the password', () => {
  it('gets no more guesses by entering it again, nor by giving the sign-in up in between', async () => {
    const { half, secret, stored } = await victim();
    office.sealing.calls = 0;
    for (let n = 0; n < 10; n += 1) {
      const cookie = await half();
      await enter(cookie, wrongFor(secret));
      if (n % 2 === 1) await office.call('signOut', { cookie });
    }
    expect(office.sealing.calls).toBe(5);
    expect(await stored()).toMatchObject({ tries: 5, failures: 5 });
  });

  it('gets no more guesses by taking another route: codes, recovery codes, passkeys, an enrolment', async () => {
    const { half, secret } = await victim();
    const cookie = await half();
    office.sealing.calls = 0;
    const credential = { id: 'AAAA', rawId: 'AAAA', type: 'public-key' };
    const response = { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' };
    const tries = [
      () => enter(cookie, wrongFor(secret)),
      () => office.call('enterRecoveryCode', { cookie, body: { code: 'AAAA-BBBB' } }),
      () => office.call('enterPasskey', { cookie, body: { credential: { ...credential, response } } }),
      () => enter(cookie, wrongFor(secret)),
      () => office.call('enterRecoveryCode', { cookie, body: { code: 'CCCC-DDDD' } }),
    ];
    for (const one of tries) expect((await one()).body.code).toBe('code_refused');
    expect((await enter(cookie, office.codeAt(secret))).status).toBe(401);
    const confirm = await office.call('confirmTotp', { cookie, body: { code: '123456' } });
    expect(confirm.body.code).toBe('second_factor_required');
    expect(office.sealing.calls).toBe(2);
  });

  it('enrols no factor of his own beside the one that is there', async () => {
    const { half } = await victim();
    const cookie = await half();
    const passkey = new Authenticator(publicOrigin);
    const credential = passkey.create({
      options: { challenge: 'AAAA', rp: { id: 'x' }, user: { id: 'AAAA' } },
    });
    const replies = [
      await office.call('beginTotp', { cookie }),
      await office.call('confirmTotp', { cookie, body: { code: '123456' } }),
      await office.call('beginPasskey', { cookie }),
      await office.call('confirmPasskey', { cookie, body: { credential } }),
    ];
    for (const reply of replies)
      expect([reply.status, reply.body.code]).toEqual([403, 'second_factor_required']);
    // Nor does the hint in the cookie decide anything.
    const hinted = String(cookie).replace('.code.', '.enrol.');
    expect((await office.call('beginTotp', { cookie: hinted })).body.code).toBe('second_factor_required');
  });

  it('does not turn the half cookie, or its secret, into a session, before or after the code', async () => {
    const { brand, id, half, secret } = await victim();
    const cookie = await half();
    const bare = String(cookie).split('.').at(-1);
    const forged = [`__Host-doorstep=${brand}.${bare}`, `__Host-doorstep=${brand}.${id}.${bare}`];
    for (const one of forged) expect(await state(one)).toBe(401);
    const done = await enter(cookie, office.codeAt(secret));
    expect(done.cookie).not.toContain(bare);
    for (const one of [...forged, cookie]) expect(await state(one)).toBe(401);
    expect(await state(done.cookie)).toBe(200);
  });

  it('gains nothing by a second tab: what one completes the other still owes', async () => {
    const { half, secret } = await victim();
    const [one, two] = [await half(), await half()];
    const code = office.codeAt(secret);
    expect((await enter(one, code)).status).toBe(200);
    expect((await office.call('listSessions', { cookie: two })).body.code).toBe('second_factor_required');
    expect((await enter(two, code)).status).toBe(401);
  });

  it('gains nothing by the code of an account of his own', async () => {
    const [one, thief] = [await victim(), await victim()];
    const cookie = await one.half();
    expect((await enter(cookie, office.codeAt(thief.secret))).status).toBe(401);
    const bent = String(cookie).replace(`=${one.brand}.`, `=${thief.brand}.`).replace(one.id, thief.id);
    expect((await enter(bent, office.codeAt(thief.secret))).body.code).toBe('unauthorized');
    expect(await thief.stored()).toMatchObject({ tries: 0, failures: 0 });
  });

  it('does not get past the factor by a link for a new password, and the link signs nobody in', async () => {
    const { brand, admin, id, half } = await victim();
    const cookie = await half();
    const made = await office.create({ brand, invite: { loginName: admin, name: 'Ada' } });
    const link = made.ok && 'invitation' in made.value ? made.value.invitation.link : '';
    const chosen = await office.choosePassword(link, 'nine loud magpies');
    expect([chosen.status, chosen.cookies]).toEqual([200, []]);
    expect(await state(cookie)).toBe(401);
    const entered = await office.enterPassword(brand, admin, { password: 'nine loud magpies' });
    expect(entered.body.next).toBe('code');
    expect(id).not.toBe('');
  });

  it('does not wear the owner down: the code that the owner has keeps working after the lock', async () => {
    const { half, secret } = await victim();
    const thief = await half();
    for (let n = 0; n < 5; n += 1) await enter(thief, wrongFor(secret));
    office.clock.now += lifetimes.codeLock + 1000;
    expect((await enter(await half(), office.codeAt(secret))).status).toBe(200);
  });
});

describe('a thief who has a session', () => {
  it('does not see recovery codes, and makes none', async () => {
    const { cookie } = await victim();
    const listed = await office.call('listFactors', { cookie });
    expect(JSON.stringify(listed.body)).not.toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}|secret|otpauth/);
    expect((await office.call('renewRecoveryCodes', { cookie })).body.code).toBe('password_required');
  });

  it('proves nothing by a factor without the password, and nothing by a password before the last change of it', async () => {
    const { cookie, secret } = await victim();
    expect((await enter(cookie, office.codeAt(secret))).body.code).toBe('password_required');
    await office.call('prove', { cookie, body: { password: goodPassword } });
    await enter(cookie, office.codeAt(secret));
    const changed = await office.call('changeOwnPassword', {
      cookie,
      body: { password: 'nine loud magpies' },
    });
    const again = await office.call('beginTotp', { cookie: changed.cookie });
    expect(again.body.code).toBe('password_required');
    const old = await office.call('prove', { cookie: changed.cookie, body: { password: goodPassword } });
    expect(old.status).toBe(401);
  });

  it('keeps nothing of a secret that was shown and not confirmed', async () => {
    const { half, cookie, secret } = await victim();
    await office.call('prove', { cookie, body: { password: goodPassword } });
    await enter(cookie, office.codeAt(secret));
    const begun = await office.call('beginTotp', { cookie });
    expect((await enter(await half(), office.codeAt(String(begun.body.secret)))).status).toBe(401);
  });
});

describe('two who enrol at once', () => {
  it('leave one factor: whoever comes second has no sign-in any more', async () => {
    const made = await office.create({
      brand: 'both',
      name: 'Both',
      admin: { loginName: 'a@both.example', name: 'Ada' },
    });
    await office.choosePassword(made.ok && 'invitation' in made.value ? made.value.invitation.link : '');
    const half = async () => (await office.enterPassword('both', 'a@both.example')).cookie;
    const [thief, owner] = [await half(), await half()];
    const passkey = new Authenticator(publicOrigin);
    const asked = await office.call('beginPasskey', { cookie: thief });
    const begun = await office.call('beginTotp', { cookie: owner });
    const body = { code: office.codeAt(String(begun.body.secret)) };
    const replies = await Promise.all([
      office.call('confirmTotp', { cookie: owner, body }),
      office.call('confirmPasskey', { cookie: thief, body: { credential: passkey.create(asked.body) } }),
    ]);
    const cookies = replies.flatMap(({ cookie }) => cookie ?? []);
    expect(cookies).toHaveLength(1);
    const listed = await office.call('listFactors', { cookie: cookies[0] });
    expect(listed.body.factors).toHaveLength(1);
  });
});
