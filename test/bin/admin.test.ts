import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bootstrap } from '../../lambdas/bootstrap/bootstrap.ts';
import { problemOf } from '../../lambdas/edge/problem.ts';
import { type Office, openOffice } from '../support/office.ts';

let office: Office;
let server: Server;
let state: string;

/** A machine on which Doorstep runs, as far as this command can tell: an address, and a function behind it. */
beforeAll(async () => {
  office = await openOffice();
  server = createServer(async (request, response) => {
    if (request.url !== '/2015-03-31/functions/doorstep-bootstrap/invocations') {
      response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' }).end('{}');
      return;
    }
    const result = await bootstrap(office.deps, JSON.parse(await text(request)));
    response.end(JSON.stringify(result.ok ? result.value : problemOf(result.refusal)));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  state = mkdtempSync(join(tmpdir(), 'doorstep-'));
  const { port } = server.address() as AddressInfo;
  const facts = {
    endpoints: { lambda: `http://127.0.0.1:${port}` },
    functions: { bootstrap: 'doorstep-bootstrap' },
  };
  writeFileSync(join(state, 'local.json'), JSON.stringify(facts));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  rmSync(state, { recursive: true });
  await office.stop();
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const command = `${import.meta.dirname}/../../bin/admin.ts`;
const admin = (...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
const here = (...args: string[]) => admin(...args, '--state', state);
const acme = ['--brand', 'acme', '--email', 'ann@acme.example'];

describe('npm run admin', () => {
  it('makes a brand and prints the link that its first admin chooses a password with', async () => {
    const file = join(state, 'brand.json');
    writeFileSync(file, JSON.stringify({ issuers: [] }));
    const ran = await here('create', ...acme, '--name', 'Acme', '--file', file);
    expect(ran).toMatchObject({ code: 0, err: '' });
    const link = ran.out.trim().split('\n').at(-1) ?? '';
    expect((await office.choosePassword(link)).body).toEqual({
      brand: 'acme',
      loginName: 'ann@acme.example',
      name: 'ann',
    });
    const again = await here('create', ...acme, '--name', 'Acme');
    expect(again).toEqual({ code: 1, out: '', err: 'There is one of that name already. (exists)\n' });
    const invited = await here('invite', ...acme);
    expect(invited.out).toMatch(/^Open this link .+\nhttps:.+#invitation=/);
  });

  it('resets the factors of an admin who has lost them', async () => {
    const ran = await here('reset', ...acme);
    expect(ran).toEqual({
      code: 0,
      out: 'ann@acme.example enrols a second factor at the next sign-in.\n',
      err: '',
    });
  });

  it('lists brands, prints one as JSON without secrets, and deletes it', async () => {
    expect((await here('list')).out).toContain('acme\tAcme\n');
    const exported = await here('export', '--brand', 'acme');
    const { brand, things } = JSON.parse(exported.out) as { brand: string; things: { kind: string }[] };
    expect([brand, things.map(({ kind }) => kind)]).toEqual(['acme', ['brand', 'user']]);
    expect(things[1]).toMatchObject({ loginName: 'ann@acme.example', role: 'admin' });
    expect(exported.out).not.toMatch(/argon2|invitation"|"password/);
    const deleted = await here('delete', '--brand', 'acme', '--confirm', 'acme');
    expect([deleted.code, deleted.err]).toEqual([0, '']);
    expect(deleted.out).toMatch(/^\d+ items removed: done\.\n$/);
    expect((await here('list')).out).toBe('');
    expect((await here('delete', '--brand', 'acme', '--confirm', 'acme')).err).toMatch(/not_found/);
  });

  it('explains itself', async () => {
    expect(await admin('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--function NAME') });
  });

  it.each([
    [[], /^Say one of create, invite, reset, .*delete/],
    [['make'], /^Say one of create/],
    [['toString'], /^Say one of create/],
    [['delete', '--brand', 'acme'], /^--confirm is missing/],
    [['delete', '--brand', 'acme', '--confirm', 'acne'], /delete.confirm: must name the brand/],
    [['export', '--brand', 'none'], /not_found/],
    [['reset', '--brand', 'acme', '--email', 'nobody@acme.example'], /not_found/],
    [['create', '--brand', 'b'], /^--email is missing/],
    [['create', '--email', 'a@b.c'], /^--brand is missing/],
    [['create', ...acme], /^--name is missing/],
    [['create', '--nmae', 'x'], /--nmae/],
    [['create', ...acme, '--name', 'A', '--file', 'none.json'], /^none\.json cannot be read as JSON/],
    [['create', '--brand', 'Not A Slug', '--email', 'a@b.c', '--name', 'A'], /brand: .+\n/],
  ] as const)('says in a sentence what is wrong with %j', async (args, sentence) => {
    const ran = await here(...args);
    expect([ran.code, ran.out]).toEqual([1, '']);
    expect(ran.err).toMatch(sentence);
    expect(ran.err).not.toMatch(/\n\s+at /);
  });

  it('says when nothing runs here', async () => {
    const ran = await admin('create', ...acme, '--name', 'A', '--state', join(state, 'elsewhere'));
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('Start it with "npm start"') });
    const facts = { endpoints: { lambda: 'http://127.0.0.1:1' }, functions: { bootstrap: 'x' } };
    writeFileSync(join(state, 'local.json'), JSON.stringify(facts));
    const left = await here('create', ...acme, '--name', 'A');
    expect(left).toMatchObject({ code: 1, err: expect.stringContaining('Start it with "npm start"') });
  });
});
