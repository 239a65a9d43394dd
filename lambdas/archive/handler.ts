import { archiveRoutes } from '../../contract/http/archive.ts';
import { requireEnv } from '../edge/env.ts';
import { serveHttp } from '../edge/http.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { archiveHandlers } from './routes.ts';

const db = new Db(requireEnv('TABLE_NAME'));

export const handler = serveHttp(
  archiveRoutes,
  archiveHandlers({
    db,
    conversations: new Conversations(db),
    publicOrigin: requireEnv('PUBLIC_ORIGIN'),
    now: Date.now,
  }),
);
