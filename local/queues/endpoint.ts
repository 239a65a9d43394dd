import { randomUUID } from 'node:crypto';
import { allows } from '../access.ts';
import type { Caller } from '../caller.ts';
import type { ServiceAnswer } from '../control/server.ts';
import { type LocalQueue, md5 } from './queue.ts';

type Entry = { Id: string; MessageBody: string; DelaySeconds?: number };
type Input = {
  QueueUrl?: string;
  MessageBody?: string;
  DelaySeconds?: number;
  Entries?: Entry[];
  ReceiptHandle?: string;
  VisibilityTimeout?: number;
  MaxNumberOfMessages?: number;
};

const LARGEST_BYTES = 1_048_576;
const LONGEST_PAUSE_SECONDS = 12 * 60 * 60;

/** The SQS protocol in JSON, as far as a function needs it: to send, and to say when a message comes again. */
export async function answerSqs(
  queues: readonly LocalQueue[],
  operation: string,
  body: Buffer,
  caller: Caller | undefined,
): Promise<ServiceAnswer> {
  const input = JSON.parse(body.toString() || '{}') as Input;
  const name = input.QueueUrl?.split('/').at(-1);
  const queue = queues.find(({ model }) => model.name === name);
  const action = `sqs:${operation.replace(/Batch$/, '')}`;
  const resource = queue?.model.arn ?? '';
  if (caller && !allows(caller.function.statements, { action, resource, facts: () => undefined }))
    return failure('AccessDenied', `The role is not authorized to perform ${action} on ${resource || name}`);
  if (!queue) return failure('AWS.SimpleQueueService.NonExistentQueue', 'The queue does not exist.');
  if (operation === 'SendMessage') {
    const { MessageBody: text = '' } = input;
    if (Buffer.byteLength(text) > LARGEST_BYTES) return failure('InvalidParameterValue', 'Too large.');
    const [sent] = await queue.send([text], input.DelaySeconds);
    return { status: 200, body: { MessageId: sent?.id, MD5OfMessageBody: md5(text) } };
  }
  if (operation === 'SendMessageBatch') return sendAll(queue, input.Entries ?? []);
  if (operation === 'ChangeMessageVisibility') {
    const seconds = input.VisibilityTimeout ?? 0;
    if (seconds > LONGEST_PAUSE_SECONDS) return failure('InvalidParameterValue', 'At most 12 hours.');
    return (await queue.changeVisibility(input.ReceiptHandle ?? '', seconds))
      ? { status: 200, body: {} }
      : failure('ReceiptHandleIsInvalid', 'The receipt handle is not, or no longer, valid.');
  }
  return failure('UnknownOperationException', `The local queues do not know the operation ${operation}.`);
}

async function sendAll(queue: LocalQueue, entries: readonly Entry[]): Promise<ServiceAnswer> {
  if (entries.length === 0 || entries.length > 10)
    return failure('AWS.SimpleQueueService.TooManyEntriesInBatchRequest', 'A batch has 1 to 10 entries.');
  const size = entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0);
  if (size > LARGEST_BYTES) return failure('AWS.SimpleQueueService.BatchRequestTooLong', 'Too large.');
  const Successful = [];
  for (const { Id, MessageBody, DelaySeconds } of entries) {
    const [sent] = await queue.send([MessageBody], DelaySeconds);
    Successful.push({ Id, MessageId: sent?.id ?? randomUUID(), MD5OfMessageBody: md5(MessageBody) });
  }
  return { status: 200, body: { Successful, Failed: [] } };
}

function failure(type: string, message: string): ServiceAnswer {
  return { status: 400, body: { __type: `com.amazonaws.sqs#${type}`, message }, error: type };
}
