import { stepUpRoutes } from '../../contract/http/step-up.ts';
import { corsFor } from '../edge/consumer-cors.ts';
import { Discovery } from '../edge/discovery.ts';
import { requireEnv } from '../edge/env.ts';
import { loopbackOrigins } from '../edge/guarded-fetch.ts';
import { serveHttp } from '../edge/http.ts';
import { fetchJson } from '../edge/json-fetch.ts';
import { Jwks } from '../edge/jwks.ts';
import { Pusher } from '../edge/push.ts';
import { Seals } from '../edge/sealing.ts';
import { Sockets } from '../edge/sockets.ts';
import { ConsumerSessions } from '../store/consumer-sessions.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { Logins } from '../store/logins.ts';
import { OpenConversations } from '../store/open-conversations.ts';
import { Requests } from '../store/requests.ts';
import { StepUps } from '../store/step-ups.ts';
import { readProviderKeys } from './provider-keys.ts';
import { redeem } from './redeem.ts';
import { requestLogin } from './request-login.ts';
import { startChallenge } from './start-challenge.ts';
import { readTokenKeys } from './token-keys.ts';

const db = new Db(requireEnv('TABLE_NAME'));
const conversations = new Conversations(db);
const sockets = new Sockets();
const loopback = loopbackOrigins();
const deps = {
  db,
  conversations,
  sockets,
  push: new Pusher(sockets, conversations),
  sessions: new ConsumerSessions(db),
  stepUps: new StepUps(db),
  requests: new Requests(db),
  open: new OpenConversations(db),
  logins: new Logins(db),
  discovery: new Discovery(fetchJson(loopback), loopback, Date.now),
  jwks: new Jwks(fetchJson(loopback), Date.now),
  loopback,
  seals: new Seals(requireEnv('KMS_KEY_ID')),
  now: Date.now,
};

/** Every way in which a consumer authenticates. The preflight of these routes is the consumer-api's. */
export const handler = serveHttp(
  stepUpRoutes,
  {
    requestLogin: requestLogin(deps),
    startChallenge: startChallenge(deps),
    redeem: redeem(deps),
    readProviderKeys: readProviderKeys(deps),
    readTokenKeys: readTokenKeys(deps),
  },
  corsFor(db),
);
