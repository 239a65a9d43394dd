import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const standIn = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Leaves out of the AWS SDK what no function of ours can reach, a third of each bundle: ways to credentials that Lambda
 * never takes, endpoint discovery, event streams, what stands in for a runtime with less, and all of each client's package.json but its version.
 */
export const trimSdk: Plugin = {
  name: 'trim-sdk',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: standIn('lambda-credentials.ts'),
    }));
    build.onResolve({ filter: /^@aws-sdk\/middleware-endpoint-discovery$/ }, () => ({
      path: standIn('no-endpoint-discovery.ts'),
    }));
    // Only where it is loaded late: a client that really streams events imports it outright, and keeps it. That late
    // import would also keep esbuild from dropping unused parts of everything that event streams share.
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: standIn('no-event-streams.ts') } : undefined,
    );
    build.onResolve({ filter: /\/(?:Sha256Js|DefaultRateLimiter|sdk-stream-mixin\.browser)$/ }, () => ({
      path: standIn('no-fallbacks.ts'),
    }));
    build.onResolve({ filter: /\/(?:getInstanceMetadataRegion|loadSharedConfigFiles)$/ }, () => ({
      path: standIn('no-machine.ts'),
    }));
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};
