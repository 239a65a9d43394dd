import { backendRoutes } from '../../contract/http/backend.ts';
import { requireEnv } from '../edge/env.ts';
import { serveHttp } from '../edge/http.ts';
import { Pusher } from '../edge/push.ts';
import { Seals } from '../edge/sealing.ts';
import { Sockets } from '../edge/sockets.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { Logins } from '../store/logins.ts';
import { Requests } from '../store/requests.ts';
import { Revocations } from '../store/revocations.ts';
import { StepUps } from '../store/step-ups.ts';
import { answerRequest } from './answer-request.ts';
import { reportLogin } from './report-login.ts';
import { readRevocation, revokeIdentity } from './revocations.ts';

const db = new Db(requireEnv('TABLE_NAME'));
const conversations = new Conversations(db);
const sockets = new Sockets();
const deps = {
  db,
  conversations,
  sockets,
  push: new Pusher(sockets, conversations),
  seals: new Seals(requireEnv('KMS_KEY_ID')),
  logins: new Logins(db),
  revocations: new Revocations(db),
  stepUps: new StepUps(db),
  requests: new Requests(db),
  now: Date.now,
};

/** What a brand's backend calls, signed with one of its security keys. No page may: there is no CORS here. */
export const handler = serveHttp(backendRoutes, {
  reportLogin: reportLogin(deps),
  answerRequest: answerRequest(deps),
  revokeIdentity: revokeIdentity(deps),
  readRevocation: readRevocation(deps),
});
