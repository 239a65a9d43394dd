import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { exclusively } from './lock.ts';

/** The origins that the local configuration names. They stand in the templates until the real ports are known. */
export const CONFIGURED = {
  app: 'http://localhost:4000',
  brand: 'http://127.0.0.1:4100',
  provider: 'http://127.0.0.1:4101',
};

const CONFIG = { publicOrigin: CONFIGURED.app, loopback: [CONFIGURED.brand, CONFIGURED.provider] };
const KEPT = 'build/local';
const PAGE_SOURCES = ['web/**/*', 'contract/**/*', 'package-lock.json'];
const SOURCES = [...PAGE_SOURCES, 'bin/doorstep.ts', 'lib/**/*', 'lambdas/**/*', 'cdk.json'];
const AN_HOUR_MS = 60 * 60_000;

export type Synthesized = { assembly: string; maps: string; fresh: boolean };

/** Building the pages or the templates failed; the message is what the tool said. */
export class SynthesisFailed extends Error {}

/**
 * Makes the cloud assembly of the sources as they are, or finds the one that was made of the same sources before.
 * Several processes may do so at once.
 * @param config what a deployment would be configured with; that of a laptop, unless said otherwise
 * @throws SynthesisFailed
 */
export async function synthesize(config: object = CONFIG): Promise<Synthesized> {
  const hash = fingerprint(SOURCES, config);
  const folder = join(KEPT, hash);
  const made = { assembly: join(folder, 'assembly'), maps: join(folder, 'maps') };
  if (existsSync(folder)) return { ...made, fresh: false };
  mkdirSync(KEPT, { recursive: true });
  // Pages and bundles are built in one place: whoever comes second waits and then finds what the first one made.
  return exclusively(join(KEPT, 'lock'), async () => {
    if (!existsSync(folder)) await make(folder, config);
    forgetOld(hash);
    return { ...made, fresh: true };
  });
}

async function make(folder: string, config: object): Promise<void> {
  await buildPages();
  const draft = join(KEPT, `draft-${process.pid}`);
  await run(process.execPath, ['bin/doorstep.ts'], {
    CDK_OUTDIR: join(draft, 'assembly'),
    DOORSTEP_CONFIG: JSON.stringify(config),
  });
  // Bundles are made in one place for everybody; the maps that belong to this assembly stay with it.
  cpSync('build/maps', join(draft, 'maps'), { recursive: true });
  renameSync(draft, folder);
}

/** Builds the pages, unless they were built of the same sources before. */
async function buildPages(): Promise<void> {
  const stamp = join(KEPT, 'pages');
  const hash = fingerprint(PAGE_SOURCES);
  if (existsSync('build/pages') && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  await run(process.execPath, ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn'], {});
  writeFileSync(stamp, hash);
}

/** Runs a tool without any AWS account in sight, so that synthesis cannot mistake the laptop for a deployment. */
export async function run(
  command: string,
  parameters: string[],
  variables: Record<string, string>,
): Promise<void> {
  const { CDK_DEFAULT_ACCOUNT: _, CDK_DEFAULT_REGION: __, NODE_OPTIONS: ___, ...inherited } = process.env;
  const child = spawn(command, parameters, {
    env: { ...inherited, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new SynthesisFailed(`${parameters[0]} failed:\n${said.trim()}`);
}

function fingerprint(patterns: string[], config: object = {}): string {
  const hash = createHash('sha256').update(JSON.stringify(config));
  for (const file of globSync(patterns).sort())
    if (statSync(file).isFile()) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** Removes assemblies of earlier sources, save recent ones, which another process may be running. */
function forgetOld(current: string): void {
  for (const name of readdirSync(KEPT)) {
    const path = join(KEPT, name);
    if (
      name === current ||
      name === 'pages' ||
      name === 'lock' ||
      Date.now() - statSync(path).mtimeMs < AN_HOUR_MS
    )
      continue;
    rmSync(path, { recursive: true, force: true });
  }
}
