import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { httpRoutes } from '../../contract/http.ts';
import { startSample } from '../../sample/server.ts';
import type { ConsumerClient } from '../../web/client/index.ts';
import { memoryStore } from '../../web/client/storage.ts';

const root = join(import.meta.dirname, '../..');
const guide = (name: string): string => readFileSync(join(root, `docs/guides/${name}.md`), 'utf8');
mkdirSync(join(root, 'build'), { recursive: true });

it('shows the very policy that the sample shop, and with it the browser tests, run under', async () => {
  const keyDir = mkdtempSync(join(root, 'build/shop-'));
  const shop = await startSample({ port: 0, providerPort: 0, app: 'https://chat.example.com', keyDir });
  const page = await fetch(shop.origin);
  await shop.stop();
  rmSync(keyDir, { recursive: true });
  const [, policy = ''] = /```csp\n([\s\S]*?)```/.exec(guide('host-page')) ?? [];
  const shown = policy.trim().replaceAll('\n', ' ').replace('wss://socket.example.com', 'SOCKET');
  const real = page.headers.get('content-security-policy') ?? '';
  expect(real.replace(/ws:\/\/\S+ wss:\/\/[^;\s]+/, 'SOCKET')).toBe(shown);
});

it('names calls that there are', () => {
  const real = Object.values(httpRoutes).map(({ method, path }) => `${method} ${path}`);
  const named = [...guide('apps').matchAll(/`((?:GET|POST) \/api\/[^`]+)`/g)].map(([, call = '']) => call);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((call) => !real.includes(call))).toEqual([]);
});

it('shows an app that opens logins in the browser of the system', async () => {
  const [, code = ''] = /```ts file=chat.ts\n([\s\S]*?)```/.exec(guide('apps')) ?? [];
  const folder = mkdtempSync(join(root, 'build/guide-'));
  const file = join(folder, 'chat.ts');
  writeFileSync(file, code.replaceAll("'./client/index.ts'", `'${join(root, 'web/client/index.ts')}'`));
  const { openChat } = (await import(file)) as {
    openChat(platform: object, ...where: string[]): ConsumerClient;
  };
  const opened: string[] = [];
  const platform = {
    secrets: memoryStore(),
    openLogin: async (url: string, returnTo: string) => {
      opened.push(url, returnTo);
      return opened.length > 2 ? { type: 'cancel' } : { type: 'success', url: `${returnTo}?code=c` };
    },
  };
  const back = 'com.example.app:/login';
  const client = openChat(platform, 'https://chat.example.com', 'acme', 'app', back);
  expect(await client.callbacks.openUrl?.('https://login.example/')).toBe(`${back}?code=c`);
  expect(await client.callbacks.openUrl?.('https://login.example/')).toBeUndefined();
  expect(opened.slice(0, 2)).toEqual(['https://login.example/', back]);
  client.stop();
  rmSync(folder, { recursive: true });
});
