import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PolicyStatement } from '../../../local/assembly/model.ts';
import type { Caller } from '../../../local/caller.ts';
import { Engine } from '../../../local/dynamodb/engine.ts';
import { answerEvents } from '../../../local/events/bus.ts';
import { startSchedules } from '../../../local/events/schedule.ts';
import { LocalQueue } from '../../../local/queues/queue.ts';

const bus = { name: 'doorstep', arn: 'arn:aws:events:us-east-1:000000000000:event-bus/doorstep' };
const arn = 'arn:aws:sqs:us-east-1:000000000000:all';
const model = { name: 'all', arn, visibilitySeconds: 30, retentionSeconds: 345_600, delaySeconds: 0 };

let engine: Engine;
let queue: LocalQueue;
beforeAll(async () => {
  engine = new Engine();
  await engine.open();
});
beforeEach(() => {
  const pace = { pauseSecondMs: 1000 };
  queue = new LocalQueue({ store: engine.store, model, pace, queue: () => undefined });
});
afterAll(() => engine.close());

const rule = (pattern: unknown, enabled = true) => ({
  id: 'Rule',
  enabled,
  bus: bus.name,
  pattern,
  queues: [arn],
});
const entry = (more: object = {}) => ({
  EventBusName: bus.name,
  Source: 'doorstep',
  DetailType: 'doorstep.stepped_up',
  Detail: '{"brand":"acme"}',
  ...more,
});

const put = (Entries: object[], rules = [rule({ source: ['doorstep'] })], caller?: Caller) =>
  answerEvents(
    { buses: [bus], rules, queues: [queue] },
    'PutEvents',
    Buffer.from(JSON.stringify({ Entries })),
    caller,
  );
const events = () => queue.messages.map(({ body }) => JSON.parse(body) as Record<string, unknown>);

describe('the event bus', () => {
  it('puts an event into the queues of the rules that it matches', async () => {
    const { status, body } = await put([entry({ Time: 1_795_253_400 })]);
    expect([status, body]).toEqual([
      200,
      { FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] },
    ]);
    expect(events()).toMatchObject([
      {
        version: '0',
        source: 'doorstep',
        'detail-type': 'doorstep.stepped_up',
        time: '2026-11-21T09:30:00Z',
        detail: { brand: 'acme' },
      },
    ]);
  });

  it('matches by pattern, and leaves rules alone that are switched off', async () => {
    const rules = [
      rule({ source: ['other'] }),
      rule({ source: ['doorstep'] }, false),
      rule({ detail: { brand: ['acme'] } }),
    ];
    await put([entry(), entry({ Detail: '{"brand":"other"}' })], rules);
    expect(events()).toMatchObject([{ detail: { brand: 'acme' } }]);
  });

  it('says which entries it did not take', async () => {
    const { body } = await put([entry({ Detail: 'no json' }), entry({ Source: undefined }), entry()]);
    expect(body).toMatchObject({
      FailedEntryCount: 2,
      Entries: [
        { ErrorCode: 'MalformedDetail' },
        { ErrorCode: 'InvalidArgument' },
        { EventId: expect.any(String) },
      ],
    });
    expect(events()).toHaveLength(1);
  });

  it('takes ten at once and no more', async () => {
    expect((await put(Array.from({ length: 11 }, () => entry()))).error).toBe('ValidationException');
    expect((await put([])).error).toBe('ValidationException');
  });

  it('asks the role of the caller', async () => {
    const may = (resource: string): Caller => {
      const statements: PolicyStatement[] = [
        { effect: 'Allow', actions: ['events:PutEvents'], resources: [resource], conditions: {} },
      ];
      return { function: { statements } } as unknown as Caller;
    };
    const rules = [rule({ source: ['doorstep'] })];
    expect((await put([entry()], rules, may(bus.arn))).status).toBe(200);
    expect((await put([entry()], rules, may(`${bus.arn}-other`))).error).toBe('AccessDeniedException');
  });
});

describe('a schedule', () => {
  it('calls its functions at its rate, until it is stopped', async () => {
    const calls: string[] = [];
    let called: () => void = () => undefined;
    const twice = new Promise<void>((resolve) => {
      called = () => calls.length === 2 && resolve();
    });
    const stop = startSchedules(
      [{ id: 'Rate', enabled: true, everyMs: 5, functions: ['sweep'] }],
      async (name, event) => {
        calls.push(`${name} ${JSON.parse(event)['detail-type']}`);
        called();
      },
    );
    await twice;
    stop();
    const before = calls.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(calls).toHaveLength(before);
    expect(calls[0]).toBe('sweep Scheduled Event');
  });
});
