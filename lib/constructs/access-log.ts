import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type IAccessLogSettings, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/** A gateway's access log. It names each field it keeps: a query string (the socket's ticket) is none of them. */
export class AccessLog extends Construct {
  readonly settings: IAccessLogSettings;

  constructor(scope: Construct, id: string, props: { fields: readonly string[]; retention: RetentionDays }) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.retention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const format = Object.fromEntries(props.fields.map((field) => [field, `$context.${field}`]));
    this.settings = {
      destination: new LogGroupLogDestination(logGroup),
      format: AccessLogFormat.custom(JSON.stringify(format)),
    };
  }
}
