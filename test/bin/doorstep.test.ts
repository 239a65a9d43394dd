import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** Ends the process at the first attempt to reach anything but itself. */
const offline = `import net from 'node:net';
net.Socket.prototype.connect = () => { console.error('tried the network'); process.exit(99); };`;

const home = mkdtempSync(join(tmpdir(), 'doorstep-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs the app as the CDK's command line does, on a machine without credentials, a home or a network. */
function run(config: string, outdir: string) {
  const preload = join(home, 'offline.mjs');
  writeFileSync(preload, offline);
  return spawnSync(process.execPath, ['--import', preload, 'bin/doorstep.ts'], {
    env: { HOME: home, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false', DOORSTEP_CONFIG: config },
    encoding: 'utf8',
  });
}

describe('bin/doorstep.ts', () => {
  beforeAll(() => {
    if (!existsSync('build/pages')) execFileSync('npm', ['run', '--silent', 'build:pages']);
  });

  it('synthesizes without credentials and without network', () => {
    const outdir = join(home, 'cdk.out');
    const { status, stderr } = run('{}', outdir);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(existsSync(join(outdir, 'DoorstepApp.template.json'))).toBe(true);
    expect(existsSync(join(outdir, 'DoorstepData.template.json'))).toBe(true);
  });

  it('says in one sentence what is wrong with the configuration', () => {
    const { status, stderr } = run('{"region":"Frankfurt"}', join(home, 'never'));
    expect(status).toBe(1);
    expect(stderr).toBe('region: must be a region such as eu-central-1\n');
  });
});
