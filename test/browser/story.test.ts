import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import { type Stage, setStage } from './stage.ts';

const password = 'seven rough ropes at noon';
let stage: Stage;
let agent: Page;
let consumer: Page;
let secret = '';

beforeAll(async () => {
  stage = await setStage();
  agent = await stage.person({ width: 1180, height: 760 });
  consumer = await stage.person({ width: 1180, height: 760 });
}, 120_000);
afterAll(() => stage?.end(), 30_000);

const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });
const say = async (page: Page, field: string, text: string) => {
  await page.getByRole('textbox', { name: field }).fill(text);
  await page.keyboard.press('Enter');
};

describe('a conversation that begins anonymously and goes on authenticated, in a real browser', () => {
  it('starts with an agent who uses the invitation and enrols a second factor', async () => {
    await agent.goto(stage.doorstep.invitation ?? '');
    expect(agent.url()).toBe(`${stage.app}/sign-in/`);
    await agent.getByLabel('Password').fill(password);
    await agent.getByRole('button', { name: 'Set the password' }).click();
    await agent.getByRole('img', { name: /QR code/ }).waitFor();
    await stage.picture(agent, 'sign-in-enrol');
    await agent.getByRole('button', { name: 'I cannot scan it' }).click();
    const key = await agent.getByRole('status', { name: 'Key to enter by hand' }).textContent();
    secret = (key ?? '').replaceAll(' ', '');
    await agent.getByLabel('Six-digit code').fill(await generate({ secret }));
    await agent.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
    await stage.picture(agent, 'sign-in-recovery-codes');
    await agent.getByRole('button', { name: 'I have kept them' }).click();
    await agent.waitForURL(`${stage.app}/desk/`);
    await agent.getByText('Connected', { exact: true }).waitFor();
    await stage.picture(agent, 'desk-empty');
  });

  it('goes on with a visitor who writes without logging in', async () => {
    await consumer.goto(stage.shop);
    await stage.picture(consumer, 'shop');
    await consumer.getByRole('button', { name: 'Open chat' }).click();
    await stage.picture(consumer, 'widget-empty');
    await say(consumer, 'Write a message', 'Hello! Where is my order?');
    await log(consumer).getByText('You started the conversation').waitFor();
    await consumer.getByText('You are not logged in').waitFor();
  });

  it('shows the visitor at the desk by itself, and both sides talk', async () => {
    await agent.getByRole('button', { name: /Anonymous visitor/ }).click();
    await log(agent).getByText('Hello! Where is my order?').waitFor();
    await agent.getByRole('button', { name: 'Accept' }).click();
    await say(agent, 'Write an answer', 'Happy to look. Which account is it?');
    await log(consumer).getByText('Happy to look. Which account is it?').waitFor();
    await say(consumer, 'Write a message', 'Mine, of course :)');
    await log(agent).getByText('Mine, of course :)').waitFor();
    expect(await agent.getByRole('main').getByText('Not verified').count()).toBe(1);
    await stage.picture(agent, 'desk-anonymous');
  });

  it('shows the request to log in with its reason, and takes "Not now" for an answer', async () => {
    await ask('To see your order');
    await consumer.getByRole('button', { name: 'Not now' }).click();
    await log(agent).getByText('The consumer chose not to log in now').waitFor();
    await consumer.getByRole('region', { name: 'Request to log in' }).waitFor({ state: 'detached' });
  });

  it('lets the shop log the person in, and the same conversation goes on under their name', async () => {
    await ask('To see your order');
    await stage.picture(consumer, 'widget-asked');
    await consumer.getByRole('button', { name: 'Log in' }).last().click();
    const dialog = consumer.getByRole('dialog', { name: 'Log in to Harbour Supply' });
    await dialog.getByLabel('Name').fill('ada');
    await dialog.getByLabel('Password').fill('lighthouse');
    await stage.picture(consumer, 'shop-login');
    await dialog.getByRole('button', { name: 'Log in' }).click();

    await consumer.getByText('You are logged in as Ada Verhoeven').first().waitFor();
    await stage.picture(consumer, 'widget-logged-in');
    await agent.getByRole('heading', { name: /Ada Verhoeven/ }).waitFor();
    await agent.getByRole('main').getByText('Verified', { exact: true }).waitFor();
    await agent.getByText('Ada Verhoeven logged in: the conversation').waitFor();
    await agent.getByText('HS-20418').waitFor();
    await stage.picture(agent, 'desk-verified');
  });

  it('keeps what was said before, and marks each message by what was known when it was sent', async () => {
    await say(consumer, 'Write a message', 'It is order HS-20418.');
    const line = (page: Page, text: string) => log(page).locator('.message', { hasText: text });
    await line(agent, 'It is order HS-20418.').getByText('verified').waitFor();
    expect(await line(agent, 'Hello! Where is my order?').textContent()).toContain('anonymous');
    await say(agent, 'Write an answer', 'It leaves the quay today.');
    await line(consumer, 'It leaves the quay today.').waitFor();
    expect(await messages(consumer)).toEqual(await messages(agent));
    expect(await messages(consumer)).toHaveLength(5);
  });

  it('is still there, and still authenticated, after the page was loaded anew', async () => {
    const before = await messages(consumer);
    await consumer.reload();
    await log(consumer).getByText('It leaves the quay today.').waitFor();
    expect(await messages(consumer)).toEqual(before);
    await consumer.getByText('You are logged in as Ada Verhoeven').first().waitFor();
    await say(consumer, 'Write a message', 'Thank you!');
    await log(agent).getByText('Thank you!').waitFor();
  });

  it('ends when the agent closes it, and a new message begins another, verified from the start', async () => {
    await agent.getByRole('button', { name: 'Close', exact: true }).click();
    await consumer.getByText('This conversation is closed.').waitFor();
    await stage.picture(consumer, 'widget-closed');
    await consumer.getByRole('button', { name: 'Start a new one' }).click();
    await say(consumer, 'Write a message', 'One more thing');
    await agent.getByRole('button', { name: 'Waiting 1' }).click();
    await agent
      .getByRole('listitem')
      .getByRole('button', { name: /Ada Verhoeven/ })
      .waitFor();
  });

  it('asks for the code alone at the second sign-in', async () => {
    await agent.getByRole('button', { name: 'Noor Admin' }).click();
    await agent.getByRole('button', { name: 'Sign out' }).click();
    await agent.getByLabel('Name').fill('admin@harbour.example');
    await stage.picture(agent, 'sign-in');
    await agent.getByLabel('Password').fill(`${password}?`);
    await agent.getByRole('button', { name: 'Go on' }).click();
    await agent.getByRole('alert').getByText('do not fit together').waitFor();
    await agent.getByLabel('Password').fill(password);
    await agent.getByRole('button', { name: 'Go on' }).click();
    await agent.getByLabel('Six-digit code').fill('000000');
    await agent.getByRole('alert').getByText('not accepted').waitFor();
    await stage.picture(agent, 'sign-in-code');
  });

  it('never made a page complain, save of what was refused with 401 on purpose', () => {
    expect(stage.complaints.filter((one) => !one.includes('status of 401'))).toEqual([]);
  });

  it('has a browser that enforces origins, so that all of this proves something', async () => {
    const read = (url: string) =>
      fetch(url).then(
        () => 'read',
        () => 'refused',
      );
    const api = `${stage.app}/api/sign-in/session`;
    expect(await agent.evaluate(read, api)).toBe('read');
    expect(await consumer.evaluate(read, api)).toBe('refused');
  });
});

async function ask(reason: string): Promise<void> {
  await agent.getByRole('button', { name: /^Ask .*log in/ }).click();
  await agent.getByLabel(/Why should the consumer log in/).fill(reason);
  await agent.getByRole('button', { name: 'Ask', exact: true }).click();
  const card = consumer.getByRole('region', { name: 'Request to log in' });
  await card.getByText('Noor Admin asks you to log in').waitFor();
  await card.getByText(reason).waitFor();
}

/** The texts of the conversation, as they stand on the page. */
const messages = (page: Page): Promise<string[]> => log(page).locator('.message .text').allInnerTexts();
