import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importSPKI, jwtVerify } from 'jose';
import { createBrand } from '../../contract/http/management/operator.ts';
import { customers } from '../../sample/customers.ts';
import { type Sample, startSample } from '../../sample/server.ts';

const keyDir = mkdtempSync(join(tmpdir(), 'shop-'));
const start = () => startSample({ port: 0, providerPort: 0, app: 'http://localhost:4000', keyDir });
let shop: Sample;
beforeAll(async () => {
  shop = await start();
});
afterAll(async () => {
  await shop.stop();
  rmSync(keyDir, { recursive: true });
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(shop.origin + path, {
    method: 'POST',
    headers: { origin: shop.origin, ...headers },
    body: JSON.stringify(body),
  });
const [ada] = customers;
const logIn = async (): Promise<string> => {
  const answer = await post('/login', { login: ada?.login, password: ada?.password });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
};
const verify = async (token: string) => {
  const [issuer] = shop.brand.issuers ?? [];
  const key = await importSPKI(issuer?.keys[0]?.key ?? '', 'ES256');
  return jwtVerify(token, key, { issuer: issuer?.iss ?? '', audience: issuer?.aud ?? '' });
};

describe('the sample shop', () => {
  it('vouches for a customer who is logged in, with the nonce it was given, for two minutes', async () => {
    const answer = await post('/doorstep/token', { nonce: 'n-1' }, { cookie: await logIn() });
    const { token } = (await answer.json()) as { token: string };
    const { payload, protectedHeader } = await verify(token);
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: shop.brand.issuers?.[0]?.keys[0]?.kid });
    expect(payload).toMatchObject({
      sub: ada?.id,
      name: ada?.name,
      attributes: ada?.attributes,
      nonce: 'n-1',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(120);
  });

  it('uses each jti once', async () => {
    const cookie = await logIn();
    const ids = await Promise.all(
      [1, 2].map(async () => {
        const answer = await post('/doorstep/token', { nonce: 'n' }, { cookie });
        return (await verify(((await answer.json()) as { token: string }).token)).payload.jti;
      }),
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('vouches for nobody else: not logged in, a wrong password, logged out, another page', async () => {
    expect((await post('/doorstep/token', { nonce: 'n' })).status).toBe(401);
    expect((await post('/login', { login: ada?.login, password: 'wrong' })).status).toBe(401);
    const cookie = await logIn();
    const elsewhere = { cookie, origin: 'https://evil.example' };
    expect((await post('/doorstep/token', { nonce: 'n' }, elsewhere)).status).toBe(400);
    await post('/logout', {}, { cookie });
    expect((await post('/doorstep/token', { nonce: 'n' }, { cookie })).status).toBe(401);
  });

  it('refuses what it cannot read', async () => {
    expect((await post('/login', ['ada'])).status).toBe(400);
    expect((await post('/doorstep/token', { nonce: 'n'.repeat(300) })).status).toBe(400);
    expect((await fetch(`${shop.origin}/../keys`)).status).toBe(404);
  });

  it('carries the widget of the app, and lets the page use nothing else of anybody', async () => {
    const page = await fetch(shop.origin);
    expect(await page.text()).toContain('src="http://localhost:4000/widget/doorstep.js"');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self' http://localhost:4000;");
    expect(policy).not.toContain('unsafe');
  });

  it('asks Doorstep for what Doorstep takes', () => {
    expect(createBrand.safeParse(shop.brand).error?.issues ?? []).toEqual([]);
  });

  it('keeps its key from one start to the next, readable by its owner alone', async () => {
    const again = await start();
    await again.stop();
    expect(again.brand.issuers?.[0]?.keys).toEqual(shop.brand.issuers?.[0]?.keys);
    expect(statSync(join(keyDir, 'shop-key.pem')).mode & 0o777).toBe(0o600);
  });
});
