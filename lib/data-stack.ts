import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { schema } from '../lambdas/store/table.ts';
import type { Config } from './config.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** What must outlive everything else: the table, the key that seals secrets in it, and the key that signs the log. */
export class DataStack extends Stack {
  readonly table: Table;
  readonly secretsKey: Key;
  /** Signs the checkpoints of the log. Its public half is what the log is verified with. */
  readonly logKey: Key;

  constructor(scope: Construct, id: string, props: StackProps & { config: Config }) {
    super(scope, id, { ...props, terminationProtection: props.config.keepData });
    const { keepData } = props.config;
    const removalPolicy = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.table = new Table(this, 'Table', {
      partitionKey: text(schema.pk),
      sortKey: text(schema.sk),
      timeToLiveAttribute: schema.ttl,
      billingMode: BillingMode.PAY_PER_REQUEST,
      // The AWS-owned key: free, and no second permission that every function would need.
      encryption: TableEncryption.DEFAULT,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      stream: StreamViewType.NEW_IMAGE,
      deletionProtection: keepData,
      removalPolicy,
    });
    const { inbox } = schema.indexes;
    this.table.addGlobalSecondaryIndex({
      indexName: 'inbox',
      partitionKey: text(inbox.pk),
      sortKey: text(inbox.sk),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...inbox.projection],
    });

    this.secretsKey = new Key(this, 'SecretsKey', {
      description: 'Seals the secrets that Doorstep stores, and nothing else',
      enableKeyRotation: true,
      removalPolicy,
    });

    this.logKey = new Key(this, 'LogKey', {
      description: 'Signs the checkpoints of the log of Doorstep, and nothing else',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy,
    });

    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'LogKeyArn', { value: this.logKey.keyArn });
  }
}
