import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import { type Stage, setStage } from './stage.ts';

const password = 'seven rough ropes at noon';
let stage: Stage;
let page: Page;
let secret = '';
let recovery: string[] = [];

beforeAll(async () => {
  stage = await setStage();
  page = await stage.person({ width: 1180, height: 900 });
  page.setDefaultTimeout(10_000);
  // A passkey of the browser's own, in software: it verifies its owner by itself.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}, 120_000);
afterAll(() => stage?.end(), 30_000);

const button = (name: string) => page.getByRole('button', { name, exact: true });
const signOut = () => page.evaluate(() => fetch('/api/sign-in/session', { method: 'DELETE' }));
const atDesk = () => page.waitForURL(`${stage.app}/desk/`);

async function enterPassword() {
  await page.goto(`${stage.app}/sign-in/`);
  await page.getByLabel('Name').fill('admin@harbour.example');
  await page.getByLabel('Password').fill(password);
  await button('Go on').click();
}

describe('the own account, in a real browser', () => {
  it('begins with an app, whose recovery codes are shown once', async () => {
    await page.goto(stage.doorstep.invitation ?? '');
    await page.getByLabel('Password').fill(password);
    await button('Set the password').click();
    await button('I cannot scan it').click();
    const key = await page.getByRole('status', { name: 'Key to enter by hand' }).textContent();
    secret = (key ?? '').replaceAll(' ', '');
    await page.getByLabel('Six-digit code').fill(await generate({ secret }));
    await button('Confirm').click();
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
    recovery = await page.locator('.codes code').allTextContents();
    expect(recovery).toHaveLength(10);
    await button('I have kept them').click();
    await atDesk();
  });

  it('takes a passkey, once its owner has shown to be there', async () => {
    await page.goto(`${stage.app}/sign-in/#account`);
    await page.getByText('Recovery codes left: 10').waitFor();
    await button('Add a factor').click();
    await page.getByRole('heading', { name: 'Is it you?' }).waitFor();
    await page.getByLabel('Password').fill(password);
    await button('Go on').click();
    await button('Use a recovery code').click();
    await page.getByLabel('Recovery code').fill(String(recovery[0]));
    await button('Go on').click();
    await page.getByLabel('Name').fill('This laptop');
    await button('Use a passkey instead').click();
    await page.getByText('This laptop').waitFor();
    await page.getByText('Recovery codes left: 9').waitFor();
    await stage.picture(page, 'account');
  });

  it('signs in by the passkey after the password, and without one', async () => {
    await signOut();
    await enterPassword();
    await button('Use a passkey').click();
    await button('Sign in').click();
    await atDesk();
    await signOut();
    await page.goto(`${stage.app}/sign-in/`);
    await button('Sign in with a passkey').click();
    await atDesk();
  });

  it('signs in by a recovery code, once', async () => {
    await signOut();
    await enterPassword();
    await button('Use a recovery code').click();
    await page.getByLabel('Recovery code').fill(String(recovery[1]).toLowerCase());
    await button('Sign in').click();
    await atDesk();
    await signOut();
    await enterPassword();
    await button('Use a recovery code').click();
    await page.getByLabel('Recovery code').fill(String(recovery[1]));
    await button('Sign in').click();
    await page.getByRole('alert').getByText('That was not accepted').waitFor();
  });
});
