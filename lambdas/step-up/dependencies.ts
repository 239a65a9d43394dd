import type { Seals } from '../edge/sealing.ts';
import type { Messaging } from '../flows/messaging.ts';
import type { ConsumerSessions } from '../store/consumer-sessions.ts';
import type { Db } from '../store/db.ts';
import type { StepUps } from '../store/step-ups.ts';

export interface Dependencies extends Messaging {
  readonly db: Db;
  readonly sessions: ConsumerSessions;
  readonly stepUps: StepUps;
  readonly seals: Seals;
}
