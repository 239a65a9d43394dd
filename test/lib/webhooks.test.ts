import { beforeAll, describe, expect, it } from '@jest/globals';
import { mostAttempts, pauseAfter } from '../../lambdas/core/events/pauses.ts';
import { actionsOf, functionsOf, ofType, statementsOf, synthesize, type Template } from './fixture.ts';

describe('events and webhooks', () => {
  let app: Template;
  beforeAll(() => {
    app = synthesize().app;
  });
  const queues = () => ofType(app, 'AWS::SQS::Queue').filter(({ id }) => id.startsWith('Webhooks'));
  const queue = (name: string) => {
    const found = queues().find(({ id }) => id.startsWith(`Webhooks${name}`));
    if (!found) throw new Error(`no queue ${name}`);
    return found;
  };

  it('lead every event of ours from the bus into a queue, which only the bus may fill', () => {
    const [rule] = ofType(app, 'AWS::Events::Rule').filter(({ id }) => id.startsWith('Webhooks'));
    if (!rule) throw new Error('no rule');
    expect(rule.Properties).toMatchObject({ State: 'ENABLED', EventPattern: { source: ['doorstep'] } });
    const [target] = rule.Properties.Targets as Record<string, unknown>[];
    expect(target).toMatchObject({
      Arn: { 'Fn::GetAtt': [queue('Events').id, 'Arn'] },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [queue('DeadLetters').id, 'Arn'] } },
    });
    const policies = ofType(app, 'AWS::SQS::QueuePolicy').filter(({ Properties }) =>
      JSON.stringify(Properties.Queues).includes(queue('Events').id),
    );
    const allowing = JSON.stringify(policies).match(/"Effect":"Allow"/g);
    expect(allowing).toHaveLength(1);
    expect(JSON.stringify(policies)).toContain('events.amazonaws.com');
  });

  it('try each delivery for about a day, and keep what never arrives', () => {
    const pauses = Array.from({ length: mostAttempts }, (_, index) => pauseAfter(index + 1));
    expect(pauses.reduce((sum, seconds) => sum + seconds, 0) / 3600).toBeCloseTo(24, 0);
    expect([...pauses.slice(0, -1)].sort((a, b) => a - b)).toEqual(pauses.slice(0, -1));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(12 * 60 * 60);
    expect(queue('Deliveries').Properties.RedrivePolicy).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [queue('DeadLetters').id, 'Arn'] },
      maxReceiveCount: mostAttempts,
    });
    expect(queue('DeadLetters').Properties.MessageRetentionPeriod).toBe(1_209_600);
  });

  it('take messages in small batches, and those that fail come again alone', () => {
    const { deliver } = functionsOf(app);
    const mappings = ofType(app, 'AWS::Lambda::EventSourceMapping').filter(({ id }) =>
      id.startsWith('Webhooks'),
    );
    expect(mappings).toHaveLength(2);
    for (const { Properties } of mappings)
      expect(Properties).toMatchObject({
        FunctionName: { Ref: deliver.id },
        BatchSize: 5,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
    for (const name of ['Events', 'Deliveries'])
      expect(queue(name).Properties.VisibilityTimeout).toBeGreaterThanOrEqual(
        6 * Number(deliver.Properties.Timeout),
      );
  });

  it('are encrypted at rest, and taken over TLS alone', () => {
    expect(queues()).toHaveLength(3);
    for (const { Properties } of queues()) expect(Properties.SqsManagedSseEnabled).toBe(true);
    expect(JSON.stringify(ofType(app, 'AWS::SQS::QueuePolicy'))).toContain('aws:SecureTransport');
  });

  it('let the function do no more than that', () => {
    const actions = statementsOf(app, 'deliver').flatMap(actionsOf);
    expect([...new Set(actions)].sort()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'kms:Decrypt',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ]);
  });
});
