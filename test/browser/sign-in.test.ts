import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import { everything, setAttribute } from '../support/items.ts';
import type { System } from '../support/system.ts';
import { shortcomings } from './barriers.ts';
import { type Stage, setStage } from './stage.ts';

const password = 'seven rough ropes at noon';
const hostile = `<img src=x onerror=alert(1)> ${'w'.repeat(90)}`;
let stage: Stage;
/** The admin, signed in. */
let admin: Page;
/** An agent, who is at every door. */
let eve: Page;
let eveId = '';
let secret = '';
let recovery: string[] = [];

beforeAll(async () => {
  stage = await setStage();
  [admin, eve] = await Promise.all([stage.person(wide), stage.person(wide)]);
}, 120_000);
afterAll(() => stage?.end(), 30_000);

const wide = { width: 1180, height: 900 };
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole('heading', { name });
const code = (page: Page) => page.getByLabel('Six-digit code');
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);
const system = () => ({ runtime: stage.doorstep.runtime }) as System;
/** A code that is never right: those of the app are asked for right after. */
const wrongCode = '000000';

/** A call of the API by somebody who is signed in, as their page makes it. */
const call = (page: Page, method: string, path: string, body?: unknown, tag = '') =>
  page.evaluate(
    async ([method, path, body, tag]) => {
      const headers = { 'content-type': 'application/json', ...(tag ? { 'if-match': tag } : {}) };
      const answer = await fetch(path, { method, headers, ...(body ? { body } : {}) });
      const text = await answer.text();
      return {
        status: answer.status,
        tag: answer.headers.get('etag') ?? '',
        body: text ? JSON.parse(text) : {},
      };
    },
    [method, path, body === undefined ? '' : JSON.stringify(body), tag] as const,
  );

async function keyOf(page: Page): Promise<string> {
  await button(page, 'I cannot scan it').click();
  const key = await page.getByRole('status', { name: 'Key to enter by hand' }).textContent();
  return (key ?? '').replaceAll(' ', '');
}

/** Uses a link to choose a password, and enrols an app. */
async function begin(page: Page, link: string): Promise<string> {
  await page.goto(link);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  const key = await keyOf(page);
  await code(page).fill(await generate({ secret: key }));
  await heading(page, 'Keep your recovery codes').waitFor();
  return key;
}

async function enterPassword(page: Page, query = ''): Promise<void> {
  await page.goto(`${stage.app}/sign-in/${query}`);
  await page.getByLabel('Login name').fill('eve@harbour.example');
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
}

const forgetMe = (page: Page) => call(page, 'DELETE', '/api/sign-in/session');

describe('the sign-in', () => {
  it('names the apps that the brand wants, as the brand wrote them', async () => {
    await begin(admin, stage.doorstep.invitation ?? '');
    await button(admin, 'I have kept them').click();
    await admin.waitForURL(`${stage.app}/desk/`);
    const { body, tag } = await call(admin, 'GET', '/api/manage/brand');
    const { id: _, ...settings } = body;
    const authenticatorApps = ['Sea Keys', hostile.slice(0, 39)];
    const changed = await call(admin, 'PUT', '/api/manage/brand', { ...settings, authenticatorApps }, tag);
    expect(changed.status).toBe(200);
    const user = { loginName: 'eve@harbour.example', name: hostile.slice(0, 80), role: 'agent' };
    const invited = await call(admin, 'POST', '/api/manage/users', user);
    expect(invited.status).toBe(201);
    eveId = invited.body.user?.id ?? invited.body.id;

    await eve.goto(invited.body.invitation.link);
    expect(new URL(eve.url()).hash).toBe('');
    await eve.getByLabel('Password').fill('password');
    await button(eve, 'Set the password').click();
    await eve.getByRole('alert').getByText('This password cannot be used').waitFor();
    expect(await eve.getByLabel('Password').getAttribute('aria-describedby')).toContain('problem');
    expect(await shortcomings(eve)).toEqual([]);
    await eve.getByLabel('Password').fill(password);
    await button(eve, 'Set the password').click();
    await eve.getByText('Scan this picture with Sea Keys or <img src=x').waitFor();
    expect(await eve.locator('img[onerror]').count()).toBe(0);
  });

  it('goes on where it was when the page is loaded anew, and takes a code however it is pasted', async () => {
    await eve.reload();
    secret = await keyOf(eve);
    expect(await shortcomings(eve)).toEqual([]);
    await stage.picture(eve, 'sign-in-enrol');
    const field = code(eve);
    expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
    expect(await field.getAttribute('inputmode')).toBe('numeric');
    const [first, last] = (await generate({ secret })).match(/.../g) ?? [];
    await field.focus();
    await eve.keyboard.insertText(` ${first} ${last}\n`);
    await heading(eve, 'Keep your recovery codes').waitFor();
    recovery = await eve.locator('.codes code').allTextContents();
    expect(recovery).toHaveLength(10);
    expect(await shortcomings(eve)).toEqual([]);
    await button(eve, 'I have kept them').click();
    await eve.waitForURL(`${stage.app}/desk/`);
    await forgetMe(eve);
  });

  it('is done by keyboard alone, and says what a password manager goes by', async () => {
    await eve.goto(`${stage.app}/sign-in/?brand=harbour&next=${encodeURIComponent('/sign-in/#account')}`);
    await eve.getByText('you go on where you were').waitFor();
    expect(await focused(eve)).toBe('username');
    expect(await shortcomings(eve)).toEqual([]);
    await stage.picture(eve, 'sign-in');
    expect(await eve.getByLabel('Login name').getAttribute('autocomplete')).toBe('username');
    const word = eve.getByLabel('Password');
    expect(await word.getAttribute('autocomplete')).toBe('current-password');
    await eve.keyboard.type('EVE@harbour.example');
    await eve.keyboard.press('Tab');
    await eve.keyboard.type(password);
    await word.evaluate((input) =>
      input.dispatchEvent(new KeyboardEvent('keyup', { key: 'A', modifierCapsLock: true, bubbles: true })),
    );
    await eve.getByText('Caps Lock is on').waitFor();
    expect(await word.getAttribute('type')).toBe('password');
    await eve.keyboard.press('Tab');
    await eve.keyboard.press('Enter');
    expect(await word.getAttribute('type')).toBe('text');
    await eve.keyboard.press('Tab');
    await eve.keyboard.press('Enter');
    await heading(eve, 'Enter your code').waitFor();
    expect(await focused(eve)).toBe('code');
    expect(await shortcomings(eve)).toEqual([]);
    await stage.picture(eve, 'sign-in-code');
    await button(eve, 'Use a recovery code').click();
    expect(await focused(eve)).toBe('recovery-code');
    await eve.keyboard.type(recovery[0] ?? '');
    await eve.keyboard.press('Enter');
    await heading(eve, 'Your account').waitFor();
    await forgetMe(eve);
  });

  it('says that a link is used up, and leads to the sign-in', async () => {
    const link = `${stage.app}/sign-in/#brand=harbour&invitation=${'x'.repeat(43)}`;
    await eve.goto('about:blank');
    await eve.goto(link);
    await eve.getByLabel('Password').fill(password);
    await eve.keyboard.press('Enter');
    await heading(eve, 'This link is used up').waitFor();
    expect(await shortcomings(eve)).toEqual([]);
    await button(eve, 'Sign in').click();
    await eve.getByLabel('Login name').waitFor();
  });

  it('takes no brand from a link that is none, and asks for it', async () => {
    await eve.evaluate(() => localStorage.clear());
    await eve.goto(`${stage.app}/sign-in/?brand=${encodeURIComponent(hostile)}`);
    await eve.getByLabel('Brand').waitFor();
    expect(await focused(eve)).toBe('brand');
    await eve.keyboard.type(' Harbour ');
    await eve.getByLabel('Login name').fill('nobody@harbour.example');
    await eve.getByLabel('Password').fill(password);
    await eve.keyboard.press('Enter');
    await eve.getByRole('alert').getByText('do not fit together').waitFor();
    expect(await focused(eve)).toBe('current-password');
  });
});

describe('without the phone', () => {
  it('stops after five codes that were refused, and says for how long', async () => {
    await enterPassword(eve);
    for (let tries = 1; tries <= 5; tries += 1) {
      await heading(eve, 'Enter your code').waitFor();
      const answered = eve.waitForResponse((answer) => answer.url().endsWith('/api/sign-in/code'));
      await code(eve).fill(wrongCode);
      await answered;
      await eve.getByRole('alert').waitFor();
      await eve.waitForFunction(() => document.querySelector('input')?.value === '');
    }
    await eve.getByRole('alert').getByText('none is taken for five minutes').waitFor();
    expect(await focused(eve)).toBe('code');
    await stage.picture(eve, 'sign-in-locked');
  });

  it('says which ways there are, and what an admin does', async () => {
    await button(eve, 'I do not have my phone').click();
    await heading(eve, 'Without your phone').waitFor();
    await button(eve, 'Use a recovery code').waitFor();
    await eve.getByText('Reset MFA').waitFor();
    expect(await shortcomings(eve)).toEqual([]);
    await stage.picture(eve, 'sign-in-lost');
    await button(eve, 'Back to the code').click();
    await heading(eve, 'Enter your code').waitFor();
  });

  it('begins again after an admin has reset it: enrolment, and a notice until it was read', async () => {
    const confirm = { loginName: 'eve@harbour.example' };
    const reset = await call(admin, 'POST', `/api/manage/users/${eveId}/factors/reset`, confirm);
    expect(reset.status).toBeLessThan(300);
    await code(eve).fill(wrongCode);
    await eve.getByText('This sign-in took too long').waitFor();
    await eve.getByLabel('Password').fill(password);
    await eve.keyboard.press('Enter');
    secret = await keyOf(eve);
    await code(eve).fill(await generate({ secret }));
    await button(eve, 'I have kept them').click();
    await heading(eve, 'Your second factor was reset').waitFor();
    expect(await shortcomings(eve)).toEqual([]);
    await stage.picture(eve, 'sign-in-told');
    await button(eve, 'Go on').click();
    await eve.waitForURL(`${stage.app}/desk/`);
    await eve.goto(`${stage.app}/sign-in/`);
    await eve.waitForURL(`${stage.app}/desk/`);
  });
});

describe('the doors that are shut', () => {
  it('waits where a network has tried too often, and counts down', async () => {
    // The desk would lead to the sign-in by itself, in the middle of what comes now.
    await eve.goto(stage.app);
    await forgetMe(eve);
    const counts = (await everything(system())).filter(({ pk }) => pk.startsWith('auth#_#limit#network'));
    // Those of this window and of the next: the test may stand at the turn of one.
    const windows = counts.flatMap((item) => [item, { ...item, sk: String(Number(item.sk) + 1) }]);
    const setCounts = async (to: number): Promise<void> => {
      for (const { pk, sk, ttl: _, ...item } of windows)
        for (const name of Object.keys(item)) await setAttribute(system(), { pk, sk }, name, to);
    };
    expect(counts.length).toBeGreaterThan(0);
    await setCounts(600);
    await enterPassword(eve);
    await eve.getByRole('alert').getByText('too many attempts from this network').waitFor();
    const wait = eve.getByRole('button', { name: /^Wait \d+:\d\d$/ });
    expect(await wait.isDisabled()).toBe(true);
    await setCounts(0);
  });

  it('says that nobody signs in from this network', async () => {
    const brand = (await everything(system())).find(({ pk }) => pk === 'conf#harbour#brand');
    if (!brand) throw new Error('There is no brand');
    await setAttribute(system(), brand, 'networks', ['192.0.2.0/24']);
    await enterPassword(eve);
    await eve.getByRole('alert').getByText('may not sign in from this network').waitFor();
    await setAttribute(system(), brand, 'networks', []);
  });

  it('never made a page complain, save of what was refused', () => {
    expect(stage.complaints.filter((one) => !/status of (4\d\d)/.test(one))).toEqual([]);
  });
});
