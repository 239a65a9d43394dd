import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accept, agentAtDesk, ask, enter, log, openChat, say, visitor } from './people.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;
let agent: Page;
let consumer: Page;

beforeAll(async () => {
  stage = await setStage();
  agent = await agentAtDesk(stage);
}, 120_000);
afterAll(() => stage?.end(), 30_000);

const card = (page: Page) => page.getByRole('region', { name: 'Request to log in' });
const logInOrAgain = /^(Log in|Try again)$/;
const underWay = (page: Page) => page.getByRole('region', { name: 'Login under way' });
const loggedIn = (page: Page) => page.getByText('You are logged in as Ada Verhoeven').first();

/** The agent has asked, and the consumer sees it. */
async function asked(chat: string): Promise<void> {
  consumer = await visitor(stage, chat);
  await say(consumer, 'Hello!');
  await accept(agent, 'Hello!');
  await ask(agent, 'To see your order');
  await card(consumer).getByText('To see your order').waitFor();
}

async function popup(): Promise<Page> {
  const [window] = await Promise.all([
    consumer.waitForEvent('popup'),
    card(consumer).getByRole('button', { name: logInOrAgain }).click(),
  ]);
  await window.getByRole('heading', { name: 'Harbour account' }).waitFor();
  return window;
}

describe('a login at the provider of the brand, whose pages cut the tie to who opened them', () => {
  beforeEach(() => asked('account'), 60_000);

  it('is finished in a window of its own, and the chat goes on in place', async () => {
    const window = await popup();
    await underWay(consumer).waitFor();
    await stage.picture(consumer, 'widget-elsewhere');
    await stage.picture(window, 'provider-login');
    await log(agent)
      .page()
      .getByText(/logging in now/i)
      .first()
      .waitFor();
    await enter(window, 'ada', 'lighthouse');
    await loggedIn(consumer).waitFor();
    if (!window.isClosed()) await window.waitForEvent('close');
    await stage.picture(consumer, 'widget-provider-done');
    await log(agent).getByText('Ada Verhoeven logged in and is verified').waitFor();
    await log(consumer).getByText('Hello!').waitFor();
    await say(consumer, 'It is me.');
  });

  it('goes on when the chat was loaded anew while the person was there', async () => {
    const window = await popup();
    await consumer.reload();
    await underWay(consumer).waitFor();
    await enter(window, 'ada', 'lighthouse');
    await loggedIn(consumer).waitFor();
    await log(consumer).getByText('Hello!').waitFor();
  });

  it('takes the place of the page where the browser blocks windows, and comes back', async () => {
    await consumer.evaluate(() => {
      window.open = () => null;
    });
    await consumer.getByRole('textbox', { name: 'Write a message' }).fill('My draft');
    await card(consumer).getByRole('button', { name: 'Log in' }).click();
    await card(consumer).getByText('Your browser blocked the login window').waitFor();
    await stage.picture(consumer, 'widget-blocked');
    await card(consumer).getByRole('button', { name: 'Log in on this page' }).click();
    await consumer.getByRole('heading', { name: 'Harbour account' }).waitFor();
    await enter(consumer, 'ada', 'lighthouse');
    await consumer.waitForURL(`${stage.shop}/?chat=account`);
    await loggedIn(consumer).waitFor();
    await log(consumer).getByText('Hello!').waitFor();
    expect(await consumer.getByRole('textbox', { name: 'Write a message' }).inputValue()).toBe('My draft');
    expect(await consumer.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain('verifier');
  });

  it('is taken back by the person, who may begin it anew, or say not now', async () => {
    const window = await popup();
    await underWay(consumer).getByRole('button', { name: 'Cancel' }).click();
    await log(agent).getByText('The login was not finished').waitFor();
    await consumer.getByRole('alert').getByText('You can try again').waitFor();
    await window.close();
    const again = await popup();
    await enter(again, 'ada', 'lighthouse');
    await loggedIn(consumer).waitFor();
  });

  it('is refused by the provider when the person cancels there', async () => {
    const window = await popup();
    await window.getByRole('button', { name: 'Cancel' }).click();
    await consumer.getByRole('alert').getByText('The login was not finished').waitFor();
    await card(consumer).getByRole('button', { name: 'Try again' }).waitFor();
    await log(agent).getByText('The login was not finished').waitFor();
  });

  it('asks what has become of a window that cannot be seen any more', async () => {
    const window = await popup();
    await window.close();
    await underWay(consumer).getByText('Was the login window closed?').waitFor();
    await stage.picture(consumer, 'widget-window-gone');
    const [again] = await Promise.all([
      consumer.waitForEvent('popup'),
      underWay(consumer).getByRole('button', { name: 'Log in again' }).click(),
    ]);
    await enter(again, 'ada', 'lighthouse');
    await loggedIn(consumer).waitFor();
  });

  it('changes nothing when its link was sent to somebody else, who logs in there', async () => {
    const window = await popup();
    const link = window.url();
    const victim = await stage.person({ width: 900, height: 700 });
    await openChat(stage, victim, 'account');
    const request = await startedAt(consumer);
    await victim.goto(request);
    await enter(victim, 'ben', 'driftwood');
    await victim.getByText('No chat in this browser waits for this login').waitFor({ timeout: 20_000 });
    await stage.picture(victim, 'return-nobody');
    expect(new URL(victim.url()).search).toBe('');
    expect(link).toContain(stage.doorstep.sample?.provider ?? 'nowhere');
    await underWay(consumer).waitFor();
    expect(await consumer.locator('doorstep-chat').getByText('Ben Okafor').count()).toBe(0);
    expect(await agent.getByText('Ben Okafor').count()).toBe(0);
  });
});

describe("a login on the brand's own page", () => {
  beforeEach(() => asked('page'), 60_000);

  async function loginPage(): Promise<Page> {
    const [window] = await Promise.all([
      consumer.waitForEvent('popup'),
      card(consumer).getByRole('button', { name: 'Log in' }).click(),
    ]);
    await window.getByLabel('Name').waitFor();
    return window;
  }

  it('comes back to the chat by a code in the fragment, which stays nowhere', async () => {
    const window = await loginPage();
    await stage.picture(window, 'login-page');
    await enter(window, 'ada', 'lighthouse');
    await loggedIn(consumer).waitFor();
    if (!window.isClosed()) expect(new URL(window.url()).hash).toBe('');
    await log(agent).getByText('Ada Verhoeven logged in and is verified').waitFor();
    await say(consumer, 'It is me.');
  });

  it('is known to be given up when the person closes its window', async () => {
    const window = await loginPage();
    await consumer.waitForTimeout(1200);
    await window.close();
    await log(agent).getByText('The login was not finished').waitFor();
    await consumer.getByRole('alert').getByText('You can try again').waitFor();
    await card(consumer).getByRole('button', { name: 'Try again' }).waitFor();
  });

  it('gives the sender of its link nothing, when somebody else logs in there in a private window', async () => {
    const window = await loginPage();
    const victim = await stage.person({ width: 900, height: 700 });
    await victim.goto(window.url());
    await enter(victim, 'ben', 'driftwood');
    await victim.getByText('No chat in this browser waits for this login').waitFor({ timeout: 20_000 });
    expect(new URL(victim.url()).hash).toBe('');
    expect(await consumer.locator('doorstep-chat').getByText('Ben Okafor').count()).toBe(0);
    expect(await agent.getByText('Ben Okafor').count()).toBe(0);
    await underWay(consumer).waitFor();
  });
});

it('never made a page complain', () => {
  expect(stage.complaints.filter((one) => !one.includes('status of 4'))).toEqual([]);
});

/** The authorization request that this tab's login went out with, as somebody might copy it. */
async function startedAt(page: Page): Promise<string> {
  const [answer] = await Promise.all([
    page.waitForResponse(
      (response) => response.url().endsWith('/start') && response.request().method() === 'POST',
    ),
    underWay(page).getByRole('button', { name: 'Log in again' }).click(),
  ]);
  return ((await answer.json()) as { url: string }).url;
}
