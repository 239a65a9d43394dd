import { managementRoutes } from '../../contract/http/management.ts';
import { requireEnv } from '../edge/env.ts';
import { serveHttp } from '../edge/http.ts';
import { Sockets } from '../edge/sockets.ts';
import { Db } from '../store/db.ts';
import { managementHandlers } from './routes.ts';

const sockets = new Sockets();

export const handler = serveHttp(
  managementRoutes,
  managementHandlers({
    db: new Db(requireEnv('TABLE_NAME')),
    closeSocket: (connection) => sockets.close(connection),
    publicOrigin: requireEnv('PUBLIC_ORIGIN'),
    now: Date.now,
  }),
);
