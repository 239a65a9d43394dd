import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Agent, agentByApi } from './agent.ts';
import { shortcomings } from './barriers.ts';
import { enter, log, say } from './people.ts';
import { type Stage, setStage } from './stage.ts';

const wide = { width: 1280, height: 860 };
let stage: Stage;
let agent: Agent;
let page: Page;

beforeAll(async () => {
  stage = await setStage();
  agent = await agentByApi(stage.app, stage.doorstep.invitation ?? '');
  page = await stage.person(wide);
}, 120_000);
afterAll(async () => {
  agent?.end();
  await stage?.end();
}, 30_000);

const button = (name: string) => page.getByRole('button', { name, exact: true });
const panel = () => page.getByRole('complementary', { name: 'Try Doorstep' });
const card = () => page.getByRole('region', { name: 'Request to log in' });
const loggedInAs = (name: string) => page.getByText(`You are logged in as ${name}`).first().waitFor();

/** The next person at this browser, at the shop by one of the switch's ways. */
async function choose(way: string): Promise<void> {
  await arrive(way);
  await page.getByRole('button', { name: /^Open chat/ }).click();
}

/** The same with the chat still closed. */
async function arrive(way: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto(stage.shop);
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(stage.shop);
  await panel().getByRole('link', { name: way, exact: true }).click();
  await page.getByRole('button', { name: /^Open chat/ }).waitFor();
}

/** The visitor has written, and an agent asks for a login. */
async function asked(way: string, acr?: string) {
  await choose(way);
  await say(page, 'Where is my order?');
  const conversation = await agent.accepts();
  const done = await conversation.ask('To see your order', acr === undefined ? {} : { acr });
  expect(done.ok).toBe(true);
  await card().getByText('To see your order').waitFor();
  return {
    name: () => conversation.conversation?.name,
    level: () => conversation.conversation?.assurance.level,
  };
}

const window = async (label: string | RegExp): Promise<Page> => {
  const [opened] = await Promise.all([
    page.waitForEvent('popup'),
    card().getByRole('button', { name: label }).click(),
  ]);
  return opened;
};

describe('the switch of the sample shop', () => {
  it('shows every way with what to do, in a page without barriers', async () => {
    await page.goto(stage.shop);
    expect(
      await panel()
        .getByRole('listitem')
        .filter({ has: page.getByRole('link') })
        .count(),
    ).toBe(9);
    await panel().getByText('ada with lighthouse').waitFor();
    expect(await shortcomings(page)).toEqual([]);
    await stage.picture(page, 'shop');
  });

  it("verifies by the shop's own login, of whoever is next at a shared device", async () => {
    for (const [first, name] of [
      ['Ada', 'Ada Verhoeven'],
      ['Ben', 'Ben Okafor'],
      ['Carla', 'Carla Mendes'],
    ] as const) {
      const head = await asked('The shop’s own login');
      await card().getByRole('button', { name: 'Log in' }).click();
      const dialog = page.getByRole('dialog', { name: 'Log in to Harbour Supply' });
      await dialog.getByRole('button', { name: first, exact: true }).click();
      await page.keyboard.press('Enter');
      await loggedInAs(name);
      await say(page, `This is ${name}.`);
      expect(await log(page).getByText(name).count()).toBeGreaterThan(0);
      expect([head.name(), head.level()]).toEqual([name, 'authenticated']);
      await page.locator('#log-out').click();
      await page.locator('#log-in').waitFor();
      expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain(name);
    }
  });

  it('verifies by OpenID Connect', async () => {
    await asked('OpenID Connect');
    const provider = await window('Log in');
    await provider.getByRole('heading', { name: 'Harbour account' }).waitFor();
    await stage.picture(provider, 'provider-login');
    await enter(provider, 'ada', 'lighthouse');
    await loggedInAs('Ada Verhoeven');
  });

  it('verifies by the login page', async () => {
    await asked('A login page');
    const login = await window('Log in');
    await login.getByRole('heading', { name: 'Log in to Harbour Supply' }).waitFor();
    await stage.picture(login, 'login-page');
    await enter(login, 'ben', 'driftwood');
    await loggedInAs('Ben Okafor');
  });

  it('verifies by private data, and says no more than that they fit nobody', async () => {
    const head = await asked('Private data');
    const confirm = async (customer: string, born: string) => {
      await card().getByRole('button').first().click();
      const dialog = page.getByRole('dialog', { name: 'Confirm your details' });
      await dialog.getByLabel('Customer number').fill(customer);
      await dialog.getByLabel('Date of birth').fill(born);
      await stage.picture(page, 'shop-details');
      await dialog.getByRole('button', { name: 'Confirm' }).click();
    };
    await confirm('1001', '1991-04-12');
    await page.getByRole('alert').first().waitFor();
    await confirm('10 01', '1990-04-12');
    await loggedInAs('Ada Verhoeven');
    expect(head.name()).toBe('Ada Verhoeven');
  });

  it('verifies by the stronger of two ways where that is asked for', async () => {
    await asked('A choice of ways', 'password+code');
    const provider = await window(/harbour-account/);
    await provider.getByLabel('Code').fill('246810');
    await enter(provider, 'ada', 'lighthouse');
    await loggedInAs('Ada Verhoeven');
  });

  it('tells the agent what is in the basket, as said by the page', async () => {
    await arrive('The shop’s own login');
    await page.getByRole('button', { name: 'Add Tide clock to the basket' }).click();
    await button('Basket 1').click();
    await page.getByRole('dialog', { name: 'Your basket' }).getByText('Together € 120').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Open chat/ }).click();
    await say(page, 'Is it loud?');
    const conversation = await agent.accepts();
    const said = () => conversation.items.flatMap((one) => (one.kind === 'entry' ? [one.what] : []));
    const started = () => said().find((what) => what.event === 'started');
    while (!started()) await new Promise<void>((done) => agent.client.on('change', () => done()));
    expect(started()).toMatchObject({ claimed: { basket: '1 × Tide clock' } });
  });

  // From here on nobody answers but the bot: what waits is left waiting.
  it('verifies from the first message on who is logged in at the shop', async () => {
    await arrive('Already logged in');
    await button('As Ada').click();
    await page.locator('#who').filter({ hasText: 'Ada' }).waitFor();
    await page.getByRole('button', { name: /^Open chat/ }).click();
    await say(page, 'It is me.');
    await loggedInAs('Ada Verhoeven');
    await page.locator('#who').click();
    await page.getByText('Leaves the quay today').waitFor();
  });

  it.each(['A login first, if you like', 'For members only'])('verifies before the chat: %s', async (way) => {
    await choose(way);
    const first = page.getByRole('region', { name: 'Log in first' });
    await first.getByRole('button', { name: 'Log in here' }).click();
    await enter(page, 'carla', 'breakwater');
    await loggedInAs('Carla Mendes');
  });

  it('needs no agent with the bot, which goes on by itself after the login', async () => {
    await choose('With the shop’s bot');
    await say(page, 'My account statement, please');
    await card().getByRole('button', { name: 'Confirm your details' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm your details' });
    await dialog.getByRole('button', { name: 'Ben', exact: true }).click();
    await page.keyboard.press('Enter');
    await log(page).getByText('Account statement').filter({ hasText: 'of Ben Okafor' }).waitFor();
    await stage.picture(page, 'shop-bot');
  });

  it('never made a page complain, save of what was refused', () => {
    expect(stage.complaints.filter((one) => !/status of 4\d\d/.test(one))).toEqual([]);
  });
});
