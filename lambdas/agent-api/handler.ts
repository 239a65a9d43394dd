import { agentRoutes } from '../../contract/http/agent.ts';
import { personRoutes } from '../../contract/http/person.ts';
import { requestRoutes } from '../../contract/http/requests.ts';
import { requireEnv } from '../edge/env.ts';
import { serveHttp } from '../edge/http.ts';
import { Pusher } from '../edge/push.ts';
import { Sockets } from '../edge/sockets.ts';
import { Colleagues } from '../store/colleagues.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { Tickets } from '../store/tickets.ts';
import { personHandlers } from './person.ts';
import { requestHandlers } from './requests.ts';
import { agentHandlers } from './routes.ts';

const db = new Db(requireEnv('TABLE_NAME'));
const conversations = new Conversations(db);

const deps = {
  db,
  conversations,
  push: new Pusher(new Sockets(), conversations),
  tickets: new Tickets(db),
  colleagues: new Colleagues(db),
  publicOrigin: requireEnv('PUBLIC_ORIGIN'),
  socketUrl: requireEnv('WEBSOCKET_URL'),
  now: Date.now,
};

export const handler = serveHttp(
  { ...agentRoutes, ...requestRoutes, ...personRoutes },
  { ...agentHandlers(deps), ...requestHandlers(deps), ...personHandlers(deps) },
);
