import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { relyingParty } from '../../../lambdas/sign-in/relying-party.ts';
import { signInHandlers } from '../../../lambdas/sign-in/routes.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { Authenticator, type Lies } from '../../support/authenticator.ts';
import { type Office, openOffice, publicOrigin } from '../../support/office.ts';

let office: Office;
let brands = 0;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());

const state = async (cookie: string | undefined) => (await office.call('readSession', { cookie })).status;

/** A brand whose admin has not enrolled anything yet. */
async function newcomer() {
  brands += 1;
  const brand = `keys-${brands}`;
  const admin = `admin@${brand}.example`;
  const made = await office.create({ brand, name: 'Keys', admin: { loginName: admin, name: 'Ada' } });
  await office.choosePassword(made.ok && 'invitation' in made.value ? made.value.invitation.link : '');
  return { brand, admin };
}

/** An admin who has enrolled a passkey as the first factor. */
async function holder(options: { counts?: boolean } = {}) {
  const { brand, admin } = await newcomer();
  const { cookie: half } = await office.enterPassword(brand, admin);
  const passkey = new Authenticator(publicOrigin, options);
  const begun = await office.call('beginPasskey', { cookie: half });
  const credential = passkey.create(begun.body);
  const done = await office.call('confirmPasskey', { cookie: half, body: { credential, name: 'My laptop' } });
  const session = await office.call('readSession', { cookie: done.cookie });
  return {
    brand,
    admin,
    id: String(session.body.agent),
    passkey,
    half,
    begun,
    credential,
    done,
    cookie: done.cookie,
  };
}

type Holder = Awaited<ReturnType<typeof holder>>;

async function second({ brand, admin, passkey }: Holder, lies: Lies = {}) {
  const { cookie } = await office.enterPassword(brand, admin);
  const asked = await office.call('askForPasskey', { cookie });
  const credential = passkey.get(asked.body, lies);
  return {
    cookie,
    asked,
    credential,
    done: await office.call('enterPasskey', { cookie, body: { credential } }),
  };
}

async function whole({ brand, passkey }: Pick<Holder, 'brand' | 'passkey'>, lies: Lies = {}) {
  const asked = await office.call('beginPasskeySignIn', { body: { brand } });
  const credential = passkey.get(asked.body, lies);
  return { asked, credential, done: await office.call('signInByPasskey', { body: { brand, credential } }) };
}

describe('a passkey', () => {
  it('is enrolled as the first factor, by the sign-in that owes one', async () => {
    const { brand, admin, half, begun, done, cookie } = await holder();
    expect(begun.body.options).toMatchObject({
      rp: { id: 'desk.doorstep.example', name: 'Keys' },
      user: { name: admin },
      attestation: 'none',
    });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({ next: 'done', recoveryCodes: expect.any(Array) });
    expect([await state(cookie), await state(half)]).toEqual([200, 401]);
    const listed = await office.call('listFactors', { cookie });
    expect(listed.body).toMatchObject({
      factors: [{ kind: 'passkey', name: 'My laptop' }],
      recoveryCodesLeft: 10,
    });
    const entered = await office.enterPassword(brand, admin);
    expect(entered.body).toEqual({ next: 'code', methods: ['passkey', 'recovery'] });
    // There is no authenticator app: whatever code it is, it is none.
    const code = await office.call('enterCode', { cookie: entered.cookie, body: { code: '123456' } });
    expect([code.status, code.body.code]).toEqual([401, 'code_refused']);
  });

  it('is a second factor after the password, by a touch', async () => {
    const person = await holder();
    const { done, asked } = await second(person, { verified: false });
    expect(asked.body.options).toMatchObject({
      rpId: 'desk.doorstep.example',
      userVerification: 'discouraged',
    });
    expect([done.status, done.body]).toEqual([200, { next: 'done' }]);
    expect(await state(done.cookie)).toBe(200);
  });

  it('is the whole sign-in when it has verified its owner, and only then', async () => {
    const person = await holder();
    const { asked, done } = await whole(person);
    expect(asked.body.options).toMatchObject({ userVerification: 'required', allowCredentials: [] });
    expect([done.status, done.body]).toEqual([200, { next: 'done' }]);
    const session = await office.call('readSession', { cookie: done.cookie });
    expect(session.body).toMatchObject({ state: 'signed_in', brand: person.brand, agent: person.id });
    const touched = await whole(person, { verified: false });
    expect([touched.done.status, touched.done.body.code]).toEqual([401, 'sign_in_failed']);
  });
});

describe('what is not that passkey', () => {
  const lies: [string, Lies][] = [
    ['of another origin', { origin: 'https://evil.example' }],
    ['of a look-alike origin', { origin: `${publicOrigin}.evil.example` }],
    ['of another relying party', { rpId: 'evil.example' }],
    ['of another challenge', { challenge: 'AAAA' }],
    ['of an enrolment', { type: 'webauthn.create' }],
  ];

  it.each(lies)('is refused: %s', async (_what, lie) => {
    const person = await holder();
    const after = await second(person, lie);
    expect([after.done.status, after.done.body.code, after.done.cookies]).toEqual([401, 'code_refused', []]);
    const alone = await whole(person, lie);
    expect([alone.done.status, alone.done.body.code, alone.done.cookies]).toEqual([
      401,
      'sign_in_failed',
      [],
    ]);
  });

  it.each(lies)('enrols nothing: %s', async (_what, lie) => {
    const { brand, admin } = await newcomer();
    const { cookie } = await office.enterPassword(brand, admin);
    const begun = await office.call('beginPasskey', { cookie });
    const made = new Authenticator(publicOrigin).create(
      begun.body,
      lie.type ? { type: 'webauthn.get' } : lie,
    );
    const done = await office.call('confirmPasskey', { cookie, body: { credential: made } });
    expect([done.status, done.body.code]).toEqual([422, 'key_refused']);
    expect((await office.enterPassword(brand, admin)).body.next).toBe('enrol');
  });

  it('is refused: an answer sent again, in this sign-in, another, or in 20 requests at once', async () => {
    const person = await holder();
    const { cookie } = await office.enterPassword(person.brand, person.admin);
    const other = await office.enterPassword(person.brand, person.admin);
    const asked = await office.call('askForPasskey', { cookie });
    const body = { credential: person.passkey.get(asked.body) };
    expect((await office.call('enterPasskey', { cookie: other.cookie, body })).status).toBe(401);
    const replies = await Promise.all(
      Array.from({ length: 4 }, () => office.call('enterPasskey', { cookie, body })),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const alone = await whole(person);
    const again = await Promise.all(
      Array.from({ length: 20 }, () =>
        office.call('signInByPasskey', { body: { brand: person.brand, credential: alone.credential } }),
      ),
    );
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([401]));
  });

  it('is refused: the answer to one question in the place of another, and after five minutes', async () => {
    const person = await holder();
    const { cookie } = await office.enterPassword(person.brand, person.admin);
    const asked = await office.call('askForPasskey', { cookie });
    const credential = person.passkey.get(asked.body);
    const body = { brand: person.brand, credential };
    expect((await office.call('signInByPasskey', { body })).status).toBe(401);
    const late = await office.call('beginPasskeySignIn', { body: { brand: person.brand } });
    office.clock.now += 5 * 60_000;
    const answer = { brand: person.brand, credential: person.passkey.get(late.body) };
    expect((await office.call('signInByPasskey', { body: answer })).status).toBe(401);
  });

  it('is refused: a counter that goes back, or stands still, for then there are two of the key', async () => {
    const person = await holder({ counts: true });
    expect((await second(person)).done.status).toBe(200);
    const before = person.passkey.counter;
    expect((await second(person, { counter: before })).done.status).toBe(401);
    expect((await second(person, { counter: before - 1 })).done.status).toBe(401);
    expect((await second(person, { counter: before + 5 })).done.status).toBe(200);
    expect((await whole(person, { counter: before + 5 })).done.status).toBe(401);
  });

  it("is refused: another person's, another brand's, a stranger's", async () => {
    const [one, two] = [await holder(), await holder()];
    const { cookie } = await office.enterPassword(one.brand, one.admin);
    const asked = await office.call('askForPasskey', { cookie });
    const body = { credential: two.passkey.get(asked.body) };
    expect((await office.call('enterPasskey', { cookie, body })).status).toBe(401);
    const foreign = await whole({ brand: one.brand, passkey: two.passkey });
    expect([foreign.done.status, foreign.done.body.code]).toEqual([401, 'sign_in_failed']);
    const handle = Buffer.from(one.id).toString('base64url');
    expect(
      (await whole({ brand: one.brand, passkey: two.passkey }, { userHandle: handle })).done.status,
    ).toBe(401);
    const forged = { userHandle: handle, id: one.passkey.id };
    expect((await whole({ brand: one.brand, passkey: two.passkey }, forged)).done.status).toBe(401);
    const nowhere = await whole({ brand: 'no-such-brand', passkey: two.passkey });
    expect([nowhere.done.status, nowhere.done.body]).toEqual([401, foreign.done.body]);
  });

  it('counts as a try after a password, and locks nobody out without one', async () => {
    const person = await holder();
    const stored = () => office.db.get(keys.user(person.brand, person.id));
    for (let n = 0; n < 8; n += 1) await whole(person, { origin: 'https://evil.example' });
    expect(await stored()).toMatchObject({ tries: 0, failures: 0 });
    for (let n = 0; n < 5; n += 1) await second(person, { origin: 'https://evil.example' });
    expect(await stored()).toMatchObject({ tries: 5, failures: 5 });
    expect((await second(person)).done.status).toBe(401);
    // The way that no password opens is not for strangers to close.
    expect((await whole(person)).done.status).toBe(200);
  });

  it('is refused: one of a user who is disabled meanwhile', async () => {
    const person = await holder();
    await office.db.change(keys.user(person.brand, person.id), {
      guards: [],
      set: { disabled: { value: true } },
    });
    expect((await whole(person)).done.status).toBe(401);
  });
});

describe('where passkeys cannot be', () => {
  it.each([
    'http://desk.doorstep.example',
    'https://192.0.2.1',
    'https://[2001:db8::1]',
    'https://d111111abcdef8.cloudfront.net',
    '',
  ])('every route says so: %p', async (origin) => {
    expect(relyingParty(origin)).toMatchObject({ ok: false, refusal: { code: 'passkeys_unavailable' } });
    const handlers = signInHandlers({ ...office.deps, publicOrigin: origin });
    const request = { origin, cookies: [], address: '198.51.100.7', body: { brand: 'acme' } };
    const routes = [
      'beginPasskeySignIn',
      'signInByPasskey',
      'askForPasskey',
      'enterPasskey',
      'beginPasskey',
      'confirmPasskey',
    ] as const;
    for (const name of routes.filter((one) => one !== 'enterPasskey')) {
      const answer = await handlers[name](request as never);
      expect([name, answer]).toMatchObject([name, { ok: false, refusal: { code: 'passkeys_unavailable' } }]);
    }
  });

  it('and they can be on a laptop', () => {
    expect(relyingParty('http://localhost:3000')).toEqual({
      ok: true,
      value: { id: 'localhost', origin: 'http://localhost:3000' },
    });
  });
});
