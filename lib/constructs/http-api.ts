import { HttpApi, type HttpMethod, HttpStage, IpAddressType } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Fn, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { httpRoutes } from '../../contract/http.ts';
import type { FunctionName } from '../functions/catalog.ts';
import { AccessLog } from './access-log.ts';
import type { DoorstepFunction } from './function.ts';

/**
 * The HTTP API: every route of the contract, to its function. No CORS here: which origins may call is each
 * engagement's own list, so the consumers' function answers the preflight itself.
 */
export class DoorstepHttpApi extends Construct {
  /** Without a path or a slash at the end. */
  readonly url: string;
  readonly domainName: string;
  readonly #api: HttpApi;

  constructor(scope: Construct, id: string, props: { logRetention: RetentionDays }) {
    super(scope, id);
    this.#api = new HttpApi(this, 'Api', {
      apiName: `${Stack.of(this).stackName}Http`,
      ipAddressType: IpAddressType.DUAL_STACK,
      createDefaultStage: false,
    });
    const log = new AccessLog(this, 'AccessLog', {
      fields: [
        'requestId',
        'requestTime',
        'routeKey',
        'status',
        'responseLatency',
        'integrationErrorMessage',
      ],
      retention: props.logRetention,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 1000, burstLimit: 500 },
      accessLogSettings: log.settings,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The functions authorize: by session cookie or bearer token, against the session as it is stored.',
    });
    this.url = this.#api.apiEndpoint;
    this.domainName = Fn.select(2, Fn.split('/', this.url));
  }

  /** Sends the contract's routes to their functions. */
  route(functions: Record<FunctionName, DoorstepFunction>): void {
    const integrations = new Map<FunctionName, HttpLambdaIntegration>();
    for (const { method, path, function: name } of Object.values(httpRoutes)) {
      const integration =
        integrations.get(name) ??
        new HttpLambdaIntegration(name, functions[name].lambda, { scopePermissionToRoute: false });
      integrations.set(name, integration);
      this.#api.addRoutes({ path, methods: [method as HttpMethod], integration });
    }
  }
}
