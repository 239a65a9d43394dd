import { randomUUID } from 'node:crypto';
import { allows } from '../access.ts';
import type { BusModel, RuleModel } from '../assembly/model.ts';
import { ACCOUNT, REGION } from '../assembly/physical.ts';
import type { Caller } from '../caller.ts';
import type { ServiceAnswer } from '../control/server.ts';
import { matchesAny } from '../dynamodb/event-pattern.ts';
import type { LocalQueue } from '../queues/queue.ts';

type Entry = {
  EventBusName?: string;
  Source?: string;
  DetailType?: string;
  Detail?: string;
  Time?: number;
  Resources?: string[];
};

export type Buses = {
  buses: readonly BusModel[];
  rules: readonly RuleModel[];
  queues: readonly LocalQueue[];
};

const LARGEST_BYTES = 262_144;

/** The EventBridge protocol: each event goes into the queues of the rules that it matches, before the call is answered. */
export async function answerEvents(
  parts: Buses,
  operation: string,
  body: Buffer,
  caller: Caller | undefined,
): Promise<ServiceAnswer> {
  if (operation !== 'PutEvents')
    return failure('UnknownOperationException', `The local buses do not know the operation ${operation}.`);
  const { Entries = [] } = JSON.parse(body.toString() || '{}') as { Entries?: Entry[] };
  if (Entries.length === 0 || Entries.length > 10)
    return failure('ValidationException', 'A call has 1 to 10 entries.');
  if (body.length > LARGEST_BYTES) return failure('ValidationException', 'The entries are too large.');
  for (const { EventBusName = 'default' } of Entries) {
    const resource = busOf(parts, EventBusName)?.arn ?? EventBusName;
    const request = { action: 'events:PutEvents', resource, facts: () => undefined };
    if (caller && !allows(caller.function.statements, request))
      return failure('AccessDeniedException', `The role is not authorized to put events on ${resource}`);
  }
  const answers = [];
  for (const entry of Entries) answers.push(await put(parts, entry));
  const failed = answers.filter((answer) => 'ErrorCode' in answer).length;
  return { status: 200, body: { FailedEntryCount: failed, Entries: answers } };
}

const busOf = ({ buses }: Buses, given: string) =>
  buses.find(({ name, arn }) => given === name || given === arn);

async function put(parts: Buses, entry: Entry) {
  const { Source: source, DetailType, Detail = '', Time, Resources: resources = [] } = entry;
  if (!source || !DetailType) return refused('InvalidArgument', 'Source and DetailType are required.');
  let detail: unknown;
  try {
    detail = JSON.parse(Detail);
  } catch {
    return refused('MalformedDetail', 'Detail is malformed.');
  }
  const id = randomUUID();
  // An unknown bus takes events too, as in the cloud; they match nothing.
  const bus = busOf(parts, entry.EventBusName ?? 'default');
  const time = new Date(Time === undefined ? Date.now() : Time * 1000).toISOString();
  const event = {
    version: '0',
    id,
    'detail-type': DetailType,
    source,
    account: ACCOUNT,
    time: time.replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources,
    detail,
  };
  for (const rule of parts.rules) {
    if (!('pattern' in rule) || !rule.enabled || rule.bus !== bus?.name) continue;
    if (!matchesAny([rule.pattern], event)) continue;
    for (const arn of rule.queues)
      await parts.queues.find(({ model }) => model.arn === arn)?.send([JSON.stringify(event)]);
  }
  return { EventId: id };
}

const refused = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });

function failure(type: string, message: string): ServiceAnswer {
  return { status: 400, body: { __type: type, message }, error: type };
}
