import type { DynamoDBStreamEvent } from 'aws-lambda';
import { requireEnv } from '../edge/env.ts';
import { Pusher } from '../edge/push.ts';
import { Sockets } from '../edge/sockets.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { Roster } from '../store/roster.ts';
import { StepUps } from '../store/step-ups.ts';
import { settle } from './records.ts';

const db = new Db(requireEnv('TABLE_NAME'));
const sockets = new Sockets();
const conversations = new Conversations(db);
const deps = {
  conversations,
  push: new Pusher(sockets, conversations),
  roster: new Roster(db),
  stepUps: new StepUps(db),
  sockets,
  now: Date.now,
};

/** Takes records in order; one that fails is delivered again with those after it. */
export async function handler(event: DynamoDBStreamEvent): Promise<void> {
  for (const record of event.Records) await settle(deps, record);
}
