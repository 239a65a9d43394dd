import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page, WebSocketRoute } from 'playwright-core';
import { accept, agentAtDesk, ask, enter, log, openChat, say } from './people.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;
let agent: Page;
beforeAll(async () => {
  stage = await setStage();
  agent = await agentAtDesk(stage);
}, 120_000);
afterAll(() => stage?.end(), 30_000);

const card = (page: Page) => page.getByRole('region', { name: 'Request to log in' });
const loggedIn = (page: Page) => page.getByText('You are logged in as Ada Verhoeven').first();
const apiCalls = /\/api\/consumer\//;
const redeems = /\/redeem$/;

/** A consumer's page whose connections are in our hand. */
async function openPage() {
  const page = await stage.person({ width: 900, height: 760 });
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/./, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  await openChat(stage, page, 'account');
  return { page, sockets };
}

type Consumer = Awaited<ReturnType<typeof openPage>>;

/** What can happen to the consumer at a step, and how it passes. */
const troubles = {
  'the network is lost': {
    async strike({ page, sockets }: Consumer) {
      await page.route(apiCalls, (route) => route.abort('internetdisconnected'));
      for (const socket of sockets.splice(0)) await socket.close();
    },
    async pass({ page }: Consumer) {
      await page.unroute(apiCalls);
      await page.evaluate(() => dispatchEvent(new Event('online')));
    },
  },
  'the page is loaded anew': {
    async strike({ page }: Consumer) {
      await page.reload();
    },
    async pass() {},
  },
};

describe.each(Object.entries(troubles))('where %s', (_, { strike, pass }) => {
  it('at every step of a login, the conversation goes on, and nothing is lost or doubled', async () => {
    const consumer = await openPage();
    const { page } = consumer;
    const happens = async (meanwhile = async () => {}) => {
      await strike(consumer);
      await meanwhile();
      await pass(consumer);
    };
    await say(page, 'Hello!');
    await happens();
    await accept(agent, 'Hello!');

    await happens(() => ask(agent, 'To see your order'));
    await card(page).getByText('To see your order').waitFor();
    await happens();
    await card(page).getByText('To see your order').waitFor();

    const [window] = await Promise.all([
      page.waitForEvent('popup'),
      card(page).getByRole('button', { name: 'Log in' }).click(),
    ]);
    await window.getByRole('heading', { name: 'Harbour account' }).waitFor();
    // What the provider has to say comes while nobody can be told.
    await happens(() => enter(window, 'ada', 'lighthouse'));
    await loggedIn(page).waitFor();
    await happens();
    await loggedIn(page).waitFor();

    await say(page, 'It is me.');
    expect(await log(page).locator('.message .text').allInnerTexts()).toEqual(['Hello!', 'It is me.']);
    await log(agent).getByText('It is me.').waitFor();
    expect(await log(agent).getByText('Ada Verhoeven logged in and is verified').count()).toBe(1);
    await agent.getByRole('button', { name: 'Close', exact: true }).click();
  }, 90_000);

  it('just as the login is redeemed, the same login is good, once', async () => {
    const consumer = await openPage();
    const { page } = consumer;
    await say(page, 'Hello again!');
    await accept(agent, 'Hello again!');
    await ask(agent, 'To see your order');
    // The server has done it; its answer does not arrive.
    const lost = new Promise<void>((done) => {
      void page.route(redeems, async (route) => {
        await route.fetch();
        await route.abort('connectionreset');
        await page.unroute(redeems);
        done();
      });
    });
    const [window] = await Promise.all([
      page.waitForEvent('popup'),
      card(page).getByRole('button', { name: 'Log in' }).click(),
    ]);
    await enter(window, 'ada', 'lighthouse');
    await lost;
    await strike(consumer);
    await pass(consumer);
    await loggedIn(page).waitFor();
    await say(page, 'It is me again.');
    await log(agent).getByText('It is me again.').waitFor();
    expect(await log(agent).getByText('Ada Verhoeven logged in and is verified').count()).toBe(1);
    await agent.getByRole('button', { name: 'Close', exact: true }).click();
  }, 90_000);
});
