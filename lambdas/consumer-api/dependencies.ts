import type { Sockets } from '../edge/sockets.ts';
import type { Messaging } from '../flows/messaging.ts';
import type { ConsumerSessions } from '../store/consumer-sessions.ts';
import type { Db } from '../store/db.ts';
import type { Revocations } from '../store/revocations.ts';
import type { StepUps } from '../store/step-ups.ts';
import type { Tickets } from '../store/tickets.ts';

export interface Dependencies extends Messaging {
  readonly db: Db;
  readonly sessions: ConsumerSessions;
  readonly tickets: Tickets;
  readonly sockets: Sockets;
  readonly stepUps: StepUps;
  readonly revocations: Revocations;
  /** The address that sockets are opened at. */
  readonly socketUrl: string;
}
