import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lifetimes } from '../../../lambdas/core/sign-in/lifetimes.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { Authenticator } from '../../support/authenticator.ts';
import { goodPassword, type Office, openOffice, publicOrigin } from '../../support/office.ts';

let office: Office;
let brands = 0;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());

type Cookie = string | undefined;
const state = async (cookie: Cookie) => (await office.call('readSession', { cookie })).status;
const factorsOf = async (cookie: Cookie) =>
  (await office.call('listFactors', { cookie })).body as {
    factors: { id: string; kind: string; name: string; createdAt: number; lastUsedAt: number }[];
    recoveryCodesLeft: number;
  };

/** An admin who has enrolled an authenticator app, with the recovery codes that were shown. */
async function owner(options: { mfa?: boolean } = {}) {
  brands += 1;
  const brand = `own-${brands}`;
  const person = await office.brandWithAdmin(brand, options);
  const stored = () => office.db.get(keys.user(brand, person.id));
  /** The password afresh, and the code of the next time step. */
  const prove = async (cookie: Cookie, secret = person.secret) => {
    office.clock.now += 30_000;
    await office.call('prove', { cookie, body: { password: goodPassword } });
    return office.call('enterCode', { cookie, body: { code: office.codeAt(secret) } });
  };
  return { ...person, stored, prove };
}

/** Enrols one more authenticator app in a session that was proven. */
async function addApp(cookie: Cookie, name?: string) {
  const begun = await office.call('beginTotp', { cookie });
  const secret = String(begun.body.secret);
  const body = { code: office.codeAt(secret), ...(name === undefined ? {} : { name }) };
  return { secret, begun, done: await office.call('confirmTotp', { cookie, body }) };
}

describe('a proof', () => {
  it('needs password and factor, before anything that one signs in with is changed', async () => {
    const { cookie, secret } = await owner();
    const changes = () =>
      Promise.all([
        office.call('beginTotp', { cookie }),
        office.call('beginPasskey', { cookie }),
        office.call('renewRecoveryCodes', { cookie }),
        office.call('changeOwnPassword', { cookie, body: { password: 'nine loud magpies' } }),
        factorsOf(cookie).then(({ factors }) =>
          office.call('removeFactor', { cookie, params: { factor: String(factors[0]?.id) } }),
        ),
      ]);
    const codes = async () => (await changes()).map(({ status, body }) => `${status} ${body.code}`);
    expect(new Set(await codes())).toEqual(new Set(['403 password_required']));
    const wrong = await office.call('prove', { cookie, body: { password: 'not the password' } });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'sign_in_failed']);
    expect(new Set(await codes())).toEqual(new Set(['403 password_required']));
    const proved = await office.call('prove', { cookie, body: { password: goodPassword } });
    expect([proved.body, proved.cookies]).toEqual([{ next: 'code', methods: ['totp', 'recovery'] }, []]);
    expect(new Set(await codes())).toEqual(new Set(['403 second_factor_required']));
    office.clock.now += 30_000;
    await office.call('enterCode', { cookie, body: { code: office.codeAt(secret) } });
    expect((await office.call('beginTotp', { cookie })).status).toBe(201);
  });

  it('is over after five minutes, and is of one session alone', async () => {
    const { brand, admin, cookie, secret, prove } = await owner();
    const other = (await office.signInAgain(brand, admin, secret)).cookie;
    expect((await prove(cookie)).status).toBe(200);
    expect((await office.call('beginTotp', { cookie: other })).body.code).toBe('password_required');
    office.clock.now += lifetimes.freshPassword;
    expect((await office.call('beginTotp', { cookie })).body.code).toBe('password_required');
  });

  it('throttles wrong passwords like a sign-in', async () => {
    const { brand, admin, cookie } = await owner();
    await Promise.all(
      Array.from({ length: 25 }, () => office.call('prove', { cookie, body: { password: 'wrong' } })),
    );
    expect((await office.call('prove', { cookie, body: { password: goodPassword } })).status).toBe(401);
    expect((await office.enterPassword(brand, admin)).status).toBe(401);
  });

  it('shares the count of refused codes with sign-ins, and takes no code twice', async () => {
    const { brand, admin, cookie, secret, stored } = await owner();
    office.clock.now += 30_000;
    const half = (await office.enterPassword(brand, admin)).cookie;
    await office.call('prove', { cookie, body: { password: goodPassword } });
    const enter = (who: Cookie, code: string) => office.call('enterCode', { cookie: who, body: { code } });
    const code = office.codeAt(secret);
    expect((await enter(cookie, code)).status).toBe(200);
    expect((await enter(half, code)).status).toBe(401);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    for (let n = 0; n < 3; n += 1) await enter(cookie, wrong);
    for (let n = 0; n < 2; n += 1) await enter(half, wrong);
    expect(await stored()).toMatchObject({ tries: 5, failures: 5 });
    office.clock.now += 30_000;
    expect((await enter(cookie, office.codeAt(secret))).status).toBe(401);
  });

  it('is by password alone where there is no factor, and a first factor ends what was signed in without it', async () => {
    const { brand, admin, cookie } = await owner({ mfa: false });
    const other = (await office.enterPassword(brand, admin)).cookie;
    expect((await office.call('beginTotp', { cookie })).body.code).toBe('password_required');
    const proved = await office.call('prove', { cookie, body: { password: goodPassword } });
    expect(proved.body).toEqual({ next: 'done' });
    const { done } = await addApp(cookie);
    expect(done.body).toMatchObject({ next: 'done', recoveryCodes: expect.any(Array) });
    expect([await state(cookie), await state(other), await state(done.cookie)]).toEqual([401, 401, 200]);
    expect((await office.enterPassword(brand, admin)).body.next).toBe('code');
  });
});

describe('a first factor', () => {
  it('may take as long as the sign-in lasts, once it was begun in time', async () => {
    const made = await office.create({
      brand: 'slow',
      name: 'Slow',
      admin: { loginName: 'a@slow.example', name: 'Ada' },
    });
    await office.choosePassword(made.ok && 'invitation' in made.value ? made.value.invitation.link : '');
    const { cookie } = await office.enterPassword('slow', 'a@slow.example');
    office.clock.now += lifetimes.freshPassword - 1000;
    const begun = await office.call('beginTotp', { cookie });
    office.clock.now += lifetimes.freshPassword - 1000;
    const body = { code: office.codeAt(String(begun.body.secret)) };
    expect((await office.call('confirmTotp', { cookie, body })).status).toBe(200);
  });
});

describe('several factors', () => {
  it('are listed with name, beginning and last use, and each signs in', async () => {
    const { brand, admin, cookie, secret, prove } = await owner();
    await prove(cookie);
    const added = await addApp(cookie, 'Tablet');
    expect([added.done.status, added.done.body]).toEqual([200, { next: 'done' }]);
    const passkey = new Authenticator(publicOrigin);
    const begun = await office.call('beginPasskey', { cookie });
    const credential = passkey.create(begun.body);
    const kept = await office.call('confirmPasskey', { cookie, body: { credential, name: 'Key ring' } });
    expect([kept.status, kept.body]).toEqual([200, { next: 'done' }]);
    // Nobody who was signed in by one factor is signed out by one more.
    expect(await state(cookie)).toBe(200);
    office.clock.now += 60_000;
    for (const one of [secret, added.secret]) {
      const half = (await office.enterPassword(brand, admin)).cookie;
      const done = await office.call('enterCode', { cookie: half, body: { code: office.codeAt(one) } });
      expect(done.status).toBe(200);
    }
    const { factors } = await factorsOf(cookie);
    expect(factors.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'totp ',
      'totp Tablet',
      'passkey Key ring',
    ]);
    const step = Math.floor(office.clock.now / 30_000) * 30_000;
    expect(factors.slice(0, 2).map(({ lastUsedAt }) => lastUsedAt)).toEqual([step, step]);
    expect(factors.every(({ createdAt }) => createdAt < office.clock.now)).toBe(true);
  });

  it('are renamed without a proof, and three apps are the most', async () => {
    const { cookie, prove } = await owner();
    await prove(cookie);
    await addApp(cookie);
    await addApp(cookie);
    const fourth = await office.call('beginTotp', { cookie });
    expect([fourth.status, fourth.body.code]).toEqual([409, 'limit_reached']);
    const { factors } = await factorsOf(cookie);
    const rename = (factor: string, name: string) =>
      office.call('renameFactor', { cookie, params: { factor }, body: { name } });
    expect((await rename(String(factors[1]?.id), 'Old phone')).status).toBe(204);
    expect((await rename('nobody', 'x')).status).toBe(404);
    expect((await rename(String(factors[1]?.id), 'ok \u{1F512}')).status).toBe(400);
    expect((await factorsOf(cookie)).factors.map(({ name }) => name)).toEqual(['', 'Old phone', '']);
  });

  it('are replaced and removed, and one that is removed is dead', async () => {
    const { brand, admin, cookie, secret, prove } = await owner();
    await prove(cookie);
    const added = await addApp(cookie);
    const [old] = (await factorsOf(cookie)).factors;
    const removed = await office.call('removeFactor', { cookie, params: { factor: String(old?.id) } });
    expect([removed.status, removed.body]).toEqual([200, { next: 'done' }]);
    office.clock.now += 60_000;
    const half = (await office.enterPassword(brand, admin)).cookie;
    const by = (one: string) =>
      office.call('enterCode', { cookie: half, body: { code: office.codeAt(one) } });
    expect([(await by(secret)).status, (await by(added.secret)).status]).toEqual([401, 200]);
  });

  it('never come to an end where one is needed', async () => {
    const { cookie, prove } = await owner();
    await prove(cookie);
    const [only] = (await factorsOf(cookie)).factors;
    const kept = await office.call('removeFactor', { cookie, params: { factor: String(only?.id) } });
    expect([kept.status, kept.body.code]).toEqual([409, 'factor_needed']);
    await addApp(cookie);
    const ids = (await factorsOf(cookie)).factors.map(({ id }) => id);
    const replies = await Promise.all(
      ids.map((factor) => office.call('removeFactor', { cookie, params: { factor } })),
    );
    expect((await factorsOf(cookie)).factors.length).toBeGreaterThanOrEqual(1);
    expect(replies.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  });

  it('may end where none is needed; every session ends with the last one', async () => {
    const { brand, admin, cookie } = await owner({ mfa: false });
    await office.call('prove', { cookie, body: { password: goodPassword } });
    const first = await addApp(cookie);
    const other = (await office.signInAgain(brand, admin, first.secret)).cookie;
    office.clock.now += 30_000;
    await office.call('prove', { cookie: first.done.cookie, body: { password: goodPassword } });
    const code = office.codeAt(first.secret);
    await office.call('enterCode', { cookie: first.done.cookie, body: { code } });
    const [only] = (await factorsOf(first.done.cookie)).factors;
    const gone = await office.call('removeFactor', {
      cookie: first.done.cookie,
      params: { factor: String(only?.id) },
    });
    expect(gone.status).toBe(200);
    expect([await state(first.done.cookie), await state(other), await state(gone.cookie)]).toEqual([
      401, 401, 200,
    ]);
    expect(await factorsOf(gone.cookie)).toEqual({ factors: [], recoveryCodesLeft: 0 });
    expect((await office.enterPassword(brand, admin)).body).toEqual({ next: 'done' });
  });
});

describe('recovery codes', () => {
  /** An owner whose ten codes are known. */
  async function withCodes() {
    const person = await owner();
    await person.prove(person.cookie);
    const made = await office.call('renewRecoveryCodes', { cookie: person.cookie });
    const codes = made.body.recoveryCodes as string[];
    const half = async () => (await office.enterPassword(person.brand, person.admin)).cookie;
    const enter = (cookie: Cookie, code: string) =>
      office.call('enterRecoveryCode', { cookie, body: { code } });
    return { ...person, codes, half, enter };
  }

  it('are ten of 120 bits, shown once, stored as hashes, and each signs in once', async () => {
    const { cookie, codes, half, enter, stored, brand, id } = await withCodes();
    expect(codes).toHaveLength(10);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
    const { items } = await office.db.query({ pk: keys.recovery(brand, id, '').pk, limit: 10 });
    expect(items).toHaveLength(1);
    expect(JSON.stringify([items, await stored()])).not.toContain(codes[0]);
    const [first = ''] = codes;
    const one = await half();
    const spelled = first.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    const done = await enter(one, spelled);
    expect([done.status, done.body]).toEqual([200, { next: 'done' }]);
    expect(await state(done.cookie)).toBe(200);
    expect((await factorsOf(cookie)).recoveryCodesLeft).toBe(9);
    expect((await enter(await half(), first)).body.code).toBe('code_refused');
  });

  it('work once in 20 parallel requests from two sign-ins', async () => {
    const { codes, half, enter, cookie } = await withCodes();
    const halves = [await half(), await half()];
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) => enter(halves[n % 2], String(codes[3]))),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await factorsOf(cookie)).recoveryCodesLeft).toBe(9);
  });

  it('are tried against the same count as codes', async () => {
    const { codes, half, enter, secret, stored } = await withCodes();
    const cookie = await half();
    for (let n = 0; n < 3; n += 1) await enter(cookie, `WRNG-${n}`);
    for (let n = 0; n < 2; n += 1) await office.call('enterCode', { cookie, body: { code: '000000' } });
    expect(await stored()).toMatchObject({ tries: 5, failures: 5 });
    expect((await enter(cookie, String(codes[0]))).status).toBe(401);
    office.clock.now += lifetimes.codeLock + 1000;
    const later = await half();
    expect((await enter(later, String(codes[0]))).status).toBe(200);
    expect(secret).not.toBe('');
  });

  it('are renewed as a whole', async () => {
    const { cookie, codes, half, enter, prove } = await withCodes();
    await prove(cookie);
    const made = await office.call('renewRecoveryCodes', { cookie });
    const [fresh = ''] = made.body.recoveryCodes as string[];
    const one = await half();
    expect((await enter(one, String(codes[5]))).status).toBe(401);
    expect((await enter(one, fresh)).status).toBe(200);
  });

  it('need the password too, and none is of another person', async () => {
    const [one, two] = [await withCodes(), await withCodes()];
    const forged = `__Host-doorstep=${one.brand}.code.${one.id}.${'A'.repeat(43)}`;
    expect((await one.enter(forged, String(one.codes[0]))).status).toBe(401);
    expect((await one.enter(await one.half(), String(two.codes[0]))).status).toBe(401);
    expect((await two.enter(await two.half(), String(two.codes[0]))).status).toBe(200);
  });
});

describe('the own password', () => {
  it('is changed by who has proven the old one and the factor; every other session and link ends', async () => {
    const { brand, admin, id, cookie, secret, prove } = await owner();
    const other = (await office.signInAgain(brand, admin, secret)).cookie;
    await prove(cookie);
    const change = (password: string) => office.call('changeOwnPassword', { cookie, body: { password } });
    for (const weak of ['short', 'password1']) {
      const refused = await change(weak);
      expect([weak, refused.status, refused.body.code]).toEqual([weak, 422, 'password_refused']);
    }
    const password = 'nine loud magpies';
    const done = await change(password);
    expect([done.status, done.body]).toEqual([200, { next: 'done' }]);
    expect([await state(cookie), await state(other), await state(done.cookie)]).toEqual([401, 401, 200]);
    expect((await office.enterPassword(brand, admin)).status).toBe(401);
    expect((await office.enterPassword(brand, admin, { password })).body.next).toBe('code');
    const { items } = await office.db.query({ pk: `audit#${brand}#pending#account.${id}`, limit: 50 });
    expect(JSON.stringify(items)).not.toContain(password);
  });
});

describe('sessions', () => {
  it('but this one are ended at once', async () => {
    const { brand, admin, cookie, secret } = await owner();
    const others = [];
    for (let n = 0; n < 3; n += 1) others.push((await office.signInAgain(brand, admin, secret)).cookie);
    const done = await office.call('endOtherSessions', { cookie });
    expect(done.status).toBe(204);
    expect(await Promise.all(others.map(state))).toEqual([401, 401, 401]);
    expect(await state(cookie)).toBe(200);
    expect((await office.call('listSessions', { cookie })).body.sessions).toHaveLength(1);
  });
});
