import type * as z from 'zod/mini';
import type { bootstrapAnswer } from '../../contract/http/management/operator.ts';
import { requireEnv } from '../edge/env.ts';
import { loopbackOrigins } from '../edge/guarded-fetch.ts';
import { problemOf, refusalOf } from '../edge/problem.ts';
import { Seals } from '../edge/sealing.ts';
import { Sockets } from '../edge/sockets.ts';
import { Db } from '../store/db.ts';
import { bootstrap } from './bootstrap.ts';

const sockets = new Sockets();
const deps = {
  db: new Db(requireEnv('TABLE_NAME')),
  closeSocket: (connection: string) => sockets.close(connection),
  seals: new Seals(requireEnv('KMS_KEY_ID')),
  publicOrigin: requireEnv('PUBLIC_ORIGIN'),
  loopback: loopbackOrigins(),
  now: Date.now,
};

/** Invoked by the operator with a `bootstrapRequest`; answers what was made, or a problem. */
export async function handler(event: unknown): Promise<z.infer<typeof bootstrapAnswer>> {
  try {
    const result = await bootstrap(deps, event);
    return result.ok ? result.value : problemOf(result.refusal);
  } catch (error) {
    return problemOf(refusalOf(error));
  }
}
