import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Sample, startSample } from '../sample/server.ts';

/** Where a running Doorstep says it is. */
interface Local {
  readonly publicOrigin: string;
  readonly control: string;
}

/** Doorstep and the sample shop, running on free ports with nothing in them yet. */
export interface Stage {
  readonly app: string;
  readonly control: string;
  readonly shop: Sample;
  /** Runs the operator's command, and answers what it prints. */
  admin(...parameters: readonly string[]): Promise<string>;
  /** Writes a file for the operator's command. */
  file(name: string, content: unknown): string;
  end(): Promise<void>;
}

const run = promisify(execFile);
const startsWithinMs = 60_000;

/** Starts everything as anybody would: `npm start` without its sample brand, and that brand beside it. */
export async function setStage(): Promise<Stage> {
  const state = mkdtempSync(join(tmpdir(), 'doorstep-demo-'));
  const doorstep = startDoorstep(state);
  const end = async (): Promise<void> => {
    if (doorstep.child.exitCode === null) {
      doorstep.child.kill('SIGTERM');
      await once(doorstep.child, 'exit');
    }
    rmSync(state, { recursive: true, force: true });
  };
  try {
    const { publicOrigin: app, control } = await doorstep.ready;
    const shop = await startSample({ port: 0, providerPort: 0, app, keyDir: join(state, 'shop') });
    return {
      app,
      control,
      shop,
      admin: async (...parameters) => {
        const command = ['bin/admin.ts', ...parameters, '--state', state];
        return (await run(process.execPath, command)).stdout;
      },
      file: (name, content) => {
        writeFileSync(join(state, name), JSON.stringify(content));
        return join(state, name);
      },
      end: async () => {
        await shop.stop();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function startDoorstep(state: string): { child: ChildProcess; ready: Promise<Local> } {
  const options = ['--port', '0', '--state', state, '--no-sample', '--no-watch'];
  const child = spawn(process.execPath, ['local/main.ts', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
  const file = join(state, 'local.json');
  const ready = (async () => {
    for (const began = Date.now(); Date.now() - began < startsWithinMs; ) {
      if (child.exitCode !== null) throw new Error(`Doorstep did not start:\n${said}`);
      if (existsSync(file) && said.includes('ready after'))
        return JSON.parse(readFileSync(file, 'utf8')) as Local;
      await new Promise((tick) => setTimeout(tick, 25));
    }
    throw new Error(`Doorstep was not ready in time:\n${said}`);
  })();
  return { child, ready };
}
