import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { watch } from 'chokidar';
import type { Runtime } from './runtime.ts';

/** Bundles functions by name and says where each bundle is. */
export type Bundle = (names: string[]) => Promise<Record<string, { assetDir: string }>>;

export type Stop = () => Promise<void>;

export type ReloadOptions = {
  runtime: Runtime;
  /** Folders with the functions' sources. */
  sources: string[];
  bundle: Bundle;
  log: (line: string) => void;
};

/** Gives an editor the time to finish saving several files. */
const PAUSE_MS = 60;

/**
 * Watches the functions' sources. A save restarts the functions whose bundle it changed, and no other.
 * @returns what stops watching
 */
export async function reloadOnSave({ runtime, sources, bundle, log }: ReloadOptions): Promise<Stop> {
  const running = new Map(runtime.system.functions.map(({ name, code }) => [name, digest(code)]));
  return onSave(sources, async () => {
    // A source that does not compile leaves what runs as it is.
    const bundles = await bundle([...running.keys()]).catch((error: Error) =>
      log(`Not reloaded: ${error.message}`),
    );
    for (const [name, { assetDir }] of Object.entries(bundles ?? {})) {
      const now = digest(assetDir);
      if (now === running.get(name)) continue;
      running.set(name, now);
      runtime.sources.forget(name);
      await runtime.functions.get(name)?.restart(assetDir);
      log(`${name} restarted`);
    }
  });
}

/** Runs `act` after each save in some folders, one run at a time. */
export async function onSave(folders: string[], act: () => Promise<void>): Promise<Stop> {
  let queue = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folders, { ignoreInitial: true });
  await new Promise<void>((ready) => watcher.once('ready', () => ready()));
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      queue = queue.then(act);
    }, PAUSE_MS);
  });
  return async () => {
    clearTimeout(timer);
    await watcher.close();
    await queue;
  };
}

function digest(folder: string): string {
  const file = join(folder, 'index.mjs');
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : '';
}
