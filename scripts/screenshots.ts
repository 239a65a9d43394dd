import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import { accept, ask, enter, log, openChat, say } from '../test/browser/people.ts';
import { type Stage, setStage } from '../test/browser/stage.ts';

/**
 * Makes the pictures of the documents: `npm run screenshots`. It plays one conversation in the application as it runs on
 * this machine, in a real browser, and takes each picture on its way. Sizes and names are always the same.
 */
const folder = join(import.meta.dirname, '../docs/images');
const wide = { width: 1180, height: 670 };
/** Bytes. Whoever reads the documents loads every picture. */
const largest = 150_000;
const password = 'seven rough ropes at noon';

/** Pages of the console, by picture, with what is done there first: one more is one line more. */
const consolePages: readonly (readonly [string, string, ((page: Page) => Promise<void>)?])[] = [
  ['console', ''],
  ['console-users', '#/users'],
  ['console-engagement', '#/engagements/web'],
  ['console-authentication', '#/authentication'],
  ['console-inspector', '#/inspector', inspect],
];
/** The chat alone, and its size. */
let chat = { png: '', width: 0, height: 0 };
/** A token of the shop for another request than the one that it is inspected for. */
let token = '';

async function inspect(page: Page): Promise<void> {
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByLabel('Nonce').fill('nonce-of-this-request');
  await page.getByRole('button', { name: 'Inspect', exact: true }).click();
  await page.getByText('nonce_wrong').first().scrollIntoViewIfNeeded();
}

const made: string[] = [];

async function take(page: Page, name: string): Promise<void> {
  const path = join(folder, `${name}.png`);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  const { size } = statSync(path);
  made.push(`${name}.png ${Math.ceil(size / 1000)} kB`);
  if (size > largest) throw new Error(`${name}.png has ${size} bytes, more than ${largest}`);
}

const inDark = async (page: Page, name: string): Promise<void> => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await take(page, name);
  await page.emulateMedia({ colorScheme: 'light' });
};

/** The admin's first sign-in, and the second, which asks for the code. */
async function signIn(stage: Stage): Promise<Page> {
  const page = await stage.person(wide);
  await page.goto(stage.doorstep.invitation ?? '');
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'I cannot scan it' }).waitFor();
  await page.setViewportSize({ width: 760, height: 940 });
  await take(page, 'sign-in-qr');
  await page.getByRole('button', { name: 'I cannot scan it' }).click();
  const key = await page.getByRole('status', { name: 'Key to enter by hand' }).textContent();
  const secret = (key ?? '').replaceAll(' ', '');
  await page.getByLabel('Six-digit code').fill(await generate({ secret }));
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.waitForURL(`${stage.app}/desk/`);
  const other = await stage.person({ width: 760, height: 700 });
  await other.goto(`${stage.app}/sign-in/?brand=harbour`);
  await other.getByLabel('Login name').fill('admin@harbour.example');
  await other.getByLabel('Password').fill(password);
  await other.keyboard.press('Enter');
  await other.getByLabel('Six-digit code').waitFor();
  await take(other, 'sign-in-code');
  await page.goto(`${stage.app}/sign-in/#account`);
  await page.getByText('Recovery codes left').waitFor();
  await take(page, 'account');
  await page.setViewportSize(wide);
  return page;
}

/** One conversation, from the shop's door to the desk's lock. */
async function converse(stage: Stage, agent: Page): Promise<void> {
  const visitor = await stage.person(wide);
  await visitor.goto(stage.shop);
  await visitor.getByRole('button', { name: /^Open chat/ }).waitFor();
  await take(visitor, 'shop');
  await visitor.locator('.try summary').click();
  await openChat(stage, visitor);
  await say(visitor, 'Hello! Where is my order?');
  await agent.goto(`${stage.app}/desk/`);
  await accept(agent, 'Where is my order?');
  await say(agent, 'Happy to look. Whose order is it?');
  await say(visitor, 'Mine, of course :)');
  await take(visitor, 'chat-anonymous');
  await log(agent).getByText('Mine, of course').waitFor();
  await take(agent, 'desk-before');
  await ask(agent, 'To see your order');
  const card = visitor.getByRole('region', { name: 'Request to log in' });
  await card.getByText('To see your order').waitFor();
  await take(visitor, 'chat-asked');
  await card.getByRole('button', { name: 'Log in' }).first().click();
  await enter(visitor, 'ada', 'lighthouse');
  await visitor.getByText('You are logged in as Ada Verhoeven').first().waitFor();
  await say(visitor, 'It is order HS-20418.');
  await say(agent, 'Thank you, Ada. It leaves the quay today.');
  await log(visitor).getByText('leaves the quay today').waitFor();
  await take(visitor, 'chat-logged-in');
  const panel = visitor.locator('doorstep-chat .panel');
  const box = (await panel.boundingBox()) ?? chat;
  const png = await panel.screenshot({ animations: 'disabled', caret: 'hide' });
  chat = { png: png.toString('base64'), width: box.width, height: box.height };
  token = await visitor.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ nonce: 'nonce-of-another' });
    const answer = await fetch('/doorstep/token', { method: 'POST', headers, body });
    return ((await answer.json()) as { token: string }).token;
  });
  await agent
    .getByRole('heading', { name: /Ada Verhoeven/ })
    .first()
    .waitFor();
  await take(agent, 'desk-after');
  await inDark(agent, 'desk-dark');
}

async function showConsole(stage: Stage, admin: Page): Promise<void> {
  for (const [name, place, prepare] of consolePages) {
    await admin.goto(`${stage.app}/console/${place}`);
    await admin.reload();
    await admin.getByRole('main').getByRole('heading').first().waitFor();
    await admin.waitForLoadState('networkidle');
    await prepare?.(admin);
    await take(admin, name);
  }
}

/** The first picture that one sees: the desk, and the visitor's chat beside it. Nothing is scaled. */
async function compose(stage: Stage): Promise<void> {
  const gap = 24;
  const height = wide.height + 2 * gap;
  const page = await stage.person({ width: wide.width + chat.width + 3 * gap, height });
  const desk = readFileSync(join(folder, 'desk-after.png'), 'base64');
  const picture = (png: string): string => `url(data:image/png;base64,${png})`;
  await page.setContent(`<style>
    body { margin: 0; background: #dfe7e4; }
    div { position: absolute; top: ${gap}px; border-radius: 14px; }
    .desk { left: ${gap}px; width: ${wide.width}px; height: ${wide.height}px; background: ${picture(desk)}; }
    .chat { right: ${gap}px; top: ${(height - chat.height) / 2}px; width: ${chat.width}px; height: ${chat.height}px; border-radius: 19px; background: ${picture(chat.png)}; }
  </style><div class="desk"></div><div class="chat"></div>`);
  await take(page, 'doorstep');
}

mkdirSync(folder, { recursive: true });
const stage = await setStage();
try {
  const agent = await signIn(stage);
  await converse(stage, agent);
  await showConsole(stage, agent);
  await compose(stage);
} finally {
  await stage.end();
}
console.log(made.join('\n'));
