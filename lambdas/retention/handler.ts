import { requireEnv } from '../edge/env.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { run } from './run.ts';

const db = new Db(requireEnv('TABLE_NAME'));

export const handler = (): Promise<void> => run({ db, conversations: new Conversations(db), now: Date.now });
