import { fileURLToPath } from 'node:url';
import { doorstepApp } from '../lib/app.ts';
import { ConfigError, readConfig } from '../lib/config.ts';
import { bundle } from '../lib/functions/bundle.ts';
import { type FunctionName, functionNames } from '../lib/functions/catalog.ts';

try {
  const config = readConfig();
  const bundles = await bundle(functionNames);
  const assetDirs = Object.fromEntries(functionNames.map((name) => [name, bundles[name].assetDir])) as Record<
    FunctionName,
    string
  >;
  const pagesDir = fileURLToPath(new URL('../build/pages', import.meta.url));
  doorstepApp({ config, assetDirs, pagesDir }).synth();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
