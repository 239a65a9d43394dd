import { beforeAll, describe, expect, it } from '@jest/globals';
import { functionsOf, ofType, statementsOf, synthesize, type Template } from './fixture.ts';

describe("the table's stream", () => {
  let app: Template;
  beforeAll(() => {
    app = synthesize().app;
  });
  const mapping = () => within('AWS::Lambda::EventSourceMapping').Properties;
  /** The stream's own resource of a type: webhooks have some too. */
  const within = (type: string) => {
    const [found] = ofType(app, type).filter(({ id }) => id.startsWith('TableStream'));
    if (!found) throw new Error(`no ${type}`);
    return found;
  };

  it('feeds its function with timeline entries, heads that owe one, what the log waits for and brands that owe something, and nothing else', () => {
    const { Filters } = mapping().FilterCriteria as { Filters: { Pattern: string }[] };
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { dynamodb: { NewImage: { kind: { S: ['entry', 'pending'] } } } },
      { dynamodb: { NewImage: { owesSeq: { N: [{ exists: true }] } } } },
      { dynamodb: { NewImage: { enforcing: { BOOL: [true] } } } },
    ]);
    expect(mapping().FunctionName).toEqual({ Ref: functionsOf(app).stream.id });
  });

  it('finds the record that fails, gives up on it in the end, and keeps it', () => {
    expect(mapping()).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 43_200,
      StartingPosition: 'TRIM_HORIZON',
    });
    const queue = within('AWS::SQS::Queue');
    expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
    expect(mapping().DestinationConfig).toEqual({
      OnFailure: { Destination: { 'Fn::GetAtt': [queue.id, 'Arn'] } },
    });
  });

  it('is read by that function alone', () => {
    const reads = JSON.stringify(statementsOf(app, 'stream'));
    expect(reads).toContain('dynamodb:GetRecords');
    expect(JSON.stringify(app).match(/dynamodb:GetRecords/g)).toHaveLength(1);
  });
});
