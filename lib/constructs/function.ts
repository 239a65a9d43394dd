import {
  Effect,
  type IGrantable,
  type IPrincipal,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { FunctionName, FunctionSpec } from '../functions/catalog.ts';
import { acknowledgeWildcards } from './acknowledge.ts';

interface DoorstepFunctionProps {
  readonly name: FunctionName;
  readonly spec: FunctionSpec;
  /** The folder with the bundle, `index.mjs`. */
  readonly assetDir: string;
  readonly logRetentionDays: RetentionDays;
  readonly logLevel: Config['logLevel'];
}

/** One thing that a function may do. */
interface Permission {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Record<string, unknown>;
  /** Why a `*` in one of the resources is right. */
  readonly wildcard?: string;
}

/** A function with a role and a log group of its own. What it may do, whoever owns the thing grants with `allow`. */
export class DoorstepFunction extends Construct implements IGrantable {
  readonly name: FunctionName;
  readonly lambda: LambdaFunction;
  readonly grantPrincipal: IPrincipal;

  constructor(scope: Construct, id: string, props: DoorstepFunctionProps) {
    super(scope, id);
    this.name = props.name;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.grantPrincipal = role;
    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.spec.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(props.assetDir),
      handler: 'index.handler',
      memorySize: props.spec.memoryMb,
      timeout: Duration.seconds(props.spec.timeoutSeconds),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[props.logLevel],
    });
    this.allow({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
  }

  /** Adds one statement to the function's own role. */
  allow({ wildcard, ...statement }: Permission): void {
    this.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ effect: Effect.ALLOW, ...statement }));
    if (wildcard) acknowledgeWildcards(this, statement.resources, wildcard);
  }

  /** Sets an environment variable, beside the grant that it belongs to. */
  set(variable: string, value: string): void {
    this.lambda.addEnvironment(variable, value);
  }
}
