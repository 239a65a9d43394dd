import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { documents } from './documents/generate.ts';

const root = new URL('../', import.meta.url);
const check = process.argv.includes('--check');

/** Writes the documents; with `--check` says instead which ones are stale, and fails. */
const stale = Object.entries(documents()).filter(([path, text]) => {
  const file = new URL(path, root);
  const same = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (!same && !check) writeFileSync(file, text);
  return !same;
});

for (const [path] of stale) console.log(check ? `${path} is stale: run \`npm run docs\`.` : `wrote ${path}`);
if (check && stale.length > 0) process.exitCode = 1;
