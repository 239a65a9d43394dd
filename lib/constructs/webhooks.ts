import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { mostAttempts } from '../../lambdas/core/events/pauses.ts';
import type { DoorstepFunction } from './function.ts';

interface WebhooksProps {
  readonly bus: EventBus;
  readonly fn: DoorstepFunction;
}

/**
 * From the bus to the brands' webhooks: every event goes into a queue, from which the function makes a delivery for each
 * webhook that hears of it; each delivery waits in a second queue and is tried for itself.
 */
export class Webhooks extends Construct {
  /** Events that wait to become deliveries; nothing stays here for long. */
  readonly events: Queue;
  /** Where events and deliveries end that failed every time. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { bus, fn }: WebhooksProps) {
    super(scope, id);
    this.deadLetters = this.#queue('DeadLetters', { retentionPeriod: Duration.days(14) });
    Validations.of(this.deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue itself.',
    });
    const visibilityTimeout = Duration.seconds(180);
    const deadLetter = (maxReceiveCount: number) => ({ queue: this.deadLetters, maxReceiveCount });
    this.events = this.#queue('Events', { visibilityTimeout, deadLetterQueue: deadLetter(10) });
    const deliveries = this.#queue('Deliveries', {
      visibilityTimeout,
      deadLetterQueue: deadLetter(mostAttempts),
    });
    new Rule(this, 'ToEvents', {
      description: 'Every event of Doorstep, to be posted to webhooks',
      eventBus: bus,
      eventPattern: { source: ['doorstep'] },
      targets: [new SqsQueue(this.events, { deadLetterQueue: this.deadLetters })],
    });
    this.#feed('FromEvents', this.events, fn);
    this.#feed('FromDeliveries', deliveries, fn);
    fn.set('DELIVERIES_QUEUE_URL', deliveries.queueUrl);
    fn.allow({ actions: ['sqs:SendMessage'], resources: [deliveries.queueArn] });
  }

  #queue(id: string, props: QueueProps): Queue {
    return new Queue(this, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, ...props });
  }

  #feed(id: string, queue: Queue, fn: DoorstepFunction): void {
    fn.allow({
      actions: [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ChangeMessageVisibility',
      ],
      resources: [queue.queueArn],
    });
    new EventSourceMapping(this, id, {
      target: fn.lambda,
      eventSourceArn: queue.queueArn,
      // A post takes 5 seconds at most, and those of one batch run side by side.
      batchSize: 5,
      reportBatchItemFailures: true,
    });
  }
}
