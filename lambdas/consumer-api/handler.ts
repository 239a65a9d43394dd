import { consumerRoutes } from '../../contract/http/consumer.ts';
import { historyRoutes } from '../../contract/http/history.ts';
import { done } from '../core/result.ts';
import { corsFor } from '../edge/consumer-cors.ts';
import { requireEnv } from '../edge/env.ts';
import { serveHttp } from '../edge/http.ts';
import { Pusher } from '../edge/push.ts';
import { Sockets } from '../edge/sockets.ts';
import { ConsumerSessions } from '../store/consumer-sessions.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { Revocations } from '../store/revocations.ts';
import { StepUps } from '../store/step-ups.ts';
import { Tickets } from '../store/tickets.ts';
import { listHistory, readHistory, resumeConversation } from './history.ts';
import { logOut } from './log-out.ts';
import { readMessages } from './messages.ts';
import { openSession, openTicket } from './sessions.ts';
import { takeTranscript } from './transcript.ts';

const db = new Db(requireEnv('TABLE_NAME'));
const conversations = new Conversations(db);
const sockets = new Sockets();
const deps = {
  db,
  conversations,
  sockets,
  push: new Pusher(sockets, conversations),
  stepUps: new StepUps(db),
  revocations: new Revocations(db),
  sessions: new ConsumerSessions(db),
  tickets: new Tickets(db),
  socketUrl: requireEnv('WEBSOCKET_URL'),
  now: Date.now,
};

export const handler = serveHttp(
  { ...consumerRoutes, ...historyRoutes },
  {
    // Everything that a preflight says is in the headers that every answer gets.
    preflight: async () => done({}),
    openSession: openSession(deps),
    openTicket: openTicket(deps),
    readMessages: readMessages(deps),
    takeTranscript: takeTranscript(deps),
    logOut: logOut(deps),
    listHistory: listHistory(deps),
    readHistory: readHistory(deps),
    resumeConversation: resumeConversation(deps),
  },
  corsFor(db),
);
