import { managementRoutes } from '../../contract/http/management.ts';
import { requireEnv } from '../edge/env.ts';
import { Events } from '../edge/events.ts';
import { loopbackOrigins } from '../edge/guarded-fetch.ts';
import { serveHttp } from '../edge/http.ts';
import { Seals } from '../edge/sealing.ts';
import { Sockets } from '../edge/sockets.ts';
import { Db } from '../store/db.ts';
import { managementHandlers } from './routes.ts';

const sockets = new Sockets();
const events = new Events(requireEnv('EVENT_BUS'));

export const handler = serveHttp(
  managementRoutes,
  managementHandlers({
    db: new Db(requireEnv('TABLE_NAME')),
    closeSocket: (connection) => sockets.close(connection),
    seals: new Seals(requireEnv('KMS_KEY_ID')),
    publish: (some) => events.publish(some),
    publicOrigin: requireEnv('PUBLIC_ORIGIN'),
    loopback: loopbackOrigins(),
    now: Date.now,
  }),
);
