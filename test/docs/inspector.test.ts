import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { tokenReason } from '../../contract/problems.ts';
import type { TokenReport } from '../../contract/token-report.ts';
import { reportOf } from '../../lambdas/core/tokens/report.ts';
import { check } from '../support/tokens.ts';

const guide = readFileSync(join(import.meta.dirname, '../../docs/guides/inspector.md'), 'utf8');

it('shows a report as the inspector makes it', async () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(guide) ?? [];
  const shown = JSON.parse(example) as TokenReport;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part({ alg: 'HS256', kid: 'app_1' })}.${part({ scope: 'user', external_id: 'x' })}`;
  const token = `${input}.${createHmac('sha256', 'secret').update(input).digest('base64url')}`;
  const made = reportOf(await check(token, undefined, { now: Date.now() }), undefined);
  expect(made).toMatchObject({ accepted: shown.accepted, looksLike: shown.looksLike });
  expect(made.checks).toEqual(expect.arrayContaining(shown.checks));
});

it('names every reason that a token is refused for', () => {
  const [, table = ''] = guide.split('## What the reasons mean');
  const named = [...table.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name);
  for (const reason of tokenReason.options) expect(named).toContain(reason);
});
