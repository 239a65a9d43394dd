import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readBody } from '../../../local/body.ts';
import { Engine } from '../../../local/dynamodb/engine.ts';
import { listen } from '../../../local/listen.ts';
import { QueueDelivery } from '../../../local/queues/delivery.ts';
import { answerSqs } from '../../../local/queues/endpoint.ts';
import { LocalQueue } from '../../../local/queues/queue.ts';

const pace = { pauseSecondMs: 10, visibilityMs: 100 };
const model = {
  name: 'jobs',
  arn: 'arn:aws:sqs:us-east-1:000000000000:jobs',
  visibilitySeconds: 10,
  retentionSeconds: 345_600,
  delaySeconds: 0,
  redrive: { deadLetters: 'arn:aws:sqs:us-east-1:000000000000:dead', maxReceives: 3 },
};
const deadModel = { ...model, name: 'dead', arn: model.redrive.deadLetters };
const { redrive: _none, ...plainDead } = deadModel;

let folder: string;
let engine: Engine;
let queue: LocalQueue;
let dead: LocalQueue;

async function open(): Promise<void> {
  engine = new Engine(folder);
  await engine.open();
  dead = new LocalQueue({ store: engine.store, model: plainDead, pace, queue: () => undefined });
  queue = new LocalQueue({ store: engine.store, model, pace, queue: () => dead });
  await dead.load();
  await queue.load();
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorstep-queue-'));
});
beforeEach(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
  await open();
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const bodies = (messages: readonly { body: string }[]) => messages.map(({ body }) => body);
const visibleAgain = () => sleep(pace.visibilityMs + 5);

describe('a queue', () => {
  it('gives a message again until it is deleted, and counts', async () => {
    await queue.send(['one', 'two']);
    const first = await queue.receive(10);
    expect(bodies(first)).toEqual(['one', 'two']);
    expect(await queue.receive(10)).toEqual([]);
    await queue.delete([first[0]?.receipt ?? '']);
    await visibleAgain();
    const second = await queue.receive(10);
    expect(second).toMatchObject([{ body: 'two', receives: 2 }]);
    // The receipt of the time before is good no more.
    await queue.delete([first[1]?.receipt ?? '']);
    expect(queue.messages).toHaveLength(1);
  });

  it('waits as long as the receiver says', async () => {
    await queue.send(['one']);
    const [message] = await queue.receive(1);
    expect(await queue.changeVisibility(message?.receipt ?? '', 0)).toBe(true);
    expect(bodies(await queue.receive(1))).toEqual(['one']);
    expect(await queue.changeVisibility(message?.receipt ?? '', 0)).toBe(false);
  });

  it('puts what was received too often to the dead letters', async () => {
    await queue.send(['bad']);
    for (let time = 0; time < 3; time += 1) {
      const [message] = await queue.receive(1);
      await queue.changeVisibility(message?.receipt ?? '', 0);
    }
    expect(await queue.receive(1)).toEqual([]);
    expect(bodies(dead.messages)).toEqual(['bad']);
    expect(queue.messages).toEqual([]);
  });

  it('keeps its messages over a restart, and gives what was in flight again', async () => {
    await queue.send(['one', 'two']);
    const [first] = await queue.receive(2);
    await queue.delete([first?.receipt ?? '']);
    await engine.close();
    await open();
    expect(await queue.receive(2)).toMatchObject([{ body: 'two', receives: 2 }]);
  });
});

describe('the mapping of a queue to a function', () => {
  const source = {
    id: 'Mapping',
    queue: model.arn,
    function: 'worker',
    batchSize: 5,
    concurrency: 2,
    reportsItemFailures: true,
  };

  it('deletes what the function took, and brings again what it reported', async () => {
    const seen: string[][] = [];
    const delivery = new QueueDelivery(queue, source, async (_name, { Records }) => {
      const records = Records as { messageId: string; body: string }[];
      seen.push(bodies(records));
      const failed = records.filter(({ body }) => body === 'bad');
      return {
        ok: true,
        answer: { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) },
      };
    });
    await queue.send(['good', 'bad', 'fine']);
    delivery.start();
    await visibleAgain();
    while (dead.messages.length === 0) await sleep(5);
    await delivery.stop();
    expect(seen).toEqual([['good', 'bad', 'fine'], ['bad'], ['bad']]);
    expect(bodies(dead.messages)).toEqual(['bad']);
  });

  it('brings everything again when the function fails', async () => {
    let calls = 0;
    const delivery = new QueueDelivery(queue, source, async () => {
      calls += 1;
      return calls === 1 ? { ok: false, reason: 'it broke' } : { ok: true, answer: null };
    });
    await queue.send(['one']);
    delivery.start();
    while (queue.messages.length > 0) await sleep(5);
    await delivery.stop();
    expect(calls).toBe(2);
    expect(delivery.idle).toBe(true);
  });
});

describe('the SQS protocol', () => {
  let server: Server;
  let client: SQSClient;
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const { status, body, error } = await answerSqs([queue], operation, await readBody(request), undefined);
      response.writeHead(status, error ? { 'x-amzn-errortype': error } : {}).end(JSON.stringify(body));
    });
    const port = await listen(server, 0, 'queues');
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = new SQSClient({ endpoint: `http://127.0.0.1:${port}/sqs`, region: 'us-east-1', credentials });
  });
  afterAll(() => {
    client.destroy();
    server.close();
  });
  const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/000000000000/jobs';

  it('is spoken by the SDK, at the endpoint that it is given', async () => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    const { Successful, Failed } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: 'two' },
          { Id: 'b', MessageBody: 'three', DelaySeconds: 900 },
        ],
      }),
    );
    expect([Successful?.map(({ Id }) => Id), Failed]).toEqual([['a', 'b'], []]);
    const received = await queue.receive(10);
    expect(bodies(received)).toEqual(['one', 'two']);
    const [first] = received;
    const ReceiptHandle = first?.receipt;
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    expect(bodies(await queue.receive(10))).toEqual(['one']);
  });

  it('refuses as SQS does', async () => {
    const pause = { QueueUrl, ReceiptHandle: 'none', VisibilityTimeout: 43_201 };
    await expect(client.send(new ChangeMessageVisibilityCommand(pause))).rejects.toThrow('12 hours');
    const gone = { ...pause, VisibilityTimeout: 1 };
    await expect(client.send(new ChangeMessageVisibilityCommand(gone))).rejects.toThrow('no longer');
    await expect(
      client.send(new SendMessageCommand({ QueueUrl: `${QueueUrl}-other`, MessageBody: 'x' })),
    ).rejects.toThrow('does not exist');
    await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [] }))).rejects.toThrow(
      '1 to 10',
    );
  });
});
