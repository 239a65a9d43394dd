import { IpAddressType, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import {
  WebSocketLambdaIntegration,
  WebSocketMockIntegration,
} from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Fn, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { frames } from '../../contract/frames.ts';
import type { FunctionName } from '../functions/catalog.ts';
import { AccessLog } from './access-log.ts';
import type { DoorstepFunction } from './function.ts';

const stageName = 'live';

/** The WebSocket API. Every route is two-way: what a function returns is the answer to the frame. */
export class SocketApi extends Construct {
  /** Where sockets are opened, `wss://…/live`. */
  readonly url: string;
  /** The same without the stage: what a page's policy has to allow. */
  readonly origin: string;
  readonly #api: WebSocketApi;

  constructor(scope: Construct, id: string, props: { logRetention: RetentionDays }) {
    super(scope, id);
    this.#api = new WebSocketApi(this, 'Api', {
      apiName: `${Stack.of(this).stackName}Socket`,
      ipAddressType: IpAddressType.DUAL_STACK,
      routeSelectionExpression: '$request.body.action',
    });
    const log = new AccessLog(this, 'AccessLog', {
      fields: [
        'requestId',
        'requestTime',
        'eventType',
        'routeKey',
        'status',
        'connectionId',
        'integrationErrorMessage',
      ],
      retention: props.logRetention,
    });
    new WebSocketStage(this, 'Stage', {
      webSocketApi: this.#api,
      stageName,
      autoDeploy: true,
      throttle: { rateLimit: 2000, burstLimit: 1000 },
      accessLogSettings: log.settings,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'A WebSocket API is authorized at $connect; after that each frame is, against stored state.',
    });
    this.origin = this.#api.apiEndpoint;
    this.url = `${this.origin}/${stageName}`;
  }

  /** Sends the contract's frames to their functions, and asks `connect` who may open a socket. */
  route(functions: Record<FunctionName, DoorstepFunction>): void {
    // The authorizer has decided, and nothing is registered at opening: there is nothing left for a function to do.
    this.#api.addRoute('$connect', {
      integration: new WebSocketMockIntegration('Opened', {
        requestTemplates: { $default: '{"statusCode":200}' },
        templateSelectionExpression: '\\$default',
      }),
      authorizer: new WebSocketLambdaAuthorizer('Ticket', functions.connect.lambda, {
        identitySource: ['route.request.querystring.ticket'],
      }),
    });
    const to = {
      'consumer-socket': new WebSocketLambdaIntegration('Consumer', functions['consumer-socket'].lambda),
      'agent-socket': new WebSocketLambdaIntegration('Agent', functions['agent-socket'].lambda),
    };
    for (const { action, function: name } of Object.values(frames)) {
      this.#api.addRoute(action, { integration: to[name], returnResponse: true });
    }
    this.#api.addRoute('$default', { integration: to['consumer-socket'], returnResponse: true });
    this.#api.addRoute('$disconnect', { integration: to['consumer-socket'] });
  }

  /** Lets a function post to open sockets and close them, and tells it the endpoint for that. */
  grantConnections(fn: DoorstepFunction): void {
    const host = Fn.select(2, Fn.split('/', this.origin));
    fn.set('AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI', `https://${host}/${stageName}`);
    fn.allow({
      actions: ['execute-api:ManageConnections'],
      resources: ['POST', 'DELETE'].map((method) =>
        this.#api.arnForExecuteApiV2(`${method}/@connections/*`, stageName),
      ),
      wildcard: "Which connections there are is known only at run time; all of them are this API's own.",
    });
  }

  /** Tells a function where clients open their sockets. */
  tellUrl(fn: DoorstepFunction): void {
    fn.set('WEBSOCKET_URL', this.url);
  }
}
