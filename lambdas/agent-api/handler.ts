import { agentRoutes } from '../../contract/http/agent.ts';
import { requireEnv } from '../edge/env.ts';
import { serveHttp } from '../edge/http.ts';
import { Pusher } from '../edge/push.ts';
import { Sockets } from '../edge/sockets.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { Tickets } from '../store/tickets.ts';
import { agentHandlers } from './routes.ts';

const db = new Db(requireEnv('TABLE_NAME'));
const conversations = new Conversations(db);

export const handler = serveHttp(
  agentRoutes,
  agentHandlers({
    db,
    conversations,
    push: new Pusher(new Sockets(), conversations),
    tickets: new Tickets(db),
    publicOrigin: requireEnv('PUBLIC_ORIGIN'),
    socketUrl: requireEnv('WEBSOCKET_URL'),
    now: Date.now,
  }),
);
