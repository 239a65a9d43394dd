import type { Seals } from '../edge/sealing.ts';
import type { Sockets } from '../edge/sockets.ts';
import type { Messaging } from '../flows/messaging.ts';
import type { Db } from '../store/db.ts';
import type { Logins } from '../store/logins.ts';
import type { Requests } from '../store/requests.ts';
import type { Revocations } from '../store/revocations.ts';
import type { StepUps } from '../store/step-ups.ts';

export interface Dependencies extends Messaging {
  readonly db: Db;
  readonly seals: Pick<Seals, 'open'>;
  readonly sockets: Pick<Sockets, 'close'>;
  readonly logins: Logins;
  readonly requests: Requests;
  readonly revocations: Revocations;
  readonly stepUps: StepUps;
}
