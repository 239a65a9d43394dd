import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readIssuerSettings } from '../../lambdas/core/settings/issuer.ts';
import { judge } from '../support/tokens.ts';

const root = join(import.meta.dirname, '../..');
const guide = readFileSync(join(root, 'docs/token.md'), 'utf8');
let folder: string;

beforeAll(() => {
  // Inside the project, so that the guide's imports are found.
  mkdirSync(join(root, 'build'), { recursive: true });
  folder = mkdtempSync(join(root, 'build/token-guide-'));
  for (const [, name = '', code = ''] of guide.matchAll(/```js file=(\S+)\n([\s\S]*?)```/g))
    writeFileSync(join(folder, name), code);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...parameters: string[]) =>
  execFileSync(process.execPath, parameters, { cwd: folder, encoding: 'utf8' });

it('does what the guide says, as it is written there', async () => {
  run('make-key.mjs');
  const call = `import { doorstepToken } from './token.mjs';
    const customer = { id: 'customer-7', name: 'Ada Lovelace', tier: 'gold', loggedInAt: 1700000000 };
    console.log(await doorstepToken(customer, 'the nonce'));`;
  const token = run('--input-type=module', '--eval', call).trim();
  const [, settings = ''] = /```json\n([\s\S]*?)```/.exec(guide) ?? [];
  const registered = JSON.parse(settings) as Parameters<typeof readIssuerSettings>[0];
  const [key] = registered.keys;
  if (key) key.key = readFileSync(join(folder, 'public.pem'), 'utf8');
  const issuer = readIssuerSettings(registered);
  if (!issuer.ok) throw new Error(JSON.stringify(issuer));
  const now = Date.now();
  expect(await judge(token, issuer.value, { nonce: 'the nonce', now })).toMatchObject({
    ok: true,
    value: {
      login: {
        subject: 'customer-7',
        name: 'Ada Lovelace',
        attributes: { tier: 'gold' },
        authTime: 1_700_000_000_000,
      },
    },
  });
  expect(await judge(token, issuer.value, { nonce: 'another', now })).toMatchObject({
    refusal: { code: 'token_refused', reason: 'nonce_wrong' },
  });
});
