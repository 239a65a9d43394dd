import { defineConfig } from 'vite';
import { brandScripts } from './brand-scripts.ts';

const out = new URL('../build/pages/', import.meta.url).pathname;
const here = (file: string): string => new URL(file, import.meta.url).pathname;
const jsx = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

export default defineConfig({
  root: here('.'),
  oxc: jsx,
  plugins: [brandScripts()],
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
