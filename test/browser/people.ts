import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

const password = 'seven rough ropes at noon';
const wide = { width: 1180, height: 760 };

/** Somebody, the first admin if nobody else is named, uses the invitation, enrols an authenticator, and sits at the desk. */
export async function agentAtDesk(stage: Stage, invitation = stage.doorstep.invitation ?? ''): Promise<Page> {
  const agent = await stage.person(wide);
  await agent.goto(invitation);
  await agent.getByLabel('Password').fill(password);
  await agent.getByRole('button', { name: 'Set the password' }).click();
  await agent.getByRole('button', { name: 'I cannot scan it' }).click();
  const key = await agent.getByRole('status', { name: 'Key to enter by hand' }).textContent();
  const secret = (key ?? '').replaceAll(' ', '');
  await agent.getByLabel('Six-digit code').fill(await generate({ secret }));
  await agent.getByRole('button', { name: 'I have kept them' }).click();
  await agent.waitForURL(`${stage.app}/desk/`);
  await agent.getByText('Connected', { exact: true }).waitFor();
  return agent;
}

export const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });

export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Write/ }).fill(text);
  await page.keyboard.press('Enter');
  await log(page).locator('.message:not(.unsent)', { hasText: text }).waitFor();
}

/** A new person at the shop, with the chat open. */
export async function visitor(stage: Stage, chat = 'web'): Promise<Page> {
  const page = await stage.person(wide);
  await openChat(stage, page, chat);
  return page;
}

export async function openChat(stage: Stage, page: Page, chat = 'web'): Promise<void> {
  await page.goto(`${stage.shop}/?chat=${chat}`);
  await page.getByRole('button', { name: /^Open chat/ }).click();
}

/** The agent takes the waiting conversation in which something was said: the newest, as soon as it is there. */
export async function accept(agent: Page, said: string, name = 'Anonymous visitor'): Promise<void> {
  await agent.getByRole('button', { name: /^Waiting/ }).click();
  const newest = agent
    .getByRole('listitem')
    .getByRole('button', { name: new RegExp(name) })
    .first();
  const isIt = () =>
    log(agent)
      .getByText(said)
      .waitFor({ timeout: 2000 })
      .then(
        () => true,
        () => false,
      );
  do await newest.click();
  while (!(await isIt()));
  await agent.getByRole('button', { name: 'Accept' }).click();
  await agent.getByRole('textbox', { name: 'Write an answer' }).waitFor();
}

/** The agent asks for a login. */
export async function ask(agent: Page, reason: string): Promise<void> {
  await agent.getByRole('button', { name: /^Ask .*log in/ }).click();
  await agent.getByLabel(/Why should the consumer log in/).fill(reason);
  await agent.getByRole('button', { name: 'Ask', exact: true }).click();
}

/** Fills in a login form, the shop's or the provider's, and sends it. */
export async function enter(page: Page, login: string, word: string): Promise<void> {
  await page.getByLabel('Name').fill(login);
  await page.getByLabel('Password').fill(word);
  await page.getByRole('button', { name: 'Log in', exact: true }).last().click();
}
