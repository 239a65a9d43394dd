import { requireEnv } from '../edge/env.ts';
import { serveFrames } from '../edge/frames.ts';
import { Pusher } from '../edge/push.ts';
import { Sockets } from '../edge/sockets.ts';
import { Colleagues } from '../store/colleagues.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { Roster } from '../store/roster.ts';
import { agentFrames } from './frames.ts';

const db = new Db(requireEnv('TABLE_NAME'));
const sockets = new Sockets();
const conversations = new Conversations(db);
const push = new Pusher(sockets, conversations);
const closeSocket = (connection: string) => sockets.close(connection);

export const handler = serveFrames(
  agentFrames({
    db,
    conversations,
    push,
    roster: new Roster(db),
    colleagues: new Colleagues(db),
    closeSocket,
    now: Date.now,
  }),
  { close: closeSocket },
);
