import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Properties = Record<string, unknown>;
export type Resource = { Type: string; Properties?: Properties; Condition?: string; Metadata?: Properties };

/** One stack of the cloud assembly as it lies on disk. */
export type StackTemplate = {
  name: string;
  resources: Record<string, Resource>;
  outputs: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
  mappings: Record<string, Record<string, Record<string, unknown>>>;
  conditions: Record<string, unknown>;
  parameters: Record<string, { Default?: unknown }>;
  /** Folder or file of each asset, by its object key. */
  assets: Record<string, string>;
};

type Manifest = {
  artifacts: Record<string, { type: string; properties?: Properties; displayName?: string }>;
};
type AssetManifest = {
  files: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
};

/** Reads every stack of a cloud assembly, in the order of its manifest. */
export function readAssembly(folder: string): StackTemplate[] {
  const manifest = readJson<Manifest>(join(folder, 'manifest.json'));
  return Object.entries(manifest.artifacts).flatMap(([name, artifact]) => {
    if (artifact.type !== 'aws:cloudformation:stack') return [];
    const template = readJson<Record<string, never>>(join(folder, String(artifact.properties?.templateFile)));
    return [
      {
        name,
        resources: template.Resources ?? {},
        outputs: template.Outputs ?? {},
        mappings: template.Mappings ?? {},
        conditions: template.Conditions ?? {},
        parameters: template.Parameters ?? {},
        assets: readAssets(folder, name),
      },
    ];
  });
}

function readAssets(folder: string, stack: string): Record<string, string> {
  const path = join(folder, `${stack}.assets.json`);
  if (!existsSync(path)) return {};
  const { files } = readJson<AssetManifest>(path);
  return Object.fromEntries(
    Object.values(files).flatMap(({ source, destinations }) =>
      Object.values(destinations).map(({ objectKey }) => [objectKey, join(folder, source.path ?? '')]),
    ),
  );
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
