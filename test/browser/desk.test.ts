import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page, WebSocketRoute } from 'playwright-core';
import { barriers, shortcomings } from './barriers.ts';
import { accept, agentAtDesk, enter, log, say, visitor } from './people.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;
let noor: Page;
let kim: Page;
let consumer: Page;
const sockets: WebSocketRoute[] = [];

/** A call of the management API as the admin's page would make it. */
const manage = (path: string, ask: { method?: string; body?: unknown; tag?: string | null } = {}) =>
  noor.evaluate(
    async ({ path, method, body, tag }) => {
      const answer = await fetch(`/api/manage/${path}`, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { 'content-type': 'application/json', ...(tag ? { 'if-match': tag } : {}) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, tag: answer.headers.get('etag'), body: await answer.json() };
    },
    { path, ...ask },
  );

async function invite(name: string): Promise<string> {
  const loginName = `${name.toLowerCase()}@harbour.example`;
  const { body } = await manage('users', { body: { loginName, name: `${name} Agent`, role: 'agent' } });
  return body.invitation.link;
}

beforeAll(async () => {
  stage = await setStage();
  noor = await agentAtDesk(stage);
  await manage('skills', { body: { id: 'returns', name: 'Returns' } });
  const answer = { name: 'Greeting', text: 'Good day! What can I do for you?' };
  await manage('canned-answers', { body: answer });
  kim = await agentAtDesk(stage, await invite('Kim'));
  await noor.reload();
}, 180_000);
afterAll(() => stage?.end(), 30_000);

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
const person = (page: Page) => page.getByRole('complementary', { name: 'Person' });
const texts = (page: Page) => log(page).locator('.message .text').allTextContents();

describe('the desk without a mouse', () => {
  it('says what it is for while nothing is open, and shows every shortcut', async () => {
    await noor.getByRole('heading', { name: 'Nobody is waiting' }).waitFor();
    expect(await shortcomings(noor)).toEqual([]);
    await stage.picture(noor, 'desk-nobody');
    await noor.keyboard.press('?');
    await dialog(noor, 'Keyboard shortcuts').waitFor();
    expect(await barriers(noor)).toEqual([]);
    await stage.picture(noor, 'desk-shortcuts');
    await noor.keyboard.press('Escape');
    await dialog(noor, 'Keyboard shortcuts').waitFor({ state: 'detached' });
  });

  it('takes a conversation, answers with a canned answer, and keeps a draft over a reload', async () => {
    consumer = await visitor(stage);
    await say(consumer, 'Good morning');
    await noor.getByText('new', { exact: true }).waitFor();
    await expect(noor.title()).resolves.toBe('(1) Desk · Harbour Supply');
    await noor.keyboard.press('j');
    await log(noor).getByText('Good morning').waitFor();
    await noor.keyboard.press('a');
    await button(noor, 'Ask to log in').waitFor();
    await noor.keyboard.press('/');
    await noor.getByRole('option', { name: /^Greeting/ }).waitFor();
    await stage.picture(noor, 'desk-canned');
    expect(await barriers(noor)).toEqual([]);
    await noor.keyboard.type('good');
    await noor.keyboard.press('Enter');
    const field = noor.getByRole('textbox', { name: 'Write an answer' });
    expect(await field.inputValue()).toBe('Good day! What can I do for you?');
    await noor.keyboard.press('Enter');
    await log(consumer).getByText('Good day! What can I do for you?').waitFor();
    await noor.keyboard.type('About your j');
    await noor.reload();
    await log(noor).getByText('Good day!').waitFor();
    expect(await field.inputValue()).toBe('About your j');
    await field.fill('');
    await noor.keyboard.press('Escape');
  });

  it('asks to log in with a reason, and takes that back', async () => {
    await noor.keyboard.press('l');
    const ask = dialog(noor, 'Ask to log in');
    await ask.getByRole('button', { name: 'To see your order' }).press('Enter');
    expect(await barriers(noor)).toEqual([]);
    await button(noor, 'Ask').press('Enter');
    await ask.waitFor({ state: 'detached' });
    await consumer.getByRole('region', { name: 'Request to log in' }).waitFor();
    await button(noor, 'Take it back').press('Enter');
    await log(noor).getByText('Noor Admin took the request to log in back').waitFor();
    await consumer.getByRole('region', { name: 'Request to log in' }).waitFor({ state: 'detached' });
  });

  it('moves in the inbox by arrows, with one line in the order of tabs', async () => {
    const other = await visitor(stage);
    await say(other, 'Somebody else');
    await noor.getByRole('button', { name: /^Waiting/ }).click();
    const lines = noor.locator('.lines');
    await lines.getByRole('button').first().waitFor();
    expect(await lines.locator('[tabindex="0"]').count()).toBe(1);
    await lines.locator('[tabindex="0"]').focus();
    await noor.keyboard.press('End');
    await noor.keyboard.press('Enter');
    await log(noor).getByText('Somebody else').waitFor();
    await other.close();
    await noor.getByRole('button', { name: /^Mine/ }).click();
    await noor.keyboard.press('j');
    await log(noor).getByText('Good morning').waitFor();
  });
});

describe('what was written', () => {
  const hostile = [
    '<img src=x onerror="document.title=1"><script>alert(1)</script>',
    'javascript:alert(document.cookie)',
    '\u202Egnirts desrever a\u202C and \u2066isolated',
    `${'W'.repeat(8000)}`,
    '👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿'.repeat(40),
    '{{constructor.constructor("x")()}} $1 %s',
  ];

  it('is text, whatever is in it, and breaks nothing', async () => {
    for (const text of hostile) {
      await consumer.getByRole('textbox', { name: /^Write/ }).fill(text);
      await consumer.keyboard.press('Enter');
      await log(noor).getByText(text.slice(0, 20)).last().waitFor();
    }
    for (const text of hostile) expect(await texts(noor)).toContain(text);
    expect(await log(noor).locator('img, script, a, iframe').count()).toBe(0);
    for (const width of [1180, 590, 360]) {
      await noor.setViewportSize({ width, height: 760 });
      expect(await noor.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await log(noor).evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    }
    await noor.setViewportSize({ width: 1280, height: 800 });
    expect(await noor.title()).not.toBe('1');
  });
});

describe('a protected request', () => {
  it('waits for a login, goes on by itself, and shows its result; the desk says who it is and for how long', async () => {
    await noor.keyboard.press('p');
    const form = dialog(noor, 'Protected request');
    await form.getByLabel('Month').fill('July');
    expect(await barriers(noor)).toEqual([]);
    await stage.picture(noor, 'desk-request');
    await button(noor, 'Make the request').click();
    await form.getByText('This is not as the request wants it.').waitFor();
    await form.getByLabel('Month').fill('2026-07');
    await button(noor, 'Make the request').click();
    const requests = person(noor).getByRole('region', { name: 'Protected requests' });
    await requests.getByText('waits for a login').waitFor();
    await stage.picture(noor, 'desk-request-waits');
    const card = consumer.getByRole('region', { name: 'Request to log in' });
    await card.getByRole('button', { name: 'Log in' }).click();
    await enter(consumer, 'ada', 'lighthouse');
    await requests.getByText('done', { exact: true }).waitFor();
    await requests.getByText('Account statement 2026-07 of Ada Verhoeven').waitFor();
    await noor.getByRole('main').getByText('Verified', { exact: true }).waitFor();
    const signed = person(noor).getByRole('region', { name: 'Signed by the brand' });
    await signed.getByText('HS-20418').waitFor();
    await person(noor)
      .getByText(/^(30:00|29:\d\d)$/)
      .waitFor();
    await person(noor).getByText('You have taken note of this login').waitFor();
    await stage.picture(noor, 'desk-request-done');
    expect(await shortcomings(noor)).toEqual([]);
    await button(noor, 'Dismiss').click();
  });
});

describe('two agents', () => {
  it('hand a conversation on, with a note; who is away is not offered', async () => {
    await kim.getByRole('switch', { name: 'Available' }).click();
    await kim.getByRole('switch', { name: 'Away' }).waitFor();
    await noor.keyboard.press('t');
    const form = dialog(noor, 'Hand the conversation on');
    await form.getByRole('radio', { name: /Kim Agent/ }).waitFor();
    expect(await form.getByRole('radio', { name: /Kim Agent/ }).isDisabled()).toBe(true);
    await noor.keyboard.press('Escape');
    await kim.getByRole('switch', { name: 'Away' }).click();
    await kim.getByRole('switch', { name: 'Available' }).waitFor();

    await noor.keyboard.press('t');
    await form.getByLabel('Find a colleague or a skill').fill('kim');
    await form.getByRole('radio', { name: /Kim Agent/ }).check();
    await form.getByLabel('Note for whoever takes it').fill('Asks about an invoice');
    expect(await barriers(noor)).toEqual([]);
    await stage.picture(noor, 'desk-hand-on');
    await button(noor, 'Hand on').last().click();
    await noor.getByText('Kim Agent has this conversation.').waitFor();
    await kim.getByText('Ada Verhoeven was handed on to you').waitFor();
    await kim.getByRole('button', { name: 'Open it' }).last().click();
    await log(kim).getByText('to Kim Agent: Asks about an invoice').waitFor();
    await say(kim, 'Kim here, I have it now.');
    await log(consumer).getByText('Kim here, I have it now.').waitFor();
    expect(await noor.getByRole('textbox', { name: 'Write an answer' }).count()).toBe(0);
  });

  it('give one back, or to those with a skill; the first takes it, the second is told', async () => {
    await kim.keyboard.press('Escape');
    await kim.keyboard.press('t');
    await dialog(kim, 'Hand the conversation on')
      .getByRole('radio', { name: /Returns/ })
      .check();
    await button(kim, 'Hand on').last().click();
    await noor.getByText('Nobody has this conversation yet.').waitFor();
    await button(noor, 'Accept').click();
    // Whoever has accepted writes next.
    await noor.locator('textarea:focus').waitFor();
    await button(noor, 'More').click();
    await button(noor, 'Give it back to those who wait').click();
    await noor.getByText('Nobody has this conversation yet.').waitFor();
    await button(noor, 'Accept').click();
    await button(noor, 'Close').waitFor();
  });

  it('are told in a sentence what cannot be done, where they tried it', async () => {
    await noor.route('**/api/agent/canned-answers', (route) => route.abort());
    await noor.reload();
    await noor.getByRole('textbox', { name: 'Write an answer' }).fill('/');
    await noor.getByRole('alert').getByText('There is no connection right now').waitFor();
    await noor.unroute('**/api/agent/canned-answers');
    await noor.getByRole('textbox', { name: 'Write an answer' }).fill('');
  });
});

describe('somebody who comes again', () => {
  it('brings the earlier conversation along, to be read in place', async () => {
    await noor.getByRole('textbox', { name: 'Write an answer' }).press('Escape');
    await noor.keyboard.press('e');
    await dialog(noor, 'Close the conversation?').waitFor();
    await button(noor, 'Close it').click();
    await noor.getByText('This conversation is closed.').waitFor();
    await consumer.getByRole('button', { name: 'Start a new one' }).click();
    await say(consumer, 'It is me again');
    await accept(noor, 'It is me again', 'Ada Verhoeven');
    const earlier = person(noor).getByRole('region', { name: 'Earlier conversations' });
    await earlier.getByRole('button').first().click();
    const reader = dialog(noor, 'Conversation of');
    await reader.getByText('Good morning').waitFor();
    await stage.picture(noor, 'desk-earlier');
    expect(await barriers(noor)).toEqual([]);
    await noor.keyboard.press('Escape');
    await log(noor).getByText('It is me again').waitFor();
  });

  it('is written down in a transcript', async () => {
    await button(noor, 'More').click();
    const [file] = await Promise.all([
      noor.waitForEvent('download'),
      button(noor, 'Save the transcript').click(),
    ]);
    const stream = await file.createReadStream();
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part);
    expect(Buffer.concat(parts).toString()).toContain('It is me again');
  });
});

describe('how one is told', () => {
  it('can be chosen, and holds over a reload', async () => {
    await button(noor, 'Notifications').click();
    await noor.getByRole('switch', { name: 'As a number in the page’s title' }).uncheck();
    await noor.getByRole('switch', { name: 'Shortcuts of one key' }).uncheck();
    expect(await barriers(noor)).toEqual([]);
    await stage.picture(noor, 'desk-notifications');
    await noor.reload();
    await log(noor).getByText('It is me again').waitFor();
    await noor.keyboard.press('?');
    await button(noor, 'Notifications').click();
    expect(await noor.getByRole('switch', { name: 'As a number' }).isChecked()).toBe(false);
    expect(await dialog(noor, 'Keyboard shortcuts').count()).toBe(0);
  });
});

describe('a desk in bad weather', () => {
  it('says that there is no connection, keeps what is written, and sends it once', async () => {
    await kim.routeWebSocket(/./, (socket) => {
      socket.connectToServer();
      sockets.push(socket);
    });
    await say(consumer, 'Are you there?');
    await button(noor, 'Hand on').click();
    await dialog(noor, 'Hand the conversation on')
      .getByRole('radio', { name: /Kim Agent/ })
      .check();
    await button(noor, 'Hand on').last().click();
    await noor.getByText('Kim Agent has this conversation.').waitFor();
    await kim.reload();
    await kim.getByText('Connected', { exact: true }).waitFor();
    await kim.getByRole('button', { name: /^Mine/ }).click();
    await kim.locator('.line', { hasText: 'Are you there?' }).click();
    await log(kim).getByText('Are you there?').waitFor();
    await kim.route('**/api/agent/tickets', (route) => route.abort());
    await sockets.at(-1)?.close();
    await kim.getByRole('alert').getByText('There is no connection').waitFor();
    await kim.getByRole('textbox', { name: 'Write an answer' }).fill('Yes, in a tunnel');
    await kim.keyboard.press('Enter');
    await log(kim).getByText('Sending …').waitFor();
    await stage.picture(kim, 'desk-offline');
    await kim.unroute('**/api/agent/tickets');
    await kim.evaluate(() => dispatchEvent(new Event('online')));
    await log(consumer).getByText('Yes, in a tunnel').waitFor();
    await log(kim).getByText('Sending …').waitFor({ state: 'detached' });
    expect((await texts(kim)).filter((text) => text === 'Yes, in a tunnel')).toHaveLength(1);
  });

  it('fits a phone: one thing at a time, and the person on top', async () => {
    await kim.setViewportSize({ width: 360, height: 740 });
    await stage.picture(kim, 'desk-phone');
    await button(kim, 'Show the person').click();
    await person(kim).waitFor();
    expect(await barriers(kim)).toEqual([]);
    await stage.picture(kim, 'desk-phone-person');
    await person(kim).getByRole('button', { name: 'Hide the person' }).click();
    await button(kim, 'Back to the inbox').click();
    await kim.getByRole('navigation', { name: 'Inbox' }).waitFor();
    expect(await log(kim).count()).toBe(0);
    expect(await barriers(kim)).toEqual([]);
  });
});

describe('a second factor that the brand begins to ask for', () => {
  it('signs out whoever has none, with the way back to the conversation that was open', async () => {
    const set = async (mfa: boolean) => {
      const { body, tag } = await manage('brand');
      const { id: _, ...settings } = body;
      expect(await manage('brand', { method: 'PUT', body: { ...settings, mfa }, tag })).toMatchObject({
        status: 200,
      });
    };
    await set(false);
    const lou = await stage.person({ width: 1180, height: 760 });
    await lou.goto(await invite('Lou'));
    await lou.getByLabel('Password').fill('four quiet herons at dusk');
    await lou.getByRole('button', { name: 'Set the password' }).click();
    await lou.waitForURL(`${stage.app}/desk/`);
    await lou.getByText('Connected', { exact: true }).waitFor();
    await lou.getByRole('button', { name: /^Open/ }).click();
    await lou.locator('.line').first().click();
    await log(lou).getByText('Are you there?').waitFor();
    const { hash } = new URL(lou.url());
    await set(true);
    await lou.waitForURL((url) => url.pathname === '/sign-in/');
    expect(new URL(lou.url()).searchParams.get('next')).toBe(`/desk/${hash}`);
  });

  it('never made a page complain, save of what was refused or cut off on purpose', () => {
    const known = /status of 4|net::ERR_FAILED/;
    expect(stage.complaints.filter((one) => !known.test(one))).toEqual([]);
  });
});
