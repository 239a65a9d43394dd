import { beforeAll, describe, expect, it } from '@jest/globals';
import { schema } from '../../lambdas/store/table.ts';
import { ofType, only, synthesize, type Template } from './fixture.ts';

describe('the data stack', () => {
  let data: Template;
  beforeAll(() => {
    data = synthesize().data;
  });

  it('holds one on-demand table with the keys of the schema', () => {
    const { Properties } = only(data, 'AWS::DynamoDB::Table');
    expect(Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    });
  });

  it('has one sparse index, which includes state and nothing else', () => {
    const { Properties } = only(data, 'AWS::DynamoDB::Table');
    expect(Properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'inbox',
        KeySchema: [
          { AttributeName: 'inboxPk', KeyType: 'HASH' },
          { AttributeName: 'inboxSk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: schema.indexes.inbox.projection },
      },
    ]);
  });

  it('encrypts the table with the key that AWS owns', () => {
    expect(only(data, 'AWS::DynamoDB::Table').Properties.SSESpecification).toEqual({ SSEEnabled: false });
  });

  it('rotates the key that seals secrets, and signs the log with one that can do nothing else', () => {
    expect(ofType(data, 'AWS::KMS::Key').map(({ Properties }) => Properties)).toMatchObject([
      { EnableKeyRotation: true },
      { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
    ]);
  });

  it('outlives the stack, unless the configuration says otherwise', () => {
    const kept = [only(data, 'AWS::DynamoDB::Table'), ...ofType(data, 'AWS::KMS::Key')];
    expect(kept.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'Retain', 'Retain']);
    expect(kept[0]?.Properties.DeletionProtectionEnabled).toBe(true);

    const passing = synthesize({ keepData: false }).data;
    expect(only(passing, 'AWS::DynamoDB::Table')).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
    for (const { DeletionPolicy } of ofType(passing, 'AWS::KMS::Key')) expect(DeletionPolicy).toBe('Delete');
  });

  it('knows nothing of the app stack, so that there is no cycle', () => {
    expect(JSON.stringify(data)).not.toContain('ImportValue');
  });
});
