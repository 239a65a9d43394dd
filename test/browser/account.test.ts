import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import { shortcomings } from './barriers.ts';
import { type Stage, setStage } from './stage.ts';

const password = 'seven rough ropes at noon';
let stage: Stage;
let page: Page;
let secret = '';
let recovery: string[] = [];

beforeAll(async () => {
  stage = await setStage();
  page = await stage.person({ width: 1180, height: 900 });
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
    await button('Rename This laptop').waitFor();
    await page.getByText('Recovery codes left: 9').waitFor();
    expect(await shortcomings(page)).toEqual([]);
    await stage.picture(page, 'account');
  });

  it('gives a factor another name, and shows it as it was written', async () => {
    await button('Rename This laptop').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('<b>Blue</b> laptop');
    await page.keyboard.press('Enter');
    await button('Rename <b>Blue</b> laptop').waitFor();
  });

  it('shows other sessions, and ends them: they lead back here after signing in', async () => {
    const other = await stage.person({ width: 900, height: 700 });
    await other.goto(`${stage.app}/sign-in/?brand=harbour&next=${encodeURIComponent('/sign-in/#account')}`);
    await other.getByLabel('Login name').fill('admin@harbour.example');
    await other.getByLabel('Password').fill(password);
    await other.keyboard.press('Enter');
    await other.getByRole('button', { name: 'Use a recovery code' }).click();
    await other.getByLabel('Recovery code').fill(String(recovery[2]));
    await other.keyboard.press('Enter');
    await other.getByText('Recovery codes left: 8').waitFor();
    await page.reload();
    const sessions = page.getByRole('region', { name: 'Where you are signed in' });
    await sessions.getByText('This browser').waitFor();
    await sessions.getByRole('button', { name: /^End the session of Chrome/ }).click();
    await sessions.getByRole('button', { name: /^End/ }).first().waitFor({ state: 'detached' });
    await other.reload();
    await other.getByText('you go on where you were').waitFor();
    expect(new URL(other.url()).searchParams.get('next')).toBe('/sign-in/#account');
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

  it('removes a factor once its owner has shown to be there, and changes the password', async () => {
    await signOut();
    await page.goto(`${stage.app}/sign-in/?next=${encodeURIComponent('/sign-in/#account')}`);
    await button('Sign in with a passkey').click();
    await button('Remove <b>Blue</b> laptop').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
    await page.getByRole('heading', { name: 'Is it you?' }).waitFor();
    await page.getByLabel('Password').fill('not this one');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'And your second factor' }).waitFor();
    await button('Use a recovery code').click();
    await page.getByLabel('Recovery code').fill(String(recovery[3]));
    await page.keyboard.press('Enter');
    await page.getByText('The factor is removed').waitFor();
    await button('Remove <b>Blue</b> laptop').waitFor({ state: 'detached' });
    await button('Change the password').click();
    await page.getByLabel('New password').fill('another seven ropes at dusk');
    await page.keyboard.press('Enter');
    await page.getByText('The password is changed').waitFor();
    await stage.picture(page, 'account-done');
  });
});
