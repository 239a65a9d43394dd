import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { DoorstepFunction } from './function.ts';
import type { TableStream } from './table-stream.ts';
import type { Webhooks } from './webhooks.ts';

interface AlarmsProps {
  readonly functions: readonly DoorstepFunction[];
  readonly stream: TableStream;
  readonly webhooks: Webhooks;
  /** Who is told; without an address the alarms only show. */
  readonly email?: string | undefined;
}

/** What a person should look at. Each description says what happened and what to do. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { functions, stream, webhooks, email }: AlarmsProps) {
    super(scope, id);
    const period = Duration.minutes(5);
    const atOnce = {
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    };
    const alarms = [
      new Alarm(this, 'DeadLetters', {
        ...atOnce,
        metric: stream.deadLetters.metricApproximateNumberOfMessagesVisible({ period }),
        alarmDescription:
          "Changes could not be settled, sealed into the log or told after every retry. Read the stream function's log for the " +
          'reason; each message in the queue names the shard and the records that are left. What the log waits for still stands ' +
          'in the table for 30 days: see docs/log.md on how to seal it late.',
      }),
      new Alarm(this, 'WebhookDeadLetters', {
        ...atOnce,
        metric: webhooks.deadLetters.metricApproximateNumberOfMessagesVisible({ period }),
        alarmDescription:
          'Events could not be posted to a webhook for a day. Each message in the queue names brand, webhook and event; the ' +
          "webhook's last delivery says why. When the receiver is well again, start a redrive of the queue: ids stay the same.",
      }),
      new Alarm(this, 'EventsWaiting', {
        ...atOnce,
        metric: webhooks.events.metricApproximateAgeOfOldestMessage({ period }),
        threshold: Duration.minutes(10).toSeconds(),
        alarmDescription:
          'Events wait for more than ten minutes to be handed to webhooks, which takes moments. Nothing is lost for four days: ' +
          "read the deliver function's log, then its concurrency.",
      }),
      ...functions.map(
        (fn) =>
          new Alarm(this, `${fn.node.id}Failures`, {
            ...atOnce,
            metric: new MathExpression({
              expression: 'errors + throttles',
              usingMetrics: {
                errors: fn.lambda.metricErrors({ period }),
                throttles: fn.lambda.metricThrottles({ period }),
              },
              period,
            }),
            alarmDescription:
              `${fn.name} failed or was throttled. Expected refusals do not count, so this is a fault or the ` +
              "account's limit of concurrent executions: read its log, then its concurrency.",
          }),
      ),
    ];
    if (!email) return;
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
  }
}
