import { existsSync } from 'node:fs';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { DefaultStackSynthesizer, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ConfigError } from '../config.ts';
import { acknowledgeWildcards } from './acknowledge.ts';

interface Filling {
  readonly pagesDir: string;
  readonly distribution: Distribution;
  readonly logRetention: RetentionDays;
}

const hashedFiles = ['assets/*', 'widget/assets/*'];

/** The private bucket of the pages, filled at deployment. */
export class PageBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const bucket = new Bucket(this, 'Files', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.bucket = bucket as IBucket;
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Only the distribution reads it, and what it holds is public.',
    });
  }

  /** Copies what the pages' build made, and makes the distribution forget what was there before. */
  fill({ pagesDir, distribution, logRetention }: Filling): void {
    if (!existsSync(pagesDir)) throw new ConfigError('There are no pages yet: run npm run build:pages');
    const logGroup = new LogGroup(this, 'DeploymentLogs', {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const shared = { sources: [Source.asset(pagesDir)], destinationBucket: this.bucket, logGroup };
    // Named by their contents, so they are good for ever; earlier ones stay, for pages that are open or cached.
    const hashed = new BucketDeployment(this, 'Hashed', {
      ...shared,
      exclude: ['*'],
      include: hashedFiles,
      prune: false,
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.days(365)),
        CacheControl.immutable(),
      ],
    });
    const named = new BucketDeployment(this, 'Named', {
      ...shared,
      exclude: hashedFiles,
      distribution,
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.minutes(5)),
        CacheControl.mustRevalidate(),
      ],
    });
    // A page must not arrive before what it refers to.
    named.node.addDependency(hashed);
    acknowledgeHelper(named, this.bucket);
  }
}

/** The CDK's own helper, which runs at deployment only; we cannot choose its role or runtime. */
function acknowledgeHelper(deployment: BucketDeployment, bucket: IBucket): void {
  const reason = "Part of the CDK's helper, which copies files at deployment and has no ingress.";
  const stack = Stack.of(deployment);
  const helper = stack.node.children.find((child) => child === deployment.handlerRole.node.scope);
  if (!helper) throw new Error("The CDK's helper is not where it was");
  const managed = 'arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  const actions = ['s3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*', 's3:Abort*'];
  Validations.of(helper).acknowledge(
    { id: 'AwsSolutions-L1', reason },
    { id: `AwsSolutions-IAM4[Policy::${managed}]`, reason },
    ...actions.map((action) => ({ id: `AwsSolutions-IAM5[Action::${action}]`, reason })),
  );
  const qualifier = stack.synthesizer.bootstrapQualifier ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER;
  const assets = `arn:${stack.partition}:s3:::cdk-${qualifier}-assets-${stack.account}-${stack.region}/*`;
  acknowledgeWildcards(helper, [assets, bucket.arnForObjects('*'), '*'], reason);
}
