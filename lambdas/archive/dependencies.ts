import type { Conversations } from '../store/conversations.ts';
import type { Db } from '../store/db.ts';

export interface Dependencies {
  readonly db: Db;
  readonly conversations: Conversations;
  readonly publicOrigin: string;
  /** Milliseconds. */
  readonly now: () => number;
}
