import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { DoorstepFunction } from './function.ts';

interface AlarmsProps {
  readonly functions: readonly DoorstepFunction[];
  readonly deadLetters: Queue;
  /** Who is told; without an address the alarms only show. */
  readonly email?: string | undefined;
}

/** What a person should look at. Each description says what happened and what to do. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { functions, deadLetters, email }: AlarmsProps) {
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
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period }),
        alarmDescription:
          "Changes of conversations could not be settled after every retry. Read the stream function's log for the reason; " +
          'each message in the queue names the shard and the records that are left.',
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
