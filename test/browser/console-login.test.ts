import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importPKCS8, SignJWT } from 'jose';
import { type Admin, admin } from './admin.ts';
import { shortcomings } from './barriers.ts';
import { type CopiedPage, startCopiedPage } from './copied-page.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;
let page: Admin['page'];
let hands: Admin;
let site: CopiedPage;
/** Everything that this browser has sent as a body. */
const sent: string[] = [];

beforeAll(async () => {
  [stage, site] = await Promise.all([setStage(), startCopiedPage()]);
  hands = await admin(stage);
  page = hands.page;
  page.on('request', (request) => sent.push(request.postData() ?? ''));
}, 120_000);
afterAll(async () => {
  site?.stop();
  await stage?.end();
}, 30_000);

/** Goes on by the keyboard alone. */
const keys = async (...some: string[]) => {
  for (const one of some) await page.keyboard.press(one);
};

/** Signs as the brand's backend, with the key that the console made. */
async function signer(pem: string, kid: string) {
  const key = await importPKCS8(pem, 'ES256');
  return (nonce: string, claims: object = {}) =>
    new SignJWT({ nonce, name: 'Ada Lovelace', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setIssuer(site.origin)
      .setAudience('doorstep')
      .setSubject('customer-7')
      .setJti(crypto.randomUUID())
      .setIssuedAt()
      .setExpirationTime('2 minutes')
      .sign(key);
}
let sign: Awaited<ReturnType<typeof signer>>;

describe('issuers and keys', () => {
  it('makes a key pair in the browser, whose private half is sent nowhere', async () => {
    await hands.at('issuers', 'Issuers and keys');
    await hands.button('New issuer').click();
    await hands.field('Issuer (iss)').fill(site.origin);
    await hands.button('Go on to its key').click();
    await page.getByRole('heading', { name: site.origin }).waitFor();
    await hands.button('Make a key pair').click();
    await hands.field('Name of the key (kid)').fill('first');
    await hands.button('Make it').click();
    expect(await hands.button('Register the public key').isDisabled()).toBe(true);
    const [file] = await Promise.all([page.waitForEvent('download'), hands.button('Download').click()]);
    expect(file.suggestedFilename()).toBe('first.private.pem');
    const pem = readFileSync(await file.path(), 'utf8');
    expect(pem).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(await shortcomings(page)).toEqual([]);
    await page.getByLabel('I have kept it').check();
    await hands.button('Register the public key').click();
    await hands.said('Key first is registered');
    sign = await signer(pem, 'first');
    for (const line of pem.split('\n').slice(1, -2)) expect(sent.join()).not.toContain(line);
    expect(sent.join()).toContain('BEGIN PUBLIC KEY');
  });

  it('sees a private key before it is sent, takes a key set, and removes a key', async () => {
    await hands.button('Add a public key').click();
    await hands.field('Or paste it').fill('-----BEGIN PRIVATE KEY-----\nbm90IHRvIGJlIHNlbnQ=\n-----END');
    await hands.dialog().getByText('This is a private key').waitFor();
    expect(await hands.button('Register').isDisabled()).toBe(true);
    const [one, two] = await Promise.all(
      ['ES256', 'RS256'].map((alg) =>
        page.evaluate(async (alg) => {
          const rsa = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
          const kind = alg === 'ES256' ? { name: 'ECDSA', namedCurve: 'P-256' } : { name: 'RSA-PSS', ...rsa };
          const made = await crypto.subtle.generateKey(kind, true, ['sign', 'verify']);
          const { kty, crv, x, y, n, e } = await crypto.subtle.exportKey(
            'jwk',
            (made as CryptoKeyPair).publicKey,
          );
          return { kty, crv, x, y, n, e, kid: `set-${alg}` };
        }, alg),
      ),
    );
    const keySet = Buffer.from(JSON.stringify({ keys: [one, two] }));
    await page
      .getByLabel('File')
      .setInputFiles({ name: 'jwks.json', mimeType: 'application/json', buffer: keySet });
    await page.getByLabel('Algorithm').nth(1).selectOption('PS256');
    await hands.button('Register 2 keys').click();
    await hands.said('2 keys are registered');
    await hands.button('Remove set-ES256').click();
    await hands.dialog().getByRole('button', { name: 'Remove' }).click();
    await hands.said('Key set-ES256 was removed');
    await page.getByText('set-RS256 PS256').waitFor();
    expect(sent.join()).not.toContain('bm90IHRvIGJlIHNlbnQ=');
  });

  it('has the claim names of other products, and keys of ours to encrypt to', async () => {
    await page.getByRole('link', { name: 'Tokens', exact: true }).click();
    await page.getByLabel('Names as for').selectOption('zendesk');
    await page.getByText('external_id').waitFor();
    await page.getByLabel('Names as for').selectOption('own');
    await hands.field('Name').fill('given_name family_name');
    await hands.save();
    const { items } = (await hands.api.read('issuers')).body as { items: { iss: string; claims?: object }[] };
    const name = ['given_name', 'family_name'];
    expect(items.find(({ iss }) => iss === site.origin)?.claims).toEqual({ name });
    await page.getByLabel('Names as for').selectOption('usual');
    await hands.save();
    await page.getByRole('link', { name: 'Encryption', exact: true }).click();
    await hands.button('Make a key').click();
    await hands.said('A key was made');
    const address = await hands.block('Where your backend fetches them (JWKS)');
    expect(((await (await fetch(address)).json()) as { keys: unknown[] }).keys).toHaveLength(1);
    await page.getByRole('button', { name: /^Retire/ }).click();
    await page.getByLabel('End it at once').check();
    await hands.button('End it now').click();
    await hands.said('The key was retired');
    expect(((await (await fetch(address)).json()) as { keys: unknown[] }).keys).toHaveLength(0);
  });
});

describe('engagements', () => {
  it('are made by keyboard alone, and their login is switched on', async () => {
    await hands.at('engagements', 'Engagements');
    await hands.button('New engagement').focus();
    await keys('Enter');
    await hands.dialog().getByRole('textbox').first().and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Members’ corner');
    await keys('Tab', 'Tab', 'Tab', 'Tab');
    await page.keyboard.type(`${site.origin}/some/page`);
    expect(await shortcomings(page)).toEqual([]);
    await keys('Enter');
    await page.getByRole('heading', { name: 'Members’ corner' }).waitFor();
    expect(page.url()).toMatch(/#\/engagements\/members-corner$/);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.getByRole('list', { name: 'Origins' }).getByText(site.origin, { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Login', exact: true }).click();
    await page.getByRole('switch', { name: 'Authentication is off' }).focus();
    await keys('Space');
    await page.getByRole('radio', { name: 'Its own' }).check();
    await hands.button('Take out Your login page').click();
    await hands.button('Take out OpenID Connect: harbour-account').click();
    await stage.picture(page, 'console-engagement-login');
    await hands.save();
  });

  it('refuse what no origin is, and keep hours with a time zone', async () => {
    await hands.at('engagements/members-corner', 'Members’ corner');
    for (const [typed, problem] of [
      ['http://www.example.com', 'It must be https'],
      ['https://*.example.com', 'patterns are not taken'],
    ] as const) {
      await hands.field('Add an origin').fill(typed);
      await keys('Enter');
      await page.getByText(problem).waitFor();
    }
    await hands.field('Add an origin').fill('');
    await page.getByRole('link', { name: 'Hours', exact: true }).click();
    await page.getByRole('switch').click();
    await page.getByLabel('Time zone').selectOption('Europe/Berlin');
    await page.getByLabel('Friday, to').fill('00:00');
    await hands.button('Add hours on Saturday').click();
    await hands.field('Away message').fill('Back on Monday. مرحبا');
    await page.getByLabel('Day', { exact: true }).fill('2026-12-25');
    await hands.button('Add this day').click();
    await stage.picture(page, 'console-engagement-hours');
    await hands.save();
    const { body } = await hands.api.read('engagements/members-corner');
    const { weekly, ...hours } = body.hours as { weekly: Record<string, { to: string }[]> };
    expect(hours).toEqual({ timeZone: 'Europe/Berlin', exceptions: [{ date: '2026-12-25', spans: [] }] });
    expect([weekly.fri?.[0]?.to, weekly.sat?.length, weekly.sun]).toEqual(['24:00', 1, undefined]);
  });

  it('say what a live chat cannot', async () => {
    await hands.at('engagements/live/login', 'Shop, live chat');
    await page.getByText('nobody can log in').waitFor();
    expect(await page.getByRole('switch').isDisabled()).toBe(true);
  });

  it('show a snippet that works: copied into a page of another origin, the chat logs in and begins', async () => {
    await hands.at('inspector/trial', 'Token inspector');
    await page.getByLabel('Engagement').selectOption('members-corner');
    await hands.button('Record').click();
    await hands.said('The trial is being recorded');
    await hands.at('engagements/members-corner/page', 'Members’ corner');
    site.html = await hands.block('HTML');
    site.script = await hands.block('Script of type “module”: signed token');
    site.policy = await hands.block('Policy');
    site.sign = (nonce) => sign(nonce);
    await stage.picture(page, 'console-snippet');

    const visitor = await stage.person({ width: 900, height: 760 });
    await visitor.goto(site.origin);
    await visitor.getByRole('button', { name: /^Open chat/ }).click();
    await visitor.getByRole('button', { name: 'Log in', exact: false }).first().click();
    await visitor.getByRole('textbox', { name: /^Write/ }).fill('Here by what I copied');
    await visitor.keyboard.press('Enter');
    await visitor.locator('.message:not(.unsent)', { hasText: 'Here by what I copied' }).waitFor();
    expect(stage.complaints).toEqual([]);
    await visitor.context().close();

    await hands.at('inspector/trial', 'Token inspector');
    await page.getByText('This token is accepted.').first().click();
    await page.getByRole('rowheader', { name: 'Signature' }).waitFor();
    await hands.button('End it').click();
    await hands.said('The trial has ended');
  });

  it('keep what was changed when somebody else was first', async () => {
    await hands.at('engagements/members-corner', 'Members’ corner');
    await hands.field('Name').fill('Corner of mine');
    const path = 'engagements/members-corner';
    const { body, headers } = await hands.api.read(path);
    const { id: _, ...settings } = body;
    await hands.api.change(path, headers.get('etag'), { ...settings, idleMinutes: 45 });
    await hands.button('Save').click();
    await page.getByText('Somebody else has saved this in the meantime').waitFor();
    expect(await hands.field('Name').inputValue()).toBe('Corner of mine');
    expect(await page.getByLabel(/^Anonymous sessions/).inputValue()).toBe('45');
    await hands.save();
    expect((await hands.api.read(path)).body).toMatchObject({ name: 'Corner of mine', idleMinutes: 45 });
  });
});
