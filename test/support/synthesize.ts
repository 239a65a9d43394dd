import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The cloud assembly that the tests of the whole system run. */
export const assembly = join(root, 'build/test/assembly');

/** Synthesizes once for all test files, as a deployment would, with the sources as they are now. */
export default function synthesize(): void {
  if (!existsSync(join(root, 'build/pages/index.html')))
    execFileSync('npm', ['run', '--silent', 'build:pages'], { cwd: root, stdio: 'inherit' });
  const env = { ...process.env, CDK_OUTDIR: assembly };
  execFileSync(process.execPath, ['bin/doorstep.ts'], { cwd: root, env, stdio: 'inherit' });
}
