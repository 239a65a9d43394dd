import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { requireEnv } from '../edge/env.ts';
import { Pusher } from '../edge/push.ts';
import { Sockets } from '../edge/sockets.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { Roster } from '../store/roster.ts';
import { StepUps } from '../store/step-ups.ts';
import { itemOf, latestDebt, settleHead, tellDesks } from './records.ts';

/** How long a request has to settle what it owes; milliseconds. */
const patience = 500;

const db = new Db(requireEnv('TABLE_NAME'));
const sockets = new Sockets();
const conversations = new Conversations(db);
const deps = {
  db,
  conversations,
  push: new Pusher(sockets, conversations),
  roster: new Roster(db),
  stepUps: new StepUps(db),
  sockets,
  now: Date.now,
};

/** Takes records in order; one that fails is delivered again with those after it. */
export async function handler(event: DynamoDBStreamEvent): Promise<void> {
  const items = event.Records.flatMap(itemOf);
  for (const item of items) await tellDesks(deps, item);
  // Requests settle what they owe by themselves, as a rule: the stream comes after them, and then has nothing to do or say.
  await sleep(Math.max(0, latestDebt(items) + patience - Date.now()));
  for (const item of items) await settleHead(deps, item);
}
