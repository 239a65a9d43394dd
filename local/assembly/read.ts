import { httpApiModel, webSocketApiModel } from './apis.ts';
import { eventSourceModel, keyModel, tableModel } from './data.ts';
import { distributionModel } from './distribution.ts';
import { functionModels } from './functions.ts';
import { busModel, queueModel, queueSourceModel, ruleModel } from './messaging.ts';
import type { System } from './model.ts';
import { Resolver, type Rewrite, UnsupportedTemplate } from './resolver.ts';
import { assertKnown } from './resources.ts';
import { type ResolvedResource, resourcesOf } from './resources-view.ts';
import { readAssembly } from './template.ts';

/**
 * Reads a cloud assembly into what the runtime runs.
 * @param folder the assembly, `cdk.out`
 * @param rewrite turns addresses of the cloud, and of the configuration, into this machine's
 * @throws UnsupportedTemplate when there is something in it that a laptop would have to run and cannot
 */
export function readSystem(folder: string, rewrite: Rewrite): System {
  const templates = readAssembly(folder);
  for (const stack of templates)
    for (const [id, { Type }] of Object.entries(stack.resources)) assertKnown(stack.name, id, Type);
  const stacks = templates.map((stack): [typeof stack, Resolver] => [
    stack,
    new Resolver(stack, templates, rewrite),
  ]);
  const of = (...types: string[]) => resourcesOf(stacks, ...types);

  const apis = of('AWS::ApiGatewayV2::Api');
  const parts = {
    routes: of('AWS::ApiGatewayV2::Route'),
    integrations: of('AWS::ApiGatewayV2::Integration'),
    authorizers: of('AWS::ApiGatewayV2::Authorizer'),
    stages: of('AWS::ApiGatewayV2::Stage'),
  };
  const mappings = of('AWS::Lambda::EventSourceMapping');
  const deployments = of('Custom::CDKBucketDeployment');
  const tokens = [...deployments, ...of('Custom::S3AutoDeleteObjects')].map(
    ({ properties }) => properties.ServiceToken,
  );
  const [distribution, another] = of('AWS::CloudFront::Distribution');
  if (another) throw new UnsupportedTemplate('The local runtime serves one distribution, and there are two');
  return {
    tables: of('AWS::DynamoDB::Table').map(tableModel),
    keys: of('AWS::KMS::Key').map(keyModel),
    functions: functionModels(
      of('AWS::Lambda::Function'),
      of('AWS::IAM::Role'),
      of('AWS::IAM::Policy'),
      tokens,
    ),
    eventSources: mappings.filter((mapping) => !isOfQueue(mapping)).map(eventSourceModel),
    queues: of('AWS::SQS::Queue').map(queueModel),
    queueSources: mappings.filter(isOfQueue).map(queueSourceModel),
    buses: of('AWS::Events::EventBus').map(busModel),
    rules: of('AWS::Events::Rule').map(ruleModel),
    httpApis: apis
      .filter(({ properties }) => properties.ProtocolType === 'HTTP')
      .map((api) => httpApiModel(api, parts)),
    webSocketApis: apis
      .filter(({ properties }) => properties.ProtocolType === 'WEBSOCKET')
      .map((api) => webSocketApiModel(api, parts)),
    ...(distribution && {
      distribution: distributionModel(distribution, {
        functions: of('AWS::CloudFront::Function'),
        headersPolicies: of('AWS::CloudFront::ResponseHeadersPolicy'),
        requestPolicies: of('AWS::CloudFront::OriginRequestPolicy'),
        deployments,
      }),
    }),
  };
}

const isOfQueue = ({ properties }: ResolvedResource): boolean =>
  String(properties.EventSourceArn).includes(':sqs:');
