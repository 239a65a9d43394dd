import { signInRoutes } from '../../contract/http/sign-in.ts';
import { requireEnv } from '../edge/env.ts';
import { serveHttp } from '../edge/http.ts';
import { Sockets } from '../edge/sockets.ts';
import { Db } from '../store/db.ts';
import { signInHandlers } from './routes.ts';
import { kmsSealing } from './sealing.ts';

const sockets = new Sockets();

export const handler = serveHttp(
  signInRoutes,
  signInHandlers({
    db: new Db(requireEnv('TABLE_NAME')),
    sealing: kmsSealing(requireEnv('KMS_KEY_ID')),
    closeSocket: (connection) => sockets.close(connection),
    publicOrigin: requireEnv('PUBLIC_ORIGIN'),
    now: Date.now,
  }),
);
