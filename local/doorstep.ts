import { startBot } from '../sample/bot/bot.ts';
import { type Sample, startSample } from '../sample/server.ts';
import { CONFIGURED, synthesize } from './assembly/synthesize.ts';
import { PortTaken } from './listen.ts';
import { type Runtime, type RuntimeOptions, startRuntime } from './runtime.ts';

export type DoorstepOptions = Omit<RuntimeOptions, 'assembly' | 'maps' | 'rewrites'> & {
  /** The sample brand's port, and the next for its OpenID provider; 0 takes free ones. The brand is left out when this is. */
  brandPort?: number;
  /** Folder of the sample brand's signing key. */
  brandKeys?: string;
};

/** Doorstep on this machine, with the sample brand beside it. */
export type Doorstep = {
  runtime: Runtime;
  sample: Sample | undefined;
  /** The one-use link that makes the first admin of the sample brand; undefined when the brand was there already. */
  invitation: string | undefined;
  stop(): Promise<void>;
};

/** Synthesizes the application, starts it, and the sample brand too, which is made known to it at the first start. */
export async function startDoorstep(options: DoorstepOptions): Promise<Doorstep> {
  const { brandPort, brandKeys, ...rest } = options;
  const { assembly, maps } = await synthesize();
  let sample: Sample | undefined;
  const runtime = await startRuntime({
    ...rest,
    assembly,
    maps,
    // The brand has to know the app's origin, and the app the brand's: it starts when the ports are bound.
    rewrites: async ({ publicOrigin }) => {
      if (brandPort !== undefined && brandKeys !== undefined)
        sample = await startBrand(brandPort, publicOrigin, brandKeys);
      return {
        [CONFIGURED.app]: publicOrigin,
        ...(sample && { [CONFIGURED.brand]: sample.origin, [CONFIGURED.provider]: sample.provider }),
      };
    },
  }).catch(async (error) => {
    await sample?.stop();
    throw error;
  });
  let bot: { stop(): void } | undefined;
  const stop = async (): Promise<void> => {
    bot?.stop();
    await sample?.stop();
    await runtime.stop();
  };
  try {
    const invitation = sample && (await introduce(runtime, sample));
    bot = sample && (await employBot(runtime, sample));
    return { runtime, sample, stop, invitation };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startBrand(port: number, app: string, keyDir: string): Promise<Sample> {
  try {
    return await startSample({ port, providerPort: port === 0 ? 0 : port + 1, app, keyDir });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortTaken(port, 'the sample brand');
    throw error;
  }
}

/** Nothing of it, when the brand was there already. */
interface Introduced {
  readonly invitation?: { readonly link: string };
  readonly securityKey?: { readonly id: string; readonly key: string };
  readonly bots?: readonly { readonly key: string }[];
  readonly webhooks?: readonly { readonly secret: string }[];
}

/** The sample brand's bot goes to work, with the key that it was given when the brand was made. */
async function employBot({ addresses }: Runtime, { readSecrets }: Sample) {
  const { bot: key } = await readSecrets();
  return startBot({ app: addresses.publicOrigin, key, engagement: 'assistant' });
}

/** Makes the brand known, through the operator's function as anybody would. */
async function introduce(runtime: Runtime, { brand, keepSecrets }: Sample): Promise<string | undefined> {
  const result = await runtime.invoke('bootstrap', brand);
  if (!('payload' in result))
    throw new Error(`The sample brand cannot be made: ${JSON.stringify(result.error)}`);
  const { invitation, securityKey, bots = [], webhooks = [] } = result.payload as Introduced;
  const [bot, webhook] = [bots[0]?.key, webhooks[0]?.secret];
  if (securityKey && bot && webhook) await keepSecrets({ securityKey, bot, webhook });
  return invitation?.link;
}
