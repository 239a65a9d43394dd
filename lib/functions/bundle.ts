import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import type { FunctionName } from './catalog.ts';

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

/** The SDK's clients import their whole package.json to read one field of it. */
const versionOnly: Plugin = {
  name: 'version-only',
  setup(plugins) {
    plugins.onLoad(
      { filter: /node_modules[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ },
      async ({ path }) => {
        const { default: manifest } = await import(path, { with: { type: 'json' } });
        return { contents: JSON.stringify({ version: manifest.version }), loader: 'json' };
      },
    );
  },
};

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
    alias: { '@aws-sdk/credential-provider-node': join(root, 'lib/functions/lambda-credentials.ts') },
    plugins: [versionOnly],
    sourcemap: 'external',
    sourcesContent: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });

  for (const name of names) await rm(join(functionsDir, name), { recursive: true, force: true });
  for (const { path, contents } of outputFiles) {
    const target = path.endsWith('.map') ? join(mapsDir, relative(functionsDir, path)) : path;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, contents);
  }
  return Object.fromEntries(names.map((name) => [name, describe(name, metafile)])) as Record<N, Bundle>;
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
