import type { Db } from '../store/db.ts';
import type { CloseSocket } from '../store/sessions.ts';

export interface Dependencies {
  readonly db: Db;
  readonly closeSocket: CloseSocket;
  readonly publicOrigin: string;
  /** Milliseconds. */
  readonly now: () => number;
}
