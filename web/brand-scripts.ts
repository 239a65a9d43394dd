import { basename } from 'node:path';
import { build, type Plugin } from 'vite';

const here = (file: string): string => new URL(file, import.meta.url).pathname;
const common = { configFile: false, root: here('.'), logLevel: 'warn' } as const;
const jsx = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

/** These know `light-dark()` by themselves: what stands in for it does not see which scheme a page has around the chat. */
const cssTarget = ['chrome123', 'firefox128', 'safari18'];

/**
 * What a brand's own pages load: `widget/module.js` for bundlers, with its parts beside it, and the same as `doorstep.js` for
 * a script tag, which finds those parts too. And `return.js`, for the page where logins elsewhere end.
 */
export const brandScripts = (): Plugin => {
  let out = '';
  return {
    name: 'doorstep-brand-scripts',
    apply: 'build',
    configResolved: (config) => {
      out = `${config.build.outDir}/widget`;
    },
    async closeBundle() {
      const parts = await buildModule(out);
      await buildScript(out, 'widget/script.ts', 'doorstep.js', parts);
      await buildScript(out, 'return/return.ts', 'return.js', new Map());
    },
  };
};

/** Answers which file each lazy module went to. */
async function buildModule(outDir: string): Promise<ReadonlyMap<string, string>> {
  const parts = new Map<string, string>();
  const listParts: Plugin = {
    name: 'doorstep-list-parts',
    generateBundle(_, bundle) {
      for (const part of Object.values(bundle))
        if (part.type === 'chunk' && part.facadeModuleId)
          parts.set(basename(part.facadeModuleId), `./${part.fileName}`);
    },
  };
  await build({
    ...common,
    oxc: jsx,
    plugins: [listParts],
    build: {
      outDir,
      cssTarget,
      emptyOutDir: true,
      lib: { entry: here('widget/module.ts'), formats: ['es'], fileName: () => 'module.js' },
      rolldownOptions: {
        output: {
          // A library's build leaves this to whoever bundles it; these files are served as they are.
          minify: true,
          chunkFileNames: ({ name }) => `assets/${name === 'main' ? 'panel' : '[name]'}-[hash].js`,
        },
      },
    },
  });
  return parts;
}

/** A script that stands by itself, save for the parts that are built already. */
async function buildScript(
  outDir: string,
  entry: string,
  file: string,
  parts: ReadonlyMap<string, string>,
): Promise<void> {
  const builtParts: Plugin = {
    name: 'doorstep-built-parts',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/widget/parts.ts')) return undefined;
      // A script of another origin is not told where it came from, unless it asks while it runs.
      const where = 'const from = document.currentScript.src;\n';
      return where + code.replaceAll(/import\('([^']+)'\)/g, (_, source: string) => builtImport(source));
    },
  };
  // A browser remembers for good that an address could not be loaded; under another one it asks again.
  const load = (address: string) => `import(/* @vite-ignore */ ${address})`;
  const builtImport = (source: string) => {
    const address = `new URL('${parts.get(basename(source))}', from).href`;
    return `${load(address)}.catch(() => ${load(`${address} + '?' + Date.now()`)})`;
  };
  await build({
    ...common,
    plugins: [builtParts],
    build: {
      outDir,
      cssTarget,
      emptyOutDir: false,
      lib: { entry: here(entry), formats: ['iife'], name: 'doorstep', fileName: () => file },
    },
  });
}
