import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page, WebSocketRoute } from 'playwright-core';
import { barriers, barriersInBoth } from './barriers.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;
let page: Page;
const sockets: WebSocketRoute[] = [];

beforeAll(async () => {
  stage = await setStage();
  page = await stage.person({ width: 390, height: 760 }, 'dark');
  await page.routeWebSocket(/./, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  await page.goto(stage.shop);
  await page.getByRole('button', { name: 'Open chat' }).click();
}, 120_000);
afterAll(() => stage?.end(), 30_000);

const log = () => page.getByRole('log', { name: 'Conversation' });
const say = async (text: string) => {
  await page.getByRole('textbox', { name: 'Write a message' }).fill(text);
  await page.keyboard.press('Enter');
};
const tickets = '**/tickets';

describe('the widget on a phone, in bad weather', () => {
  it('keeps what is written while there is no connection, over a reload too, and sends it once', async () => {
    await say('first');
    await log().getByText('You started the conversation').waitFor();
    await page.route(tickets, (route) => route.abort());
    await sockets.at(-1)?.close();
    await page.getByText('No connection. What you write is kept').waitFor();
    await say('second');
    await say('third');
    await stage.picture(page, 'widget-offline');
    expect(await barriersInBoth(page, 'doorstep-chat')).toEqual([]);
    await page.reload();
    await log().getByText('third').waitFor();
    await page.unroute(tickets);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await log().getByText('You started the conversation').waitFor();
    await log().getByText('Sending').first().waitFor({ state: 'detached' });
    expect(await log().locator('.message .text').allTextContents()).toEqual(['first', 'second', 'third']);
  });

  it('refuses what is too long for one message, and keeps it in the field', async () => {
    await say('€'.repeat(2731));
    await page.getByRole('alert').getByText('too long').waitFor();
    expect(await page.getByRole('textbox', { name: 'Write a message' }).inputValue()).toHaveLength(2731);
  });

  it('can be closed and opened by keyboard, with the focus where one expects it', async () => {
    await page.keyboard.press('Escape');
    const launcher = page.getByRole('button', { name: 'Open chat' });
    await expect(launcher.evaluate(isFocused)).resolves.toBe(true);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox').evaluate(isFocused)).resolves.toBe(true);
  });

  it.each(['light', 'dark'] as const)(
    'has no barrier that a machine can find, in %s colours',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      expect(await barriers(page, 'doorstep-chat')).toEqual([]);
    },
  );

  it.each(['light', 'dark'] as const)('nor has the sign-in, in %s colours', async (colorScheme) => {
    const visitor = await stage.person({ width: 390, height: 760 }, colorScheme);
    await visitor.goto(`${stage.app}/sign-in/`);
    await visitor.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await barriers(visitor)).toEqual([]);
  });
});

const isFocused = (element: Element): boolean =>
  (element.getRootNode() as Document | ShadowRoot).activeElement === element;
