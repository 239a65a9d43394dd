import { build, defineConfig, type Plugin } from 'vite';

const out = new URL('../build/pages/', import.meta.url).pathname;
const here = (file: string): string => new URL(file, import.meta.url).pathname;
const jsx = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

/** What a brand's own pages load with one tag: each is one script under a stable name, so each is built by itself. */
const scripts = [
  { entry: 'widget/element.tsx', file: 'doorstep.js' },
  { entry: 'return/return.ts', file: 'return.js' },
] as const;

const brandScripts: Plugin = {
  name: 'doorstep-brand-scripts',
  apply: 'build',
  async closeBundle() {
    for (const { entry, file } of scripts)
      await build({
        configFile: false,
        root: here('.'),
        logLevel: 'warn',
        oxc: jsx,
        build: {
          outDir: `${out}widget`,
          emptyOutDir: false,
          lib: { entry: here(entry), formats: ['iife'], name: 'doorstep', fileName: () => file },
        },
      });
  },
};

export default defineConfig({
  root: here('.'),
  oxc: jsx,
  plugins: [brandScripts],
  build: {
    outDir: out,
    emptyOutDir: true,
    // The polyfill would be an inline script, which the pages' policy forbids; browsers of today need none.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        home: here('index.html'),
        'sign-in': here('sign-in/index.html'),
        desk: here('desk/index.html'),
        console: here('console/index.html'),
      },
    },
  },
});
