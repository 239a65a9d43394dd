import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { LogLine } from '../../lambdas/core/log/verify.ts';
import { http } from '../support/http.ts';
import { verified } from '../support/log.ts';
import { askForLogin, reconnect, redeem, startLogin } from '../support/login.ts';
import { type Agent, accept, agentAtWork, newToken, visit } from '../support/people.ts';
import { type Hired, hire, type Manager, manager } from '../support/staff.ts';
import { createBrand, expectOk, type TestBrand } from '../support/system.ts';
import { signedIn } from './admin.ts';
import { shortcomings } from './barriers.ts';
import { hands } from './hands.ts';
import { type Stage, setStage } from './stage.ts';

const markup = '<img src=x onerror=alert(1)>';
const hostile = `${markup} \u202Egnp.exe ${'x'.repeat(900)} javascript:alert(1) 👩‍👩‍👧‍👦`;

let stage: Stage;
let brand: TestBrand;
let page: Page;
let api: Manager;
let admin: Agent;
let bo: Hired;
let conversation: string;
let does: ReturnType<typeof hands>;

beforeAll(async () => {
  stage = await setStage();
  brand = await createBrand(stage.doorstep, 'acme');
  const place = { origin: stage.app };
  admin = await agentAtWork(place, brand);
  api = manager(place, admin.cookie);
  [page, bo, conversation] = await Promise.all([
    signedIn(stage, admin.cookie),
    hire(place, brand, api, 'bo@acme.example', { name: 'Bo Fisher' }),
    talk(),
  ]);
  does = hands(page, stage.app);
}, 120_000);
afterAll(() => stage?.end(), 30_000);

/** Somebody writes, logs in, and writes again. */
async function talk(): Promise<string> {
  const visitor = await visit({ origin: stage.app }, brand);
  const say = (n: number, text: string) =>
    visitor.socket.call({
      action: 'consumer.send',
      conversation: visitor.conversation,
      clientId: visitor.clientId,
      n,
      text,
    });
  await say(1, hostile);
  await accept(admin, visitor.conversation);
  const login = await startLogin(brand, visitor, await askForLogin(admin, visitor.conversation));
  const next = newToken();
  const token = await brand.sign({ nonce: login.nonce, name: 'Carla Customer', acr: 'high' });
  expectOk(await redeem(brand, visitor, login, token, next), 200);
  visitor.token = next;
  await reconnect(brand, visitor);
  await say(2, 'There I am.');
  return visitor.conversation;
}

/** The first of these calls is done, and its answer lost. Gives the keys under which they came. */
async function losesFirstAnswer(page: Page, calls: string): Promise<readonly (string | undefined)[]> {
  const keys: (string | undefined)[] = [];
  await page.route(calls, async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  return keys;
}

describe('the console: people, conversations, the log and the brand', () => {
  it('begins with what is set up and what is left, each with a way there', async () => {
    await does.go('', 'Welcome, Alma Admin');
    await page.getByText('4 of 6 done').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Password chosen by a link' }).first().waitFor();
    await stage.picture(page, 'console-overview');
    expect(await shortcomings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Set the retention' }).click();
    await page.getByRole('switch', { name: 'Delete after a time' }).first().click();
    await page.getByLabel('Days that conversations are kept').fill('90');
    await page.getByText('It cannot be undone').waitFor();
    expect(await shortcomings(page)).toEqual([]);
    await does.button('Save').click();
    await does.toast('Saved');
    expect((await api.read('retention')).body).toEqual({ retentionDays: 90, logRetentionDays: null });
  });

  it('is not left by mistake with something unsaved', async () => {
    const days = page.getByLabel('Days that conversations are kept');
    const skills = page.getByRole('link', { name: 'Skills', exact: true });
    await days.fill('30');
    await skills.click();
    await does.dialog().getByText('not saved yet').waitFor();
    expect(await shortcomings(page)).toEqual([]);
    await does.press('Escape');
    await does.dialog().waitFor({ state: 'detached' });
    expect([await days.inputValue(), new URL(page.url()).hash]).toEqual(['30', '#/retention']);
    await skills.click();
    await does.button('Leave').click();
    await page.getByRole('heading', { level: 1, name: 'Skills' }).waitFor();
    expect((await api.read('retention')).body).toMatchObject({ retentionDays: 90 });
  });

  it('invites by the keyboard alone, and shows the link once, until it is kept', async () => {
    await does.press('/');
    await page.getByRole('combobox', { name: 'Search settings' }).waitFor();
    await page.keyboard.type('invite');
    await does.press('Enter');
    await page.getByRole('heading', { name: 'Users' }).waitFor();
    await does.tabTo('Invite somebody');
    await does.press('Enter');
    await does.dialog().waitFor();
    await page.keyboard.type('cy@acme.example');
    await does.press('Tab');
    await page.keyboard.type(markup);
    await does.press('Enter');
    const link = does.dialog().getByRole('status', { name: 'One-use link' });
    await link.waitFor();
    expect(await link.textContent()).toMatch(/#invitation=/);
    expect(await shortcomings(page)).toEqual([]);
    await does.press('Escape', 'Escape');
    expect(await link.isVisible()).toBe(true);
    await does.dialog().getByLabel('I have kept it').focus();
    await does.press('Space', 'Enter');
    await page.getByRole('heading', { level: 1, name: markup }).waitFor();
  });

  it('finds users by name, and keeps a change that somebody overtook', async () => {
    await does.go('users', 'Users');
    await page.getByRole('link', { name: markup }).waitFor();
    expect(await shortcomings(page)).toEqual([]);
    await page.getByLabel('Find by name').fill('bo');
    await page.getByRole('link', { name: markup }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Bo Fisher' }).click();
    await page.getByLabel('Open conversations at most').fill('7');
    const now = await api.read(`users/${bo.id}`);
    const { name, role, disabled, skills } = now.body;
    await api.change(`users/${bo.id}`, now.headers.get('etag'), { name: 'Bo F.', role, disabled, skills });
    expect(name).toBe('Bo Fisher');
    await does.button('Save').click();
    await page.getByRole('heading', { level: 1, name: 'Bo F.' }).waitFor();
    await does.button('Save').click();
    await does.toast('Saved');
    expect((await api.read(`users/${bo.id}`)).body).toMatchObject({ name: 'Bo F.', openLimit: 7 });
  });

  it('resets a lost phone, once the user is named: factors and sessions are gone at once', async () => {
    await page.getByText('Recovery codes left: 10').waitFor();
    await stage.picture(page, 'console-user');
    expect(await shortcomings(page)).toEqual([]);
    await does.button('Reset MFA').click();
    const confirm = does.dialog().getByLabel('Type the sign-in name to confirm');
    await confirm.fill('bo');
    expect(await does.dialog().getByRole('button', { name: 'Reset MFA' }).isDisabled()).toBe(true);
    await stage.picture(page, 'console-reset-mfa');
    expect(await shortcomings(page)).toEqual([]);
    await confirm.fill(bo.loginName);
    await does.press('Enter');
    await does.toast('Bo F. enrols anew');
    await page.getByText('None is enrolled').waitFor();
    await page.getByText('Nowhere at the moment').waitFor();
    expect((await http(`${stage.app}/api/sign-in/session`, { cookie: bo.cookie })).status).toBe(401);
    await does.button('Delete this user').click();
    await does.dialog().getByLabel('Type the name to confirm').fill('bo f.');
    await does.press('Enter');
    await does.toast('Bo F. was deleted');
    expect((await api.read(`users/${bo.id}`)).status).toBe(404);
  });

  it('turns MFA off and on, saying what comes of it, and shuts nobody out who sets networks', async () => {
    await does.go('access', 'Account access control');
    for (const [mfa, action] of [
      [false, 'Turn MFA off'],
      [true, 'Turn MFA on'],
    ] as const) {
      await page.getByRole('switch', { name: 'Everybody needs a second factor' }).click();
      await does.dialog().getByText('From this moment').waitFor();
      if (mfa) await stage.picture(page, 'console-mfa');
      if (mfa) expect(await shortcomings(page)).toEqual([]);
      await does.button(action).click();
      await does.dialog().waitFor({ state: 'detached' });
      expect((await api.read('brand')).body.mfa).toBe(mfa);
    }
    await page.getByLabel('Allowed networks').fill('203.0.113.0/24\nhome');
    await page.getByText('“home” is not a network.').waitFor();
    await page.getByLabel('Allowed networks').fill('203.0.113.0/24');
    await page.getByText('it would shut you out').waitFor();
    expect(await shortcomings(page)).toEqual([]);
    await does.button('Add my address').click();
    await page.getByLabel('Apps to name').fill('Aegis\nEnte Auth');
    await does.button('Save').click();
    await does.toast('Saved');
    expect((await api.read('brand')).body).toMatchObject({
      networks: ['203.0.113.0/24', '127.0.0.1/32'],
      authenticatorApps: ['Aegis', 'Ente Auth'],
    });
  });

  it('makes a skill, an answer for those who have it, and a bot with a key that is shown once', async () => {
    await does.go('skills', 'Skills');
    await does.button('New skill').click();
    await does.dialog().getByLabel('Name').fill('French');
    await does.press('Enter');
    await page.getByRole('cell', { name: 'french', exact: true }).waitFor();
    await does.go('answers', 'Canned answers');
    await does.button('New canned answer').first().click();
    await does.dialog().getByLabel('Name').fill('Salut');
    await does.dialog().getByLabel('Text').fill(markup);
    await does.dialog().getByLabel('French').check();
    await does.dialog().getByRole('button', { name: 'Create' }).click();
    await page.getByRole('cell', { name: markup }).waitFor();
    expect(await shortcomings(page)).toEqual([]);
    await does.go('bots', 'Bots');
    await does.button('New bot').first().click();
    await does.dialog().getByLabel('Name').fill('Hal');
    const lost = await losesFirstAnswer(page, '**/api/manage/bots');
    await does.press('Enter');
    await does.dialog().getByRole('alert').waitFor();
    await does.press('Enter');
    await does.button('New key').click();
    expect([lost.length, new Set(lost).size]).toEqual([2, 1]);
    const found = await api.read('found-users?name=hal');
    expect(found.body).toMatchObject({ items: [{ name: 'Hal' }] });
    await does.dialog().getByLabel('Name').fill('first');
    await does.dialog().getByLabel('Write').uncheck();
    expect(await shortcomings(page)).toEqual([]);
    await does.dialog().getByRole('button', { name: 'Make the key' }).click();
    const key = await does.dialog().getByRole('status', { name: 'Key' }).textContent();
    await does.dialog().getByLabel('I have kept it').check();
    await does.button('Done').click();
    const inbox = () => http(`${stage.app}/api/agent/inbox`, { bearer: String(key) });
    expect((await inbox()).status).toBe(200);
    await does.button('Revoke first').click();
    await does.dialog().getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No key yet').waitFor();
    expect((await inbox()).status).toBe(401);
    expect(await shortcomings(page)).toEqual([]);
    await does.go('skills', 'Skills');
    await does.button('Delete French').click();
    await does.dialog().getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No skills yet').waitFor();
  });

  it('finds conversations by a search that can be linked, and reads one with its step-up and marks', async () => {
    await does.go('conversations?steppedUp=false', 'Conversations');
    await page.getByText('Nothing like that was found').waitFor();
    await page.getByLabel('Consumer').selectOption('Was verified');
    await page.getByRole('combobox', { name: 'Agent' }).fill('alma');
    await page.getByRole('option', { name: /Alma Admin/ }).waitFor();
    await does.press('Enter');
    await page.waitForURL(/steppedUp=true&agent=/);
    await page.reload();
    expect(await page.getByLabel('Consumer').inputValue()).toBe('true');
    await page.getByRole('row', { name: /Carla Customer/ }).waitFor();
    expect(await shortcomings(page)).toEqual([]);
    await page
      .getByRole('row', { name: /Carla Customer/ })
      .getByRole('link')
      .click();
    await page.getByRole('heading', { level: 1, name: 'Carla Customer' }).waitFor();
    const items = page.getByRole('listitem');
    await items.filter({ hasText: markup }).filter({ hasText: 'anonymous' }).waitFor();
    await items.filter({ hasText: 'There I am.' }).filter({ hasText: 'verified' }).waitFor();
    await items.filter({ hasText: 'Carla Customer logged in' }).filter({ hasText: 'high' }).waitFor();
    await stage.picture(page, 'console-conversation');
    expect(await shortcomings(page)).toEqual([]);
    const whole = JSON.parse(await does.downloaded('Download JSON')) as { items: { kind: string }[] };
    expect(whole.items.filter(({ kind }) => kind === 'message')).toHaveLength(2);
    expect(await does.downloaded('Download CSV')).toContain('There I am.');
  });

  it('reads the log in words, with what was changed, and exports what can be verified', async () => {
    await does.go('log?event=change_brand', 'Log');
    await does.button('Brand changed').first().click();
    const change = page.locator('.changes').first();
    expect(await change.locator('ins').allTextContents()).toContain('Aegis, Ente Auth');
    await stage.picture(page, 'console-log');
    expect(await shortcomings(page)).toEqual([]);
    await page.getByLabel('Event').selectOption('Any');
    await page.getByLabel('Conversation', { exact: true }).fill(conversation);
    await page.getByRole('row', { name: /Stepped up: verified/ }).waitFor();
    await does.button('Clear all').click();
    const lines = (await does.downloaded('Export the log')).trim().split('\n');
    expect(verified(lines.map((line) => JSON.parse(line) as LogLine)).findings).toEqual([]);
  });

  it('erases a person once they are named, and shows the receipt: what is left, and why', async () => {
    await does.go(`conversations/${conversation}`, 'Carla Customer');
    await does.button('Erase this person everywhere').click();
    await does.dialog().getByLabel('Type the name of the person').fill('Carla Customer');
    await does.dialog().getByRole('button', { name: 'Erase for good' }).click();
    await page.getByRole('heading', { level: 1, name: 'Receipt of an erasure' }).waitFor();
    await page.getByText('Done', { exact: true }).waitFor();
    await page.getByText('Whoever restores it has to erase again').waitFor();
    await stage.picture(page, 'console-receipt');
    expect(await shortcomings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Erasures' }).first().click();
    await page.getByRole('cell', { name: '1 conversation' }).waitFor();
    await does.go('conversations', 'Conversations');
    await page.getByRole('row', { name: /Anonymous visitor/ }).waitFor();
    expect(await page.getByText('Carla').count()).toBe(0);
  });

  it('keeps the brand: notifications of step-ups, and webhooks that are tested and signed anew', async () => {
    await does.go('general', 'General');
    await page.getByRole('switch', { name: 'Step-up notifications' }).click();
    await does.button('Save').click();
    await does.toast('Saved');
    expect((await api.read('brand')).body.stepUpNotification).toBe(false);
    expect(await shortcomings(page)).toEqual([]);
    await does.go('webhooks', 'Webhooks');
    await does.button('New webhook').first().click();
    await does.dialog().getByLabel('Address').fill('http://crm.example.com');
    await does.dialog().getByRole('button', { name: 'Create' }).click();
    await does.dialog().getByText('must be https').first().waitFor();
    await does.dialog().getByLabel('Address').fill(`${stage.shop}/doorstep/events`);
    await does.dialog().getByRole('button', { name: 'Create' }).click();
    expect(await does.dialog().getByRole('status', { name: 'Secret' }).textContent()).toMatch(/^whsec_/);
    await does.dialog().getByLabel('I have kept it').check();
    await does.button('Done').click();
    await does.button('Send a test').click();
    // The shop knows another secret: it refuses what this one has signed.
    await page.getByText('The last delivery was not taken').waitFor();
    await stage.picture(page, 'console-webhook');
    expect(await shortcomings(page)).toEqual([]);
    await does.button('New secret').click();
    await does.button('Make it').click();
    await does.dialog().getByLabel('I have kept it').check();
    await does.button('Done').click();
    await does.button('End the one before').click();
    await does.button('End it').click();
    await does.toast('The secret has ended');
  });

  it('complains of nothing', () => {
    // Browsers write these answers down: a save that came too late, an address that is refused, a user who is in the log alone,
    // the answer that was lost on purpose, a conversation that was still being read as it was erased.
    const meant =
      /status of (400|412)|#\/(log|conversations\/\w+): .* status of 404|#\/bots: .* net::ERR_FAILED/;
    expect(stage.complaints.filter((one) => !meant.test(one))).toEqual([]);
  });
});
