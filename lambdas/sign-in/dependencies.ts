import type { Db } from '../store/db.ts';
import type { CloseSocket } from '../store/sessions.ts';
import type { Sealing } from './sealing.ts';

export interface Dependencies {
  readonly db: Db;
  readonly sealing: Sealing;
  readonly closeSocket: CloseSocket;
  readonly publicOrigin: string;
  /** Milliseconds. The caller's own time is never asked for. */
  readonly now: () => number;
}
