import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const build = join(import.meta.dirname, '../../build');
const home = join(build, 'chromium');

/** Unpacks once; what a killed run left half unpacked is thrown away. */
function unpack(): void {
  if (existsSync(home)) return;
  const partial = `${home}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  // The name of the environment makes the package unpack its libraries as well.
  const env = { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  execFileSync(process.execPath, [join(import.meta.dirname, 'unpack.ts')], { env });
  if (existsSync(home)) rmSync(partial, { recursive: true });
  else renameSync(partial, home);
}

/** Which of the machine's libraries the browser misses, as on one that never had a desktop. */
function lacksLibraries(): boolean {
  return execFileSync('ldd', [join(home, 'chromium')], { encoding: 'utf8' }).includes('not found');
}

/**
 * Starts a real browser that came with npm alone. The package's own launch arguments switch web security and site
 * isolation off, so they are not used: what these tests show of origins, they show with all defences up.
 */
export function launchBrowser(): Promise<Browser> {
  unpack();
  const libraries: Record<string, string> = lacksLibraries()
    ? { LD_LIBRARY_PATH: join(home, 'al2023/lib') }
    : {};
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    chromiumSandbox: false,
    args: ['--site-per-process', '--force-color-profile=srgb', '--font-render-hinting=none'],
    env: { ...stringsOf(process.env), ...libraries, FONTCONFIG_PATH: join(home, 'fonts') },
  });
}

const stringsOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
