import { requireEnv } from '../edge/env.ts';
import { type SocketEvent, serveFrames } from '../edge/frames.ts';
import { Pusher } from '../edge/push.ts';
import { Sockets } from '../edge/sockets.ts';
import { ConsumerSessions } from '../store/consumer-sessions.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { readEngagement } from '../store/settings.ts';
import { consumerFrames } from './frames.ts';

const db = new Db(requireEnv('TABLE_NAME'));
const sockets = new Sockets();
const conversations = new Conversations(db);
const push = new Pusher(sockets, conversations);
const handlers = consumerFrames({
  conversations,
  sessions: new ConsumerSessions(db),
  engagement: (brand, engagement) => readEngagement(db, brand, engagement),
  push,
  now: Date.now,
});
const serve = serveFrames(handlers, { close: (connection) => sockets.close(connection) });

/** All frames of consumers, and whatever else arrives on a socket. A head forgets closed sockets by itself. */
export const handler = async (event: SocketEvent) =>
  event.requestContext.eventType === 'DISCONNECT' ? { statusCode: 200 } : serve(event);
