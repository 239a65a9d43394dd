import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { AgentConversation } from '../../web/client/index.ts';
import { itemsOf, setAttribute } from '../support/items.ts';
import { type Agent, agentByApi } from './agent.ts';
import { barriers, ofColours } from './barriers.ts';
import { type HostWindow, hostPage } from './host-page.ts';
import { log, say } from './people.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;
let agent: Agent;

beforeAll(async () => {
  stage = await setStage();
  agent = await agentByApi(stage.app, stage.doorstep.invitation ?? '');
}, 120_000);
afterAll(() => {
  agent?.end();
  return stage?.end();
}, 30_000);

const launcher = (page: Page) => page.locator('.launcher');
const field = (page: Page) => page.getByRole('textbox');
const region = (page: Page, name: string) => page.getByRole('region', { name });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const told = (page: Page) => page.evaluate(() => (window as unknown as HostWindow).told);
const answer = (page: Page, how: HostWindow['answer']) =>
  page.evaluate((given) => {
    (window as unknown as HostWindow).answer = given;
  }, how);
const ada = { login: 'ada', password: 'lighthouse' } as const;
const ben = { login: 'ben', password: 'driftwood' } as const;

/** Nothing that a machine can find keeps people out, in light and in dark colours; with a picture of either. */
async function expectNoBarriers(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await stage.picture(page, `widget-${name}-${colorScheme}`);
    expect(await barriers(page, 'doorstep-chat', colorScheme === 'dark' ? ofColours : undefined)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Somebody has written, and the agent is there. */
async function talking(page: Page, text: string): Promise<AgentConversation> {
  if (await launcher(page).isVisible()) await launcher(page).click();
  const began = agent.next();
  await say(page, text);
  return began;
}

async function asked(page: Page, conversation: AgentConversation, wanted = {}): Promise<string> {
  const outcome = await conversation.ask('To see your order', wanted);
  if (!outcome.ok) throw new Error(outcome.failure.title);
  await region(page, 'Request to log in').getByText('To see your order').waitFor();
  return outcome.value.challenge;
}

async function choose(page: Page, item: string): Promise<void> {
  await button(page, 'More').click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

describe('a page that does all it can against the chat', () => {
  const css = `
    html { font-size: 60px !important }
    * { all: unset !important; display: block !important; font-size: 60px !important; color: red !important;
        position: static !important; visibility: visible !important }`;
  let page: Page;
  const loaded: string[] = [];

  beforeAll(async () => {
    page = await hostPage(stage, { css });
  }, 60_000);

  it('has loaded a launcher, and nothing has moved for it', async () => {
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    await page.reload();
    await launcher(page).waitFor();
    await page.waitForLoadState('networkidle');
    expect(loaded.filter((path) => path.startsWith('/widget/') || path.startsWith('/api/'))).toEqual([
      '/widget/doorstep.js',
    ]);
    expect(await page.evaluate(() => (window as unknown as HostWindow).shift)).toBe(0);
    await stage.picture(page, 'widget-hostile-page');
  });

  it('changes nothing of how it looks', async () => {
    const look = async (where: Page) => {
      const { width, height } = (await launcher(where).boundingBox()) ?? {};
      await launcher(where).click();
      const box = await where.locator('.panel').boundingBox();
      const styles = await where.locator('.welcome').evaluate((element) => {
        const { fontSize, fontFamily, color, display } = getComputedStyle(element);
        return { fontSize, fontFamily, color, display };
      });
      return { width, height, box, styles };
    };
    const friendly = await hostPage(stage);
    const there = await look(friendly);
    expect(await look(page)).toEqual(there);
    expect(there.styles.fontSize).toBe('16px');
    expect(await page.evaluate(() => (window as unknown as HostWindow).shift)).toBe(0);
    await friendly.close();
  });

  it('goes on, closed, with what was begun: no panel is loaded for it, and what is new is counted and said', async () => {
    const conversation = await talking(page, 'Hello!');
    await page.keyboard.press('Escape');
    loaded.length = 0;
    await page.reload();
    await page.waitForLoadState('networkidle');
    conversation.send('First');
    conversation.send('Second');
    await page.getByRole('button', { name: 'Open chat, 2 new' }).waitFor();
    await page.getByRole('status').getByText('2 new').waitFor();
    expect(loaded.filter((path) => path.includes('/panel-'))).toEqual([]);
    expect(loaded.filter((path) => path.includes('/chat-'))).toHaveLength(1);
    await stage.picture(page, 'widget-unread');
    await launcher(page).click();
    await log(page).getByText('Second').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Open chat', exact: true }).waitFor();
    expect((await told(page)).map(([name]) => name)).toEqual(['message', 'message', 'open', 'close']);
  });
});

describe('the words', () => {
  it.each([
    ['en', 'Open chat', 'Chat with us', 'You are not logged in', 'Write a message'],
    ['de-CH', 'Chat öffnen', 'Chatten Sie mit uns', 'Sie sind nicht angemeldet', 'Nachricht schreiben'],
    ['fr', 'Ouvrir le chat', 'Discutez avec nous', 'Vous n’avez pas ouvert de session', 'Écrire un message'],
    ['es-MX', 'Abrir el chat', 'Hable con nosotros', 'No ha iniciado sesión', 'Escriba un mensaje'],
  ])('follow the page: %s', async (lang, open, title, notLoggedIn, write) => {
    const page = await hostPage(stage, { lang });
    await page.getByRole('button', { name: open }).click();
    await page.getByRole('dialog', { name: title }).getByText(notLoggedIn).waitFor();
    await page.getByRole('textbox', { name: write }).waitFor();
    await page.context().close();
  });

  it('follow the element before the page, change while it is open, and may be the page’s own', async () => {
    const page = await hostPage(stage, { lang: 'ja', attributes: 'engagement="web" lang="es"' });
    await page.getByRole('button', { name: 'Abrir el chat' }).click();
    await page.evaluate(() => {
      const chat = document.querySelector('doorstep-chat') as HTMLElement & { texts: object };
      chat.texts = { openChat: 'Apri la chat', title: 'Scrivici', write: 'Scrivi un messaggio' };
      chat.lang = 'it';
    });
    await page.getByRole('dialog', { name: 'Scrivici' }).waitFor();
    await page.getByRole('textbox', { name: 'Scrivi un messaggio' }).waitFor();
    await page.getByText('You are not logged in').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Apri la chat' }).waitFor();
    await page.context().close();
  });
});

describe('themes and sizes', () => {
  const box = async (page: Page, part: string) =>
    (await page.locator(part).boundingBox()) ?? { x: 0, width: 0 };

  it('takes the page’s colours, side and scheme, with words that can be read on any accent', async () => {
    const css =
      'doorstep-chat { --doorstep-accent: #ffd23f; --doorstep-radius: 2px; --doorstep-width: 340px }';
    const page = await hostPage(stage, { css, attributes: 'engagement="web" theme="dark" position="start"' });
    expect((await box(page, '.launcher')).x).toBe(20);
    await talking(page, 'Gold!');
    expect((await box(page, '.panel')).width).toBe(340);
    expect(await barriers(page, 'doorstep-chat')).toEqual([]);
    const surface = await page
      .locator('.panel')
      .evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(surface).toBe('rgb(28, 31, 36)');
    await stage.picture(page, 'widget-themed');
    await page.context().close();
  });

  it('is as dark as a page that says so, and not darker than one that is light', async () => {
    for (const [css, colours, expected] of [
      [':root { color-scheme: dark }', 'light', 'rgb(28, 31, 36)'],
      [':root { color-scheme: light }', 'dark', 'rgb(255, 255, 255)'],
      ['', 'dark', 'rgb(28, 31, 36)'],
    ] as const) {
      const page = await hostPage(stage, { css, colours });
      await launcher(page).click();
      const panel = page.locator('.panel');
      expect(await panel.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(expected);
      await page.context().close();
    }
  });

  it('fills a phone, from right to left, and holds whatever is written', async () => {
    const size = { width: 360, height: 700 };
    const page = await hostPage(stage, { lang: 'ar', dir: 'rtl', size });
    expect((await box(page, '.launcher')).x).toBe(20);
    const conversation = await talking(page, 'مرحبا');
    expect(await page.locator('.panel').boundingBox()).toEqual({ x: 0, y: 0, ...size });
    const texts = [
      'W'.repeat(8190),
      '<img src=x onerror=alert(1)><script>alert(2)</script>',
      'javascript:alert(3)',
      '\u202Eevil\u202C \u2067bidi',
      '👩‍👩‍👧‍👦🏳️‍🌈'.repeat(80),
    ];
    for (const text of texts) conversation.send(text);
    await log(page).getByText('👩‍👩‍👧‍👦').waitFor();
    expect(await log(page).locator('.message:not(.mine) .text').allTextContents()).toEqual(texts);
    const overflow = await page.locator('.timeline').evaluate((one) => one.scrollWidth - one.clientWidth);
    expect(overflow).toBe(0);
    expect(await page.locator('doorstep-chat a, doorstep-chat img').count()).toBe(0);
    expect(await field(page).evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize))).toBe(16);
    const mine = await box(page, '.message.mine .text');
    expect(mine.x).toBeLessThan(40);
    await asked(page, conversation);
    await expectNoBarriers(page, 'phone-rtl');
    await page.context().close();
  });
});

describe('a request to log in', () => {
  let page: Page;
  let conversation: AgentConversation;
  const card = () => region(page, 'Request to log in');

  beforeAll(async () => {
    page = await hostPage(stage);
    conversation = await talking(page, 'Where is my order?');
  }, 60_000);

  it('says who asks, why and for how long, and keeps the draft whatever comes of it', async () => {
    await field(page).fill('Half a sentence');
    await asked(page, conversation);
    await card().getByText('Noor Admin asks you to log in').waitFor();
    await card().getByText('holds for 15 minutes').waitFor();
    await expectNoBarriers(page, 'request');
    await answer(page, 'cancel');
    await button(page, 'Log in').click();
    await card().getByRole('alert').getByText('You can try again').waitFor();
    await expectNoBarriers(page, 'cancelled');
    await page.reload();
    await card().getByRole('alert').getByText('The login was not finished').waitFor();
    expect(await field(page).inputValue()).toBe('Half a sentence');
    await button(page, 'Continue without logging in').click();
    await card().waitFor({ state: 'detached' });
    expect(await field(page).inputValue()).toBe('Half a sentence');
  });

  it('tells a login that is too weak from one that failed, and stops after three', async () => {
    await asked(page, conversation, { acr: 'password+code' });
    await button(page, 'Log in').click();
    await card().getByRole('alert').getByText('not strong or recent enough').waitFor();
    for (const sentence of ['could not be confirmed', 'tried too often']) {
      await answer(page, 'fail');
      await button(page, 'Try again').click();
      await card().getByRole('alert').getByText(sentence).waitFor();
    }
    expect(await button(page, 'Try again').count()).toBe(0);
    await stage.picture(page, 'widget-too-often');
    await button(page, 'Continue without logging in').click();
  });

  it('says how long to wait where too much was tried', async () => {
    await asked(page, conversation);
    const problem = {
      type: 'about:blank',
      title: 'Later',
      status: 429,
      code: 'rate_limited',
      retryable: true,
    };
    await page.route(/\/start$/, (route) =>
      route.fulfill({
        status: 429,
        headers: { 'access-control-allow-origin': stage.shop, 'content-type': 'application/problem+json' },
        body: JSON.stringify({ ...problem, retryAfter: 120 }),
      }),
    );
    await answer(page, ada);
    await button(page, 'Log in').click();
    await card().getByRole('alert').getByText('Please wait 2 minutes').waitFor();
    await expectNoBarriers(page, 'rate-limited');
    await page.unroute(/\/start$/);
    await button(page, 'Continue without logging in').click();
    await card().waitFor({ state: 'detached' });
  });

  it('is over by itself when its time is', async () => {
    const system = { runtime: stage.doorstep.runtime, origin: stage.app, stop: async () => {} };
    const { head } = await itemsOf(system, { id: 'harbour' }, conversation.id);
    const settings = head.settings as object;
    await setAttribute(system, head, 'settings', { ...settings, request: 3000 });
    await asked(page, conversation);
    await card().waitFor({ state: 'detached' });
    await log(page).getByText('has expired').first().waitFor();
    await setAttribute(system, head, 'settings', settings);
  });

  it('may be over before the answer comes', async () => {
    const challenge = await asked(page, conversation);
    await answer(page, 'wait');
    await button(page, 'Log in').click();
    await page.waitForFunction(() => (window as unknown as HostWindow).goOn !== undefined);
    await conversation.withdraw(challenge);
    await log(page).getByText('has expired').nth(1).waitFor();
    await answer(page, ada);
    await page.evaluate(() => (window as unknown as HostWindow).goOn());
    const over = region(page, 'Login');
    await over.getByRole('alert').waitFor();
    await expectNoBarriers(page, 'expired');
    await over.getByRole('button', { name: 'Continue without logging in' }).click();
    await over.waitFor({ state: 'detached' });
  });

  it('ends in a conversation under the person’s name, with a banner and a quiet sign of how long that holds', async () => {
    await answer(page, ada);
    await asked(page, conversation);
    await button(page, 'Log in').click();
    await page.locator('.banner').getByText('You are logged in as Ada Verhoeven').waitFor();
    await page.getByText(/Your login holds until \d/).waitFor();
    await expectNoBarriers(page, 'logged-in');
    expect((await told(page)).map(([name]) => name)).toContain('stepped-up');
  });

  it('refuses somebody else, and offers to begin anew', async () => {
    await conversation.stepDown();
    await log(page).getByText('Your login has ended').waitFor();
    await answer(page, ben);
    await asked(page, conversation);
    await button(page, 'Log in').click();
    const over = region(page, 'Login');
    await over.getByRole('alert').getByText('belongs to another login').waitFor();
    await expectNoBarriers(page, 'other-account');
    await over.getByRole('button', { name: 'Start a new chat' }).click();
    await page.getByText('No login is needed to begin').waitFor();
    expect(await log(page).locator('.message').count()).toBe(0);
  });

  it('is said to be of no use on a page that can log nobody in', async () => {
    await page.evaluate(() => {
      Object.assign(document.querySelector('doorstep-chat') ?? {}, { callbacks: {} });
    });
    conversation = await talking(page, 'Again');
    await asked(page, conversation);
    await card().getByText('On this page you cannot log in').waitFor();
    await button(page, 'Continue without logging in').click();
    await card().waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe('what else one does with a chat', () => {
  let page: Page;
  let conversation: AgentConversation;

  it('is all done by keyboard', async () => {
    page = await hostPage(stage, { script: 'module.js' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await field(page).waitFor();
    await page.keyboard.type('Written without a mouse');
    const began = agent.next();
    await page.keyboard.press('Enter');
    conversation = await began;
    await button(page, 'More').focus();
    await page.keyboard.press('Enter');
    await page.locator('[role=menuitem]:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('menuitem', { name: 'End this chat' }).evaluate(hasFocus)).toBe(true);
    await expectNoBarriers(page, 'menu');
    await page.keyboard.press('Escape');
    expect(await button(page, 'More').evaluate(hasFocus)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await launcher(page).evaluate(hasFocus)).toBe(true);
    await page.keyboard.press('Space');
    await field(page).waitFor();
    expect(await field(page).evaluate(hasFocus)).toBe(true);
  });

  it('shows where the newest is, to those who read back', async () => {
    for (let at = 0; at < 16; at++) conversation.send(`Line ${at}\nof many`);
    await log(page).getByText('Line 15').waitFor();
    await log(page).evaluate((box) => box.scrollTo({ top: 0 }));
    const latest = button(page, 'Jump to the latest message');
    await latest.click();
    await latest.waitFor({ state: 'detached' });
    conversation.type(true);
    await log(page).getByText('Noor Admin is typing').waitFor();
    conversation.type(false);
    await log(page).getByText('Noor Admin is typing').waitFor({ state: 'detached' });
  });

  it('refuses files with a sentence', async () => {
    const files = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'x.png', { type: 'image/png' }));
      return data;
    });
    await field(page).dispatchEvent('drop', { dataTransfer: files });
    await page.getByRole('alert').getByText('Files cannot be sent').waitFor();
  });

  it('takes along what was said', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), choose(page, 'Save this chat')]);
    expect(download.suggestedFilename()).toBe('chat.txt');
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain('Written without a mouse');
    expect(text).toContain('Line 15');
  });

  it('logs out, and leaves nothing behind', async () => {
    await asked(page, conversation);
    await button(page, 'Log in').click();
    await page.getByText('You are logged in as Ada Verhoeven').first().waitFor();
    await field(page).fill('My secret draft');
    await choose(page, 'Log out');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Log out' }).click();
    await page.getByText('You are not logged in').waitFor();
    expect(await log(page).locator('.message').count()).toBe(0);
    expect(await field(page).inputValue()).toBe('');
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    expect(kept).not.toMatch(/Written|secret draft|Verhoeven/);
    await page.waitForFunction(() =>
      (window as unknown as HostWindow).told.some(([name]) => name === 'logged-out'),
    );
  });

  it('ends, for both sides', async () => {
    conversation = await talking(page, 'One more question');
    await choose(page, 'End this chat');
    await page.getByRole('alertdialog').getByRole('button', { name: 'End this chat' }).click();
    await page.getByText('This conversation is closed.').waitFor();
    await expectNoBarriers(page, 'ended');
    await button(page, 'Start a new one').click();
    await page.getByText('No login is needed to begin').waitFor();
  });

  it('says so when it cannot be loaded, and can be tried again', async () => {
    const other = await hostPage(stage);
    await other.route('**/widget/assets/**', (route) => route.abort());
    await launcher(other).click();
    await other.getByText('The chat could not be loaded').waitFor();
    await other.unroute('**/widget/assets/**');
    await launcher(other).click();
    await field(other).waitFor();
    await other.context().close();
  });

  it('never made a page complain', () => {
    const meant = /status of 4|net::ERR_FAILED|doorstep-chat.*:\d+$/;
    expect(stage.complaints.filter((one) => !meant.test(one))).toEqual([]);
  });
});

const hasFocus = (element: Element): boolean =>
  (element.getRootNode() as ShadowRoot).activeElement === element;
