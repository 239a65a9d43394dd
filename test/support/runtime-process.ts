/** A process of its own that runs the system on a folder and ports, until it is killed: the arguments are JSON. */
import type { RuntimeOptions } from '../../local/runtime.ts';
import { startSystem } from './system.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as Partial<RuntimeOptions>;
const { runtime } = await startSystem(options);
// Nobody is left to kill it.
process.on('disconnect', () => process.exit());
process.send?.(runtime.addresses);
