import type { Db } from '../store/db.ts';
import type { CloseSocket } from '../store/sessions.ts';

export interface Dependencies {
  readonly db: Db;
  readonly closeSocket: CloseSocket;
  readonly publicOrigin: string;
  /** The loopback origins that may be fetched from, on a laptop. */
  readonly loopback: readonly string[];
  /** Milliseconds. */
  readonly now: () => number;
}
