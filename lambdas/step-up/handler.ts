import { stepUpRoutes } from '../../contract/http/step-up.ts';
import { corsFor } from '../edge/consumer-cors.ts';
import { requireEnv } from '../edge/env.ts';
import { serveHttp } from '../edge/http.ts';
import { Pusher } from '../edge/push.ts';
import { Seals } from '../edge/sealing.ts';
import { Sockets } from '../edge/sockets.ts';
import { ConsumerSessions } from '../store/consumer-sessions.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { StepUps } from '../store/step-ups.ts';
import { redeem } from './redeem.ts';
import { requestLogin } from './request-login.ts';
import { startChallenge } from './start-challenge.ts';

const db = new Db(requireEnv('TABLE_NAME'));
const conversations = new Conversations(db);
const deps = {
  db,
  conversations,
  push: new Pusher(new Sockets(), conversations),
  sessions: new ConsumerSessions(db),
  stepUps: new StepUps(db),
  seals: new Seals(requireEnv('KMS_KEY_ID')),
  now: Date.now,
};

/** Every way in which a consumer authenticates. The preflight of these routes is the consumer-api's. */
export const handler = serveHttp(
  stepUpRoutes,
  { requestLogin: requestLogin(deps), startChallenge: startChallenge(deps), redeem: redeem(deps) },
  corsFor(db),
);
