import type { Messaging } from '../flows/messaging.ts';
import type { Db } from '../store/db.ts';
import type { Roster } from '../store/roster.ts';

export interface Dependencies extends Messaging {
  readonly db: Db;
  readonly roster: Roster;
}
