import { App, Validations } from 'aws-cdk-lib/core';
import { PATH_METADATA_ENABLE_CONTEXT } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AppStack } from './app-stack.ts';
import type { Config } from './config.ts';
import { DataStack } from './data-stack.ts';
import type { FunctionName } from './functions/catalog.ts';

interface DoorstepAppProps {
  readonly config: Config;
  /** Each function's folder with its bundle. */
  readonly assetDirs: Record<FunctionName, string>;
  /** The folder that `npm run build:pages` fills. */
  readonly pagesDir: string;
  /** Where the cloud assembly goes; left out, where the CDK's command line says. */
  readonly outdir?: string;
}

/** The whole system: two stacks, checked by cdk-nag's AwsSolutions. */
export function doorstepApp({ config, assetDirs, pagesDir, outdir }: DoorstepAppProps): App {
  const app = new App({
    analyticsReporting: false,
    context: {
      '@aws-cdk/core:defaultCrossStackReferences': 'strong',
      // As the command line would: the templates are the same whoever synthesizes them.
      [PATH_METADATA_ENABLE_CONTEXT]: true,
    },
    ...(outdir && { outdir }),
  });
  const { account, region, prefix } = config;
  const env = { ...(account && { account }), ...(region && { region }) };
  const data = new DataStack(app, `${prefix}Data`, { env, config });
  new AppStack(app, `${prefix}App`, { env, config, data, assetDirs, pagesDir });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
