import type { Discovery } from '../edge/discovery.ts';
import type { Jwks } from '../edge/jwks.ts';
import type { Seals } from '../edge/sealing.ts';
import type { Sockets } from '../edge/sockets.ts';
import type { Messaging } from '../flows/messaging.ts';
import type { ConsumerSessions } from '../store/consumer-sessions.ts';
import type { Db } from '../store/db.ts';
import type { Logins } from '../store/logins.ts';
import type { OpenConversations } from '../store/open-conversations.ts';
import type { Requests } from '../store/requests.ts';
import type { StepUps } from '../store/step-ups.ts';

export interface Dependencies extends Messaging {
  readonly db: Db;
  readonly sessions: ConsumerSessions;
  readonly stepUps: StepUps;
  readonly requests: Requests;
  readonly open: OpenConversations;
  readonly logins: Logins;
  readonly sockets: Pick<Sockets, 'close'>;
  readonly seals: Seals;
  /** What brands' hosts publish, as this environment knows it. */
  readonly discovery: Discovery;
  readonly jwks: Jwks;
  /** The loopback origins that may be fetched from, on a laptop. */
  readonly loopback: readonly string[];
}
