import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const STARTING_MS = 120_000;
let state: string;
beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'doorstep-main-'));
});
afterAll(() => rmSync(state, { recursive: true }));

/** `npm start` itself, on free ports unless told otherwise. */
function start(...flags: string[]) {
  const given = [
    'local/main.ts',
    '--port',
    '0',
    '--brand-port',
    '0',
    '--state',
    state,
    '--no-watch',
    ...flags,
  ];
  const child = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said.text += text));
  const ended = once(child, 'close').then(([code]) => Number(code));
  const says = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(said.text) && child.exitCode === null)
      await new Promise((done) => setTimeout(done, 20));
    return said.text;
  };
  return { child, said, ended, says };
}

describe('npm start', () => {
  it(
    'says where everything is and how to sign in, answers, and ends cleanly on Ctrl-C',
    async () => {
      const first = start();
      const text = await first.says(/#invitation=\S+/);
      expect(text).toMatch(/The sample shop +http:\/\/127\.0\.0\.1:\d+/);
      const [, desk = ''] = /(http:\/\/localhost:\d+\/desk\/)/.exec(text) ?? [];
      expect((await fetch(desk)).status).toBe(200);
      const local = JSON.parse(readFileSync(join(state, 'local.json'), 'utf8')) as {
        functions: object;
        endpoints: object;
      };
      expect(local.functions).toMatchObject({ bootstrap: 'bootstrap' });
      expect(local.endpoints).toHaveProperty('lambda');
      first.child.kill('SIGINT');
      expect(await first.ended).toBe(0);
      expect(existsSync(join(state, 'local.json'))).toBe(false);
    },
    STARTING_MS,
  );

  it(
    'remembers its brands when it starts again',
    async () => {
      const again = start();
      const text = await again.says(/npm run admin -- invite/);
      expect(text).toContain('Sign in at the desk as admin@harbour.example');
      expect(text).not.toContain('#invitation=');
      again.child.kill('SIGTERM');
      expect(await again.ended).toBe(0);
    },
    STARTING_MS,
  );

  it(
    'says in a sentence when a port is taken',
    async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const blocked = start('--port', String(port));
      expect(await blocked.ended).toBe(1);
      expect(blocked.said.text).toMatch(
        new RegExp(`^Port ${port} \\(pages and API\\) is taken\\.[^\\n]*\\n$`),
      );
      const brandless = start('--brand-port', String(port));
      expect(await brandless.ended).toBe(1);
      expect(brandless.said.text).toMatch(
        new RegExp(`^Port ${port} \\(the sample brand\\) is taken\\.[^\\n]*\\n$`),
      );
      server.close();
    },
    STARTING_MS,
  );

  it(
    'explains itself, and refuses what it does not know',
    async () => {
      const help = start('--help');
      expect(await help.ended).toBe(0);
      expect(help.said.text).toContain('--fresh');
      const wrong = start('--colour');
      expect(await wrong.ended).toBe(1);
      expect(wrong.said.text.trim().split('\n')).toHaveLength(1);
    },
    STARTING_MS,
  );
});
