import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { DoorstepFunction } from './function.ts';

/**
 * Feeds a function with what follows from what was written: timeline entries, heads that still owe one, what waits to be
 * sealed into the log, and brands that still have to close sockets.
 */
export class TableStream extends Construct {
  /** Where records end that failed every time. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: { table: Table; fn: DoorstepFunction }) {
    super(scope, id);
    const { fn } = props;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue itself.',
    });
    grantStream(props.table, fn);
    new EventSourceMapping(this, 'Mapping', {
      target: fn.lambda,
      eventSourceArn: streamArn(props.table),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(12),
      onFailure: new SqsDlq(this.deadLetters),
      filters: [
        FilterCriteria.filter({ dynamodb: { NewImage: { kind: { S: FilterRule.or('entry', 'pending') } } } }),
        FilterCriteria.filter({ dynamodb: { NewImage: { owesSeq: { N: FilterRule.exists() } } } }),
        FilterCriteria.filter({ dynamodb: { NewImage: { enforcing: { BOOL: [true] } } } }),
      ],
    });
  }
}

function streamArn(table: Table): string {
  if (!table.tableStreamArn) throw new Error('The table has no stream');
  return table.tableStreamArn;
}

function grantStream(table: Table, fn: DoorstepFunction): void {
  fn.allow({
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    resources: [streamArn(table)],
  });
  fn.allow({
    actions: ['dynamodb:ListStreams'],
    resources: ['*'],
    wildcard: 'Lambda asks for it, and IAM knows no narrower resource: it names streams and reads none.',
  });
}
