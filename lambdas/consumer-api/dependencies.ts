import type { Messaging } from '../flows/messaging.ts';
import type { ConsumerSessions } from '../store/consumer-sessions.ts';
import type { Db } from '../store/db.ts';
import type { Tickets } from '../store/tickets.ts';

export interface Dependencies extends Messaging {
  readonly db: Db;
  readonly sessions: ConsumerSessions;
  readonly tickets: Tickets;
  /** The address that sockets are opened at. */
  readonly socketUrl: string;
}
