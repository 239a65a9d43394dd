import { parseArgs } from 'node:util';
import { bundle } from '../lib/functions/bundle.ts';
import type { FunctionName } from '../lib/functions/catalog.ts';
import { run, SynthesisFailed } from './assembly/synthesize.ts';
import { type Doorstep, startDoorstep } from './doorstep.ts';
import { greeting } from './greeting.ts';
import { PortTaken } from './listen.ts';
import { onSave, reloadOnSave } from './reload.ts';
import { StateInUse } from './state.ts';

const HELP = `Runs Doorstep on this machine: npm start -- [options]

  --port N         pages and API (4000); the next three ports are used too. 0 takes free ones
  --brand-port N   the sample brand (4100); its OpenID provider takes the next port
  --state DIR      where tables and keys are kept (.doorstep)
  --fresh          begin with nothing
  --no-sample      without the sample brand
  --no-watch       do not restart functions when their sources are saved
  --help           print this`;

const options = {
  port: { type: 'string', default: '4000' },
  'brand-port': { type: 'string', default: '4100' },
  state: { type: 'string', default: '.doorstep' },
  fresh: { type: 'boolean', default: false },
  sample: { type: 'boolean', default: true },
  watch: { type: 'boolean', default: true },
  help: { type: 'boolean', default: false },
} as const;

/** What a person did wrong, in a sentence. */
class Misuse extends Error {}

function read() {
  try {
    return parseArgs({ options, allowNegative: true }).values;
  } catch (error) {
    throw new Misuse((error as Error).message);
  }
}

function port(text: string, name: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_532)
    throw new Misuse(`--${name} is not a port: ${text}`);
  return number;
}

async function main(): Promise<void> {
  const values = read();
  if (values.help) return console.log(HELP);
  const began = performance.now();
  const first = port(values.port, 'port');
  const doorstep = await startDoorstep({
    state: values.state,
    fresh: values.fresh,
    ports: first === 0 ? {} : { pages: first, api: first + 1, socket: first + 2, control: first + 3 },
    ...(values.sample && {
      brandPort: port(values['brand-port'], 'brand-port'),
      brandKeys: `${values.state}/sample`,
    }),
  });
  console.log(greeting(doorstep, performance.now() - began));
  const stops = values.watch ? await watchAll(doorstep) : [];
  endOnSignal(async () => {
    for (const stop of stops) await stop();
    await doorstep.stop();
  });
  // The first event should not wait for code to load.
  await doorstep.runtime.functions.warm();
}

async function watchAll({ runtime }: Doorstep) {
  const log = (line: string): void => console.log(line);
  const functions = await reloadOnSave({
    runtime,
    sources: ['lambdas', 'contract'],
    bundle: (names) => bundle(names as FunctionName[]),
    log,
  });
  const pages = await onSave(['web'], async () => {
    const built = run(
      process.execPath,
      ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn'],
      {},
    );
    await built.then(
      () => {
        for (const upload of runtime.system.distribution?.uploads ?? []) upload.folder = 'build/pages';
        log('Pages built again; reload the browser');
      },
      (error: Error) => log(error.message),
    );
  });
  return [functions, pages];
}

/** The first signal ends everything in order; a second one ends at once. */
function endOnSignal(end: () => Promise<void>): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      console.log('\nStopping …');
      void end().then(() => process.exit(0));
    });
}

try {
  await main();
} catch (error) {
  const expected = [Misuse, PortTaken, StateInUse, SynthesisFailed].some((kind) => error instanceof kind);
  if (!expected) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}
