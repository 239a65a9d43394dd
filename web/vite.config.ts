import { build, defineConfig, type Plugin } from 'vite';

const out = new URL('../build/pages/', import.meta.url).pathname;
const here = (file: string): string => new URL(file, import.meta.url).pathname;
const jsx = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

/** The widget is one script under a stable name that a brand's page loads with one tag, so it is built by itself. */
const widget: Plugin = {
  name: 'doorstep-widget',
  apply: 'build',
  async closeBundle() {
    await build({
      configFile: false,
      root: here('.'),
      logLevel: 'warn',
      oxc: jsx,
      build: {
        outDir: `${out}widget`,
        emptyOutDir: false,
        lib: {
          entry: here('widget/element.tsx'),
          formats: ['iife'],
          name: 'doorstep',
          fileName: () => 'doorstep.js',
        },
      },
    });
  },
};

export default defineConfig({
  root: here('.'),
  oxc: jsx,
  plugins: [widget],
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
      },
    },
  },
});
