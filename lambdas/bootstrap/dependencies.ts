import type { Seals } from '../edge/sealing.ts';
import type { Db } from '../store/db.ts';
import type { CloseSocket } from '../store/sessions.ts';

export interface Dependencies {
  readonly db: Db;
  readonly closeSocket: CloseSocket;
  readonly seals: Pick<Seals, 'seal'>;
  readonly publicOrigin: string;
  /** The loopback origins that may be fetched from, on a laptop. */
  readonly loopback: readonly string[];
  /** Milliseconds. */
  readonly now: () => number;
}
