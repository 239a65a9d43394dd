import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Admin, admin } from './admin.ts';
import { shortcomings } from './barriers.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;
let page: Admin['page'];
let hands: Admin;
const markup = '<img src=x onerror=alert(1)>';
const hostile = `${markup} javascript:alert(1) ${'w'.repeat(120)} 👩‍👩‍👧‍👦 \u202egnp.exe`;

beforeAll(async () => {
  stage = await setStage();
  hands = await admin(stage);
  page = hands.page;
}, 120_000);
afterAll(() => stage?.end(), 30_000);

const status = (text: RegExp) =>
  page.getByRole('status').filter({ hasText: text }).waitFor({ timeout: 30_000 });
const rows = (from: number, to: number) =>
  Array.from(
    { length: to - from + 1 },
    (_, at) => `customer-${from + at},"Name ${from + at}, of\nnobody",${from + at},1815-12-10`,
  );
const csv = (lines: readonly string[]) => ({
  name: 'customers.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(['subject,name,customer_number,born', ...lines].join('\n')),
});

describe('authentication settings', () => {
  it('take ways and levels in an order that the keyboard changes, and say what they mean', async () => {
    await hands.at('authentication', 'Authentication settings');
    await hands.button('Move Your login page up').focus();
    await page.keyboard.press('Enter');
    await status(/^Your login page is now number 2 of 4/);
    await hands.field('Add a level').fill('hardware');
    await page.keyboard.press('Enter');
    await hands.button('Move hardware up').click();
    await page.getByRole('radio', { name: 'As long as the conversation is open' }).check();
    await page.getByText('Each click still makes a link of at most 10 minutes').waitFor();
    await page.getByRole('radio', { name: 'The earlier one goes on' }).check();
    await hands.field('Add a return address').fill('https://www.example.com/done#x');
    await page.keyboard.press('Enter');
    await page.getByText('Leave out what begins with #').waitFor();
    await hands.field('Add a return address').fill('com.example.app:/login');
    await page.keyboard.press('Enter');
    await hands.save();
    await stage.picture(page, 'console-authentication');
    const { body } = await hands.api.read('authentication');
    expect(body).toMatchObject({
      methods: [
        { method: 'token' },
        { method: 'login_page' },
        { method: 'oidc' },
        { method: 'private_data' },
      ],
      acrScale: ['password', 'hardware', 'password+code'],
      requestMinutes: null,
      openConversation: 'continue_existing',
    });
    expect(body.returnAddresses).toContain('com.example.app:/login');
    expect(body.warnings).toHaveLength(1);
    await page.getByText(String((body.warnings as string[])[0])).waitFor();
  });

  it('show beside its field what the server does not take', async () => {
    await page.getByLabel('Authentication URL: your login page').fill('http://www.example.com/login');
    await hands.button('Save').click();
    const field = page.getByLabel('Authentication URL: your login page');
    await page.getByText('must be an https address', { exact: false }).first().waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
    await hands.button('Discard').click();
  });
});

describe('providers and security keys', () => {
  it('register a provider, whose secret no answer and no page shows again', async () => {
    await hands.at('providers', 'OpenID providers');
    await hands.button('New provider').click();
    const address = 'https://login.example.com/.well-known/openid-configuration';
    await hands.field('Issuer or discovery URL').fill(address);
    await hands.field('Client id').fill('doorstep');
    await page.getByRole('radio', { name: 'By a client secret' }).check();
    await hands.field('Client secret').fill('a secret of the client');
    expect(await shortcomings(page)).toEqual([]);
    await hands.button('Register').click();
    await page.getByRole('heading', { name: 'example-com', level: 1 }).waitFor();
    expect(await hands.field('Issuer').inputValue()).toBe('https://login.example.com');
    expect(await page.content()).not.toContain('a secret of the client');
    await page.getByRole('radio', { name: /^By a key of its own/ }).check();
    await hands.save();
    const keys = await hands.block('Our public keys: tell the provider');
    const first = await (await fetch(keys)).text();
    await hands.button('Make a new key').click();
    await hands.button('Make it').click();
    await hands.said('A new key signs from now on');
    expect(await (await fetch(keys)).text()).not.toBe(first);
    await hands.button('Delete').click();
    expect(await hands.button('Delete the provider').isDisabled()).toBe(true);
    await hands.field('Type its id to confirm').fill('example-com');
    await hands.button('Delete the provider').click();
    await hands.said('The provider was deleted');
  });

  it('show a security key once, let two stand, and revoke one', async () => {
    await hands.at('security-keys', 'Security keys');
    await hands.button('Make a key').click();
    const shown = await page.getByRole('status', { name: 'For your backend' }).textContent();
    const key = /KEY=([\w-]{43})$/.exec(shown ?? '')?.[1] ?? '';
    expect(key).not.toBe('');
    expect(await shortcomings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByLabel('I have kept it').check();
    await hands.button('Done').click();
    await page.getByText('Two are in use').waitFor();
    await page.reload();
    await page.getByText('Two are in use').waitFor();
    expect(await page.content()).not.toContain(key);
    await page
      .getByRole('button', { name: /^Revoke/ })
      .last()
      .click();
    await hands.button('Revoke').click();
    await hands.said('The key was revoked');
    await hands.button('Make a key').waitFor();
  });
});

describe('customer records', () => {
  it('are loaded from a file, go on where a failure stopped them, and say which rows were refused', async () => {
    await hands.at('records', 'Customer records');
    await hands.button('Delete all').click();
    await hands.field('Type these words to confirm').fill('all records');
    await hands.button('Delete all').last().click();
    await page.getByText('There are 0 records.').waitFor();
    await hands.field('Field 1').fill('customer_number');
    await page.getByLabel('Compared as').first().selectOption('letters_and_digits');
    await hands.save();
    const file = csv([...rows(1, 201), `x,${hostile.replaceAll(/\s/g, ' ')},1000,yesterday`]);
    await page.getByLabel('File').setInputFiles(file);
    const parts: number[] = [];
    let broken = true;
    await page.route('**/api/manage/customer-records', async (route) => {
      const { part } = route.request().postDataJSON() as { part: number };
      parts.push(part);
      return part === 2 && broken ? route.abort() : route.continue();
    });
    await hands.button('Load').click();
    await status(/^Stopped: 200 of 202 rows sent, 200 loaded/);
    await page.getByText('There are 200 records.').waitFor();
    broken = false;
    await hands.button('Go on').click();
    await status(/^Done: 202 of 202 rows sent, 201 loaded, 1 refused/);
    expect(parts).toEqual([1, 2, 1, 2]);
    await page.getByRole('row', { name: /^202 born/ }).waitFor();
    await page.getByText('There are 201 records.').waitFor();
    expect(await shortcomings(page)).toEqual([]);
    await stage.picture(page, 'console-records');
    await hands.field('Delete one: its subject').fill('customer-7');
    await hands.button('Delete it').click();
    await hands.button('Delete the record').click();
    await page.getByText('There are 200 records.').waitFor();
  });
});

describe('protected requests', () => {
  it('have a schema that is checked while it is written, and by the server', async () => {
    await hands.at('requests', 'Protected requests');
    await hands.button('New kind').click();
    await hands.field('Title').fill('New address');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'New address', level: 1 }).waitFor();
    const schema = hands.field('Input (JSON Schema 2020-12)');
    await schema.fill('{"type": "object",\n "properties": {');
    await page.getByText('This is not JSON yet').waitFor();
    await schema.fill('{"type": "object", "properties": {"a": {"$ref": "https://example.com/x"}}}');
    await page.getByLabel('Level', { exact: true }).selectOption('password+code');
    await page.getByLabel(/^The login is at most so old/).fill('900');
    await page.getByText('That is 15 minutes.').waitFor();
    await hands.button('Save').click();
    await page.getByText('must not refer to another document').first().waitFor();
    await schema.fill('{"type": "object", "properties": {"street": {"type": "string"}}}');
    await hands.save();
    const { body } = await hands.api.read('protected-requests/new-address');
    expect(body).toMatchObject({ title: 'New address', acr: 'password+code', maxAge: 900 });
  });
});

describe('the inspector', () => {
  it('says check by check what is expected, what came and what to change', async () => {
    await hands.at('inspector', 'Token inspector');
    const token = [{ alg: 'HS256' }, { external_id: '12', name: markup }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    await hands.field('Token').fill(`${token}.c2ln`);
    await hands.button('Inspect').click();
    await page.getByRole('heading', { name: /^Refused: \d+ things/ }).waitFor();
    await page.getByText('It looks like a token for Zendesk').waitFor();
    const algorithm = page.getByRole('row', { name: /Algorithm \(alg\)/ });
    expect(await algorithm.textContent()).toContain('Change: HS256 signs with a secret');
    expect(await shortcomings(page)).toEqual([]);
    await stage.picture(page, 'console-inspector');
  });
});

describe('every screen', () => {
  const screens = [
    ['engagements', 'Engagements'],
    ['engagements/web', markup],
    ['engagements/web/login', markup],
    ['engagements/web/hours', markup],
    ['engagements/web/page', markup],
    ['authentication', 'Authentication settings'],
    ['issuers', 'Issuers and keys'],
    ['providers/harbour-account', 'harbour-account'],
    ['requests/statement', 'Account statement'],
    ['inspector/trial', 'Token inspector'],
  ] as const;

  beforeAll(async () => {
    const { body, headers } = await hands.api.read('engagements/web');
    const { id: _, ...settings } = body;
    const name = `${markup} ${'w'.repeat(40)}`;
    await hands.api.change('engagements/web', headers.get('etag'), { ...settings, name });
    const issuer = { iss: hostile, aud: markup, nonce: true, keys: [] };
    expect((await hands.api.create('issuers', issuer)).status).toBe(201);
  });

  it.each(screens)(
    '%s keeps nobody out, in light and dark, fits a phone, and shows markup as text',
    async (place, heading) => {
      await page.goto(`${stage.app}/console/#/${place}`);
      await page.getByRole('heading', { level: 1 }).filter({ hasText: heading }).waitFor();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      expect(await shortcomings(page)).toEqual([]);
      expect(await page.locator('img').count()).toBe(0);
    },
  );

  it('is found by what an admin may call it', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('why refused');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/inspector$/);
    // Only what a test had the server refuse, and the network break.
    expect(stage.complaints.filter((one) => !/status of 4\d\d|ERR_FAILED/.test(one))).toEqual([]);
  });
});
