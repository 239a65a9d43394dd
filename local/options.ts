import { availableParallelism } from 'node:os';
import type { Addresses, Ports } from './addresses.ts';
import type { QueuePace } from './queues/queue.ts';

/** AWS's limits, where another may be wanted to see them at work. */
type Limits = {
  /** A socket without messages is closed after this; 10 minutes. */
  idleMs: number;
  /** A socket is closed at this age; 2 hours. */
  lifeMs: number;
  /** Bytes waiting for one client before posts to it answer 429. */
  clientBufferBytes: number;
  /** The most environments of a function; further events wait. AWS starts up to 1,000. */
  environments: number;
  /** How often items are looked for whose time to live has passed. */
  expiryEveryMs: number;
  /** How fast queues bring again what was not taken. */
  queuePace: QueuePace;
};

/** As AWS has them, save what would suffocate a laptop: an environment that no core is free for only costs its start. */
export const LIMITS: Limits = {
  idleMs: 10 * 60_000,
  lifeMs: 2 * 60 * 60_000,
  clientBufferBytes: 1024 * 1024,
  environments: Math.min(10, Math.max(4, 2 * availableParallelism())),
  expiryEveryMs: 60_000,
  queuePace: { pauseSecondMs: 1000 },
};

export type RuntimeOptions = {
  /** The cloud assembly to run. */
  assembly: string;
  /** Folder of the bundles' source maps, `<function>/index.mjs.map`. */
  maps?: string;
  /** Where tables and key are kept; in memory when left out. */
  state?: string;
  /** Begin with nothing. */
  fresh?: boolean;
  ports?: Ports;
  limits?: Partial<Limits>;
  /** Texts in the templates that stand for this machine's addresses, once those are known. */
  rewrites?: (addresses: Addresses) => Promise<Record<string, string>>;
  /** Takes each line of output. */
  log?: (line: string) => void;
};
