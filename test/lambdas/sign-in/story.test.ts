import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goodPassword, type Office, openOffice } from '../../support/office.ts';

describe('signing in for the first time', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.stop());

  it('goes from the invitation by password and enrolment to a session, and next time by code', async () => {
    const made = await office.create({
      brand: 'acme',
      name: 'Acme',
      admin: { loginName: 'Ann@Acme.test', name: 'Ann' },
    });
    if (!made.ok) throw new Error(made.refusal.code);
    expect(made.value.invitation.link).toMatch(
      /^https:\/\/desk\.doorstep\.example\/sign-in\/#invitation=[\w-]{43}&brand=acme$/,
    );
    const accepted = await office.choosePassword(made.value.invitation.link);
    expect(accepted.body).toEqual({ brand: 'acme', loginName: 'ann@acme.test', name: 'Ann' });
    expect(accepted.cookies).toEqual([]);

    const password = await office.enterPassword('acme', 'ann@acme.test');
    expect(password.body).toEqual({ next: 'enrol' });
    const state = await office.call('readSession', { cookie: password.cookie });
    expect(state.body).toMatchObject({ state: 'enrol', brand: 'acme', name: 'Ann', role: 'admin' });

    const { begun, done, secret } = await office.enrol(password.cookie);
    expect(begun.body).toMatchObject({ svg: expect.stringContaining('<svg'), apps: [] });
    expect(begun.body.uri).toBe(`otpauth://totp/Acme:ann%40acme.test?secret=${secret}&issuer=Acme`);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(done.body).toEqual({ next: 'done', recoveryCodes: expect.any(Array) });
    expect(new Set(done.body.recoveryCodes as string[]).size).toBe(10);
    expect(done.cookie).not.toBe(password.cookie);
    const session = await office.call('readSession', { cookie: done.cookie });
    expect(session.body).toMatchObject({ state: 'signed_in', brand: 'acme', role: 'admin' });
    expect((await office.call('readSession', { cookie: password.cookie })).status).toBe(401);

    const again = await office.signInAgain('acme', 'ANN@acme.test ', secret);
    expect(again.body).toEqual({ next: 'done' });
    expect((await office.call('readBrand', { cookie: again.cookie })).body).toMatchObject({
      id: 'acme',
      name: 'Acme',
      authenticatorApps: [],
      mfa: true,
    });
  });

  it('needs a password of its own for each brand', async () => {
    await office.create({ brand: 'bolt', name: 'Bolt', admin: { loginName: 'ann@acme.test', name: 'Ann' } });
    expect((await office.enterPassword('bolt', 'ann@acme.test', { password: goodPassword })).status).toBe(
      401,
    );
  });
});
