import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEntry, nextEntry } from '../../lambdas/core/log/chain.ts';
import { nextCheckpoint } from '../../lambdas/core/log/checkpoint.ts';
import { newSecret } from '../../lambdas/core/secrets.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const chain = 'conversation/c1';
const log: LogEntry[] = [];
for (let n = 1; n <= 3; n += 1)
  log.push(
    nextEntry(
      { brand: 'acme', chain, tail: log.at(-1) },
      { source: `${n}`, at: n, payload: { event: 'left' } },
      newSecret(),
      n,
    ),
  );
const head = { chain, from: 1, n: 3, hash: String(log[2]?.hash) };
const unsigned = nextCheckpoint('acme', undefined, [head], 4);
const checkpoint = {
  ...unsigned,
  signature: sign('sha256', Buffer.from(unsigned.hash, 'base64url'), pair.privateKey).toString('base64url'),
  key: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorstep-log-'));
  writeFileSync(join(folder, 'key.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }));
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  writeFileSync(join(folder, 'other.pem'), other.export({ type: 'spki', format: 'pem' }));
});
afterAll(() => rmSync(folder, { recursive: true }));

function verify(lines: readonly object[], ...more: string[]) {
  const file = join(folder, 'export.jsonl');
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/verify-log.ts', file, ...more], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
const entries = log.map((entry) => ({ type: 'entry', ...entry }));
const signed = { type: 'checkpoint', ...checkpoint };
const keyFile = (name: string) => ['--key', join(folder, name)];

describe('npm run verify-log', () => {
  it('says that all is well, and by which key', () => {
    const { status, stdout } = verify([...entries, signed], ...keyFile('key.pem'));
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/^3 entries \(0 with an erased payload\), 1 checkpoints\nkey [\w-]{43}\n$/),
    ]);
    expect(verify([...entries, signed]).stdout).toContain('compare it with your own');
  });

  it('names the first broken entry', () => {
    const [one, two, three] = entries as [object, object, object];
    const changed = verify([one, { ...two, payload: { event: 'stepped_up' } }, three, signed]);
    expect(changed.status).toBe(1);
    expect(changed.stdout).toMatch(/^BROKEN {2}entry 2 of acme\/conversation\/c1: what it says was changed/);
    expect(verify([one, two, signed]).stdout).toMatch(/^BROKEN {2}entry 3 .*removed from the end/);
    expect(verify([...entries, signed], ...keyFile('other.pem')).stdout).toMatch(
      /^BROKEN {2}checkpoint 1 .*signature/,
    );
  });

  it('holds the export against a witness, and asks for all chains if it is told to', () => {
    expect(verify([...entries, signed], '--witness', `1:${checkpoint.hash}`).status).toBe(0);
    expect(verify([...entries, signed], '--witness', `2:${checkpoint.hash}`)).toMatchObject({ status: 1 });
    expect(verify([signed]).status).toBe(0);
    expect(verify([signed], '--all').stdout).toContain('BROKEN  acme/conversation/c1: a checkpoint names it');
    expect(verify([...entries.slice(1), signed], '--all').stdout).toContain(
      'its first entries are not there',
    );
  });

  it('says what a person did wrong', () => {
    expect(verify([{ type: 'other' }])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Line 1'),
    });
    expect(verify(entries)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('nobody has signed'),
    });
    const missing = spawnSync(process.execPath, ['bin/verify-log.ts', join(folder, 'none')], {
      encoding: 'utf8',
    });
    expect(missing.status).toBe(2);
  });
});
