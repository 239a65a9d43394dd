import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import type { FunctionName } from './catalog.ts';
import { trimSdk } from './trim-sdk.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const functionsDir = join(root, 'build/functions');
const mapsDir = join(root, 'build/maps');

/** One function, ready to upload. */
export interface Bundle {
  /** Holds `index.mjs` and nothing else: this is what goes to Lambda. */
  readonly assetDir: string;
  /** The source map, kept beside the assets and out of the upload. */
  readonly mapFile: string;
  /** Every source file that is in it; a change to one of them asks for a new bundle. */
  readonly inputs: readonly string[];
}

/**
 * Bundles functions to `build/functions/<name>/index.mjs`, in one pass, so that what they share is parsed once.
 * A function whose handler is missing is an error that names it; a handler that does not compile is esbuild's.
 */
export async function bundle<N extends FunctionName>(names: readonly N[]): Promise<Record<N, Bundle>> {
  const handlers = names.map((name) => ({ name, file: join(root, 'lambdas', name, 'handler.ts') }));
  const missing = handlers
    .filter(({ file }) => !existsSync(file))
    .map(({ name }) => `lambdas/${name}/handler.ts`);
  if (missing.length > 0) throw new Error(`No handler: ${missing.join(', ')}`);

  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: handlers.map(({ name, file }) => ({ in: file, out: join(name, 'index') })),
    outdir: functionsDir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    plugins: [trimSdk],
    sourcemap: 'external',
    sourcesContent: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });

  for (const { path, contents } of outputFiles) {
    await replace(path.endsWith('.map') ? join(mapsDir, relative(functionsDir, path)) : path, contents);
  }
  return Object.fromEntries(names.map((name) => [name, describe(name, metafile)])) as Record<N, Bundle>;
}

/** Puts a file in place whole, and only when it changes: another process may be reading, or writing, the same one. */
async function replace(file: string, contents: Uint8Array): Promise<void> {
  if (existsSync(file) && (await readFile(file)).equals(contents)) return;
  const draft = join(root, 'build/drafts', randomUUID());
  await mkdir(dirname(draft), { recursive: true });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(draft, contents);
  await rename(draft, file);
}

function describe(name: FunctionName, metafile: Metafile): Bundle {
  const assetDir = join(functionsDir, name);
  const output = metafile.outputs[relative(root, join(assetDir, 'index.mjs')).replaceAll('\\', '/')];
  return {
    assetDir,
    mapFile: join(mapsDir, name, 'index.mjs.map'),
    inputs: Object.keys(output?.inputs ?? {}).map((input) => join(root, input)),
  };
}
