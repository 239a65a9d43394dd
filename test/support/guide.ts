import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A guide's request to the management API. */
export interface GuideRequest {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: Record<string, unknown>;
}

export interface Guide {
  readonly folder: string;
  /** The requests in it, in order. */
  readonly requests: readonly GuideRequest[];
  /** Runs one of its programs to its end; what it has printed. */
  run(env: Readonly<Record<string, string>>, ...parameters: string[]): Promise<string>;
  /** Starts one of its servers on the port that `env` names. */
  serve(file: string, env: Readonly<Record<string, string>>): Promise<void>;
  stop(): void;
}

/** Unpacks the files that guides show, as they stand there, into a folder inside the project, where their imports are found. */
export function unpackGuide(...names: readonly string[]): Guide {
  mkdirSync(join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build/guide-'));
  const texts = names.map((name) => readFileSync(join(root, `docs/guides/${name}.md`), 'utf8'));
  // The guide that was named first wins.
  for (const text of [...texts].reverse())
    for (const [, file = '', code = ''] of text.matchAll(/```(?:js|csv) file=(\S+)\n([\s\S]*?)```/g))
      writeFileSync(join(folder, file), code);
  const [first = ''] = texts;
  const servers: ChildProcess[] = [];
  const start = (env: Readonly<Record<string, string>>, parameters: readonly string[]) =>
    spawn(process.execPath, parameters, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  return {
    folder,
    requests: [...first.matchAll(/```json (post|put)=(\S+)\n([\s\S]*?)```/g)].map(
      ([, method = '', path = '', body = '']) => ({
        method: method.toUpperCase() as GuideRequest['method'],
        path,
        body: JSON.parse(body) as Record<string, unknown>,
      }),
    ),
    async run(env, ...parameters) {
      const child = start(env, parameters);
      let text = '';
      child.stdout?.on('data', (part) => {
        text += part;
      });
      const [code] = await once(child, 'close');
      if (code !== 0) throw new Error(`${parameters[0]} ended with ${code}: ${text}`);
      return text;
    },
    async serve(file, env) {
      const child = start(env, [file]);
      servers.push(child);
      if (child.stdout) await once(child.stdout, 'data');
    },
    stop() {
      for (const server of servers) server.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
