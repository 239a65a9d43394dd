import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { requireEnv } from '../edge/env.ts';
import { Events } from '../edge/events.ts';
import { Pusher } from '../edge/push.ts';
import { signWith } from '../edge/signing.ts';
import { Sockets } from '../edge/sockets.ts';
import { Conversations } from '../store/conversations.ts';
import { Db } from '../store/db.ts';
import { OpenConversations } from '../store/open-conversations.ts';
import { Requests } from '../store/requests.ts';
import { Revocations } from '../store/revocations.ts';
import { Roster } from '../store/roster.ts';
import { readBrand } from '../store/settings.ts';
import { StepUps } from '../store/step-ups.ts';
import { Batch } from './batch.ts';
import { drawConsequences } from './consequences.ts';
import { enforceOwed } from './enforced.ts';
import { isOfErased } from './erased.ts';
import { publishAll } from './publish.ts';
import { latestDebt, settleHead, tellDesks } from './records.ts';
import { sealAll } from './seal.ts';

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
  requests: new Requests(db),
  open: new OpenConversations(db),
  revocations: new Revocations(db),
  sockets,
  events: new Events(requireEnv('EVENT_BUS')),
  sign: signWith(requireEnv('LOG_KEY_ID')),
  notifies: async (brand: string) => (await readBrand(db, brand))?.stepUpNotification !== false,
  now: Date.now,
};

/** Takes records in order; those that fail are reported, and come again with all after them. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const batch = new Batch(event.Records);
  await batch.each((item) => enforceOwed(deps, item));
  await batch.each((item) => tellDesks(deps, item));
  // Requests settle what they owe by themselves, as a rule: the stream comes after them, and then has nothing to do or say.
  const debt = latestDebt(batch.records.map(({ item }) => item));
  await sleep(Math.max(0, debt + patience - Date.now()));
  await batch.leaveOut((item) => isOfErased(deps, item));
  await batch.each((item) => settleHead(deps, item));
  await batch.each((item) => drawConsequences(deps, item));
  await sealAll(deps, batch);
  await publishAll(deps, batch);
  return batch.answer;
}
