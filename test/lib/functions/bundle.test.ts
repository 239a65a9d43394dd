import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Bundle, bundle } from '../../../lib/functions/bundle.ts';
import { type FunctionName, functionNames } from '../../../lib/functions/catalog.ts';

describe('the bundles', () => {
  let bundles: Record<FunctionName, Bundle>;
  beforeAll(async () => {
    bundles = await bundle(functionNames);
  });
  const code = (name: FunctionName) => readFileSync(join(bundles[name].assetDir, 'index.mjs'), 'utf8');

  it.each(functionNames)('%s is one file to upload, with its map elsewhere', (name) => {
    const { assetDir, mapFile, inputs } = bundles[name];
    expect(readdirSync(assetDir)).toEqual(['index.mjs']);
    expect(mapFile.startsWith(assetDir)).toBe(false);
    const { sources } = JSON.parse(readFileSync(mapFile, 'utf8'));
    expect(sources).toContainEqual(expect.stringMatching(new RegExp(`lambdas/${name}/handler\\.ts$`)));
    expect(inputs).toContainEqual(expect.stringMatching(new RegExp(`lambdas.${name}.handler\\.ts$`)));
    expect(code(name)).not.toContain('sourceMappingURL');
  });

  it.each(functionNames)('%s leaves out what no function can reach', (name) => {
    const unreachable = [
      'sso_session',
      'AssumeRoleWithWebIdentity',
      'credential_process',
      'latest/meta-data/placement/region',
      'AWS_CONFIG_FILE',
    ];
    expect(unreachable.filter((word) => code(name).includes(word))).toEqual([]);
  });

  it('load on their own and export a handler', () => {
    const files = functionNames.map((name) => pathToFileURL(join(bundles[name].assetDir, 'index.mjs')).href);
    const script = `for (const file of ${JSON.stringify(files)}) console.log(typeof (await import(file)).handler);`;
    const environment = {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      TABLE_NAME: 'table',
      EVENT_BUS: 'bus',
      LOG_KEY_ID: 'key',
      DELIVERIES_QUEUE_URL: 'https://example.com/value',
      KMS_KEY_ID: 'key',
      EDGE_SECRET: 'secret',
      PUBLIC_ORIGIN: 'https://chat.example.com',
      WEBSOCKET_URL: 'wss://sockets.example.com/live',
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: 'https://sockets.example.com/live',
    };
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      env: environment,
      encoding: 'utf8',
    });
    expect(output.trim().split('\n')).toEqual(functionNames.map(() => 'function'));
  });

  it('name the handler that is missing', async () => {
    await expect(bundle(['nowhere' as FunctionName])).rejects.toThrow(
      'No handler: lambdas/nowhere/handler.ts',
    );
  });
});
