import { resolve } from 'node:path';
import { synthesize } from '../../local/assembly/synthesize.ts';

/** Synthesizes once for all test files what somebody would deploy who configures nothing. They find it by these. */
export default async function synthesizeDefault(): Promise<void> {
  const { assembly, maps } = await synthesize({});
  process.env.DOORSTEP_TEST_ASSEMBLY = resolve(assembly);
  process.env.DOORSTEP_TEST_MAPS = resolve(maps);
}
