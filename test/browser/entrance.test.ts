import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import type { Page } from 'playwright-core';
import { audience, issuer, keyId } from '../../sample/brand.ts';
import { shopKeys } from '../../sample/keys.ts';
import { barriers, barriersInBoth } from './barriers.ts';
import { accept, agentAtDesk, ask, enter, log, openChat, say, visitor } from './people.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;
let agent: Page;

beforeAll(async () => {
  stage = await setStage();
  agent = await agentAtDesk(stage);
}, 120_000);
afterAll(() => stage?.end(), 30_000);

const region = (page: Page, name: string) => page.getByRole('region', { name });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const loggedInAs = (page: Page, name: string) => page.getByText(`You are logged in as ${name}`).first();
const texts = (page: Page) => log(page).locator('.message .text').allInnerTexts();
const stored = (page: Page) => page.evaluate(() => JSON.stringify({ ...sessionStorage }));

/** Logs in on the shop's page, beside the chat. */
async function logInAtShop(page: Page, login: string, word: string): Promise<void> {
  await page.locator('#log-in').click();
  await enter(page, login, word);
  await page.locator('#who').filter({ hasText: /\w/ }).waitFor();
}

describe('a visitor who is logged in at the shop', () => {
  it('begins authenticated, and is not asked again', async () => {
    const page = await stage.person({ width: 1180, height: 760 });
    await page.goto(`${stage.shop}/?chat=web`);
    await logInAtShop(page, 'ada', 'lighthouse');
    await page.getByRole('button', { name: 'Open chat' }).click();
    await say(page, 'Where is my order?');
    await loggedInAs(page, 'Ada Verhoeven').waitFor();
    expect(await region(page, 'Request to log in').count()).toBe(0);
    await accept(agent, 'Where is my order?', 'Ada Verhoeven');
    await agent.getByRole('main').getByText('Verified', { exact: true }).waitFor();
    await agent.getByRole('region', { name: 'Signed by the brand' }).getByText('HS-20418').waitFor();
    await stage.picture(agent, 'desk-from-the-start');
    const first = log(agent).locator('.message', { hasText: 'Where is my order?' });
    await first.getByText('verified').waitFor();
    await button(agent, 'Close').click();
  });

  it('takes up what began anonymously in this browser by a click alone', async () => {
    const page = await visitor(stage);
    await say(page, 'Do you have lanterns?');
    await logInAtShop(page, 'ben', 'driftwood');
    const offer = region(page, 'A chat begun here');
    await offer.getByText('Continue the chat begun here?').waitFor();
    await stage.picture(page, 'widget-take-up');
    await page.reload();
    await offer.getByText('Continue the chat begun here?').waitFor();
    expect(await loggedInAs(page, 'Ben Okafor').count()).toBe(0);
    await offer.getByRole('button', { name: 'Continue it' }).click();
    await loggedInAs(page, 'Ben Okafor').waitFor();
    expect(await texts(page)).toEqual(['Do you have lanterns?']);
  });

  it('may leave it to whoever began it, and begin anew', async () => {
    const page = await visitor(stage);
    await say(page, 'Somebody else wrote this.');
    await logInAtShop(page, 'ben', 'driftwood');
    await region(page, 'A chat begun here').getByRole('button', { name: 'Start a new one' }).click();
    await say(page, 'Ben here.');
    await loggedInAs(page, 'Ben Okafor').waitFor();
    expect(await texts(page)).toEqual(['Ben here.']);
  });
});

describe('a chat that begins with a login', () => {
  it('admits nobody else where the engagement says so', async () => {
    const page = await visitor(stage, 'members');
    const first = region(page, 'Log in first');
    await first.getByText('Please log in to begin').waitFor();
    await stage.picture(page, 'widget-login-first');
    expect(await barriers(page, 'doorstep-chat')).toEqual([]);
    expect(await page.getByRole('textbox', { name: 'Write a message' }).count()).toBe(0);
    expect(await first.getByRole('button', { name: 'Go on without' }).count()).toBe(0);
    await first.getByRole('button', { name: 'Log in here' }).click();
    await enter(page, 'ada', 'lighthouse');
    await loggedInAs(page, 'Ada Verhoeven').waitFor();
    await say(page, 'I am a member.');
    await accept(agent, 'I am a member.', 'Ada Verhoeven');
    await log(agent).getByText('I am a member.').waitFor();
    await button(agent, 'Close').click();
  });

  it('can be begun without one where only the page wished for it', async () => {
    const page = await visitor(stage, 'greeting');
    await region(page, 'Log in first').getByRole('button', { name: 'Log in here' }).click();
    await button(page, 'Cancel').click();
    await page.getByRole('alert').getByText('The login was not finished').waitFor();
    await button(page, 'Go on without logging in').click();
    await say(page, 'Nobody in particular.');
    await page.getByText('You are not logged in').waitFor();
  });
});

describe('somebody who logs in on another device', () => {
  it('finds the chats of before there, reads them, and goes on with one', async () => {
    const [desk, phone] = [await visitor(stage, 'members'), await visitor(stage, 'members')];
    for (const page of [desk, phone]) {
      await region(page, 'Log in first').getByRole('button', { name: 'Log in here' }).click();
      await enter(page, 'ben', 'driftwood');
      await loggedInAs(page, 'Ben Okafor').waitFor();
    }
    await say(desk, 'Written at the desk.');
    await say(phone, 'Written on the phone.');
    await button(phone, 'More').click();
    await phone.getByRole('menuitem', { name: 'Your other chats' }).click();
    const chats = region(phone, 'Your chats');
    const mine = chats.getByRole('button', { name: /^Chat of/ });
    await mine.first().waitFor();
    await stage.picture(phone, 'widget-other-chats');
    expect(await barriersInBoth(phone, 'doorstep-chat')).toEqual([]);
    await mine.first().click();
    await chats.getByText('Written at the desk.').waitFor();
    expect(await barriersInBoth(phone, 'doorstep-chat')).toEqual([]);
    await button(phone, 'Go on with this chat').click();
    await say(phone, 'On the phone now.');
    expect(await texts(phone)).toEqual(['Written at the desk.', 'On the phone now.']);
    await log(desk).getByText('On the phone now.').waitFor();
  });
});

describe('the desk', () => {
  it('asks for a level and says what came of it; tells what the page said apart, and finds who was stepped up', async () => {
    const page = await stage.person({ width: 1180, height: 760 });
    await page.goto(`${stage.shop}/?chat=choice`);
    await page.evaluate(() => {
      Object.assign(document.querySelector('doorstep-chat') ?? {}, { claimed: { basket: '3 lanterns' } });
    });
    await page.getByRole('button', { name: 'Open chat' }).click();
    await say(page, 'May I have my statement?');
    await accept(agent, 'May I have my statement?');
    await agent
      .getByRole('region', { name: 'Said by the page, not verified' })
      .getByText('3 lanterns')
      .waitFor();
    await agent.getByRole('button', { name: 'Ask to log in' }).click();
    await agent.getByLabel('Level, if one is needed').selectOption('password+code');
    await agent.getByLabel('At most so many minutes old').fill('5');
    await agent.getByRole('button', { name: 'Ask', exact: true }).click();
    const card = region(page, 'Request to log in');
    await card.getByRole('button', { name: 'Log in here' }).click();
    await enter(page, 'ada', 'lighthouse');
    await page.getByRole('alert').getByText('not strong or recent enough').waitFor();
    await log(agent).getByText('weaker or older than what was asked for').waitFor();
    const [window] = await Promise.all([
      page.waitForEvent('popup'),
      card.getByRole('button', { name: 'Log in with harbour-account' }).click(),
    ]);
    await window.getByLabel('Code').fill('246810');
    await enter(window, 'ada', 'lighthouse');
    await loggedInAs(page, 'Ada Verhoeven').waitFor();
    await agent.getByText('level password+code').waitFor();
    await agent.getByText('Ada Verhoeven logged in: the conversation').waitFor();
    await stage.picture(agent, 'desk-level');
    expect(await barriers(agent, 'body')).toEqual([]);
    await agent.getByLabel('Only those stepped up').check();
    await agent
      .getByRole('listitem')
      .getByRole('button', { name: /Ada Verhoeven/ })
      .waitFor();
    await agent.getByRole('button', { name: /^Waiting/ }).click();
    expect(await agent.getByRole('listitem').filter({ hasText: 'Anonymous visitor' }).count()).toBe(0);
    await agent.getByLabel('Only those stepped up').uncheck();
    await agent.getByRole('button', { name: /^Mine/ }).click();
    await button(agent, 'Close').click();
  });
});

describe('the end of a login', () => {
  it('comes from the agent, who may end the verified period; the person logs in again by a click', async () => {
    const page = await visitor(stage);
    await say(page, 'First, anonymous.');
    await accept(agent, 'First, anonymous.');
    await ask(agent, 'To see your order');
    await region(page, 'Request to log in').getByRole('button', { name: 'Log in' }).click();
    await enter(page, 'ada', 'lighthouse');
    await loggedInAs(page, 'Ada Verhoeven').waitFor();
    await agent.getByText('29 minutes left').or(agent.getByText('30 minutes left')).first().waitFor();
    await stage.picture(agent, 'desk-stepped-up');
    await button(agent, 'End the verified period').click();
    await log(page).getByText('Your login has ended').waitFor();
    await page.getByText('You are not logged in').waitFor();
    await agent.getByRole('main').getByText('Not verified').waitFor();
    await agent.getByText('HS-20418').waitFor({ state: 'detached' });
    await region(page, 'A chat begun here').getByRole('button', { name: 'Continue it' }).click();
    await loggedInAs(page, 'Ada Verhoeven').waitFor();
    await log(page).getByText('First, anonymous.').waitFor();
    await button(agent, 'Close').click();
  });

  it('comes by itself with the session behind it; both sides see it, and what follows is anonymous', async () => {
    const { privateKey } = await shopKeys(stage.keys);
    const page = await visitor(stage);
    await page.route('**/doorstep/token', async (route) => {
      const { nonce } = route.request().postDataJSON();
      const now = Math.floor(Date.now() / 1000);
      const claims = { nonce, sub: 'customer-1001', name: 'Ada Verhoeven', acr: 'password', auth_time: now };
      const token = await new SignJWT({ ...claims, session_exp: now + 20 })
        .setProtectedHeader({ alg: 'ES256', kid: keyId, typ: 'JWT' })
        .setIssuer(issuer(stage.shop))
        .setAudience(audience)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + 60)
        .sign(privateKey);
      await route.fulfill({ json: { token } });
    });
    await say(page, 'Only for a moment.');
    await accept(agent, 'Only for a moment.');
    await ask(agent, 'To see your order');
    await region(page, 'Request to log in').getByRole('button', { name: 'Log in' }).click();
    await loggedInAs(page, 'Ada Verhoeven').waitFor();
    await page.getByText('You are not logged in').waitFor();
    await page.locator('doorstep-chat .banner').waitFor({ state: 'detached' });
    await agent.getByRole('main').getByText('Not verified').waitFor({ timeout: 5000 });
    await say(page, 'Still me?');
    await log(page).getByText('Your login has ended').waitFor();
    const late = log(agent).locator('.message', { hasText: 'Still me?' });
    await late.getByText('anonymous').waitFor();
    await button(agent, 'Close').click();
  });

  it('is seen coming, and put off in place', async () => {
    const page = await stage.person({ width: 1180, height: 760 });
    await page.clock.install();
    await openChat(stage, page, 'members');
    await region(page, 'Log in first').getByRole('button', { name: 'Log in here' }).click();
    await enter(page, 'ada', 'lighthouse');
    await loggedInAs(page, 'Ada Verhoeven').waitFor();
    await page.clock.fastForward('26:00');
    await page.getByText('Your login ends in 4 minutes.').waitFor();
    await stage.picture(page, 'widget-ends-soon');
    await button(page, 'Stay logged in').click();
    await log(page).getByText('You are logged in as Ada Verhoeven').nth(1).waitFor();
  });

  it('leaves nothing on a shared device for the next person, nor for the one after', async () => {
    const page = await visitor(stage);
    const other = await page.context().newPage();
    await openChat(stage, other);
    const people = [
      ['ada', 'lighthouse', 'Ada Verhoeven'],
      ['ben', 'driftwood', 'Ben Okafor'],
    ] as const;
    for (const [login, word, name] of people) {
      await logInAtShop(page, login, word);
      await say(page, `This is ${name}.`);
      await loggedInAs(page, name).waitFor();
      await other.reload();
      await say(other, `${name} in another tab.`);
      await loggedInAs(other, name).waitFor();
      await button(page, 'Log out').click();
      await page.getByRole('button', { name: 'Log in' }).first().waitFor();
      await log(other).getByText(name).waitFor({ state: 'detached' });
      for (const one of [page, other]) {
        expect(await texts(one)).toEqual([]);
        expect(await stored(one)).not.toContain(name);
      }
    }
    await say(page, 'A third person.');
    expect(await texts(page)).toEqual(['A third person.']);
    await page.getByText('You are not logged in').waitFor();
  });

  it('never made a page complain', () => {
    expect(stage.complaints.filter((one) => !one.includes('status of 4'))).toEqual([]);
  });
});
