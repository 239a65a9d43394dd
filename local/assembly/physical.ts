import type { Properties, Resource } from './template.ts';

export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

/** The host that stands for an API or a distribution in resolved text, until it is rewritten to this machine's. */
export const apiHost = (id: string): string => `${id}.execute-api.${REGION}.amazonaws.com`;
export const distributionHost = (id: string): string => `${id}.cloudfront.net`;

const arn = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

/** What a resource is called on this machine, and what `Fn::GetAtt` gives for it. */
export function physical(logicalId: string, resource: Resource): { name: string; attributes: Properties } {
  const properties = resource.Properties ?? {};
  const id = logicalId.toLowerCase();
  switch (resource.Type) {
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable': {
      const name = text(properties.TableName) ?? constructName(logicalId, resource);
      const Arn = arn('dynamodb', `table/${name}`);
      return { name, attributes: { Arn, StreamArn: `${Arn}/stream/local` } };
    }
    case 'AWS::Lambda::Function': {
      const name = text(properties.FunctionName) ?? constructName(logicalId, resource);
      return { name, attributes: { Arn: arn('lambda', `function:${name}`) } };
    }
    case 'AWS::KMS::Key':
      return { name: id, attributes: { Arn: arn('kms', `key/${id}`), KeyId: id } };
    case 'AWS::ApiGatewayV2::Api': {
      const scheme = properties.ProtocolType === 'WEBSOCKET' ? 'wss' : 'https';
      return { name: id, attributes: { ApiEndpoint: `${scheme}://${apiHost(id)}`, ApiId: id } };
    }
    case 'AWS::ApiGatewayV2::Stage':
      return { name: text(properties.StageName) ?? '$default', attributes: {} };
    case 'AWS::CloudFront::Distribution':
      return { name: id, attributes: { DomainName: distributionHost(id), Id: id } };
    case 'AWS::S3::Bucket': {
      const host = `${id}.s3.${REGION}.amazonaws.com`;
      return {
        name: id,
        attributes: { Arn: `arn:aws:s3:::${id}`, DomainName: host, RegionalDomainName: host },
      };
    }
    case 'AWS::SQS::Queue':
      return {
        name: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${id}`,
        attributes: { Arn: arn('sqs', id), QueueName: id },
      };
    case 'AWS::Events::EventBus': {
      const name = text(properties.Name) ?? id;
      return { name, attributes: { Name: name, Arn: arn('events', `event-bus/${name}`) } };
    }
    case 'AWS::Events::Rule':
      return { name: id, attributes: { Arn: arn('events', `rule/${id}`) } };
    case 'AWS::IAM::Role':
      return { name: id, attributes: { Arn: `arn:aws:iam::${ACCOUNT}:role/${id}` } };
    case 'AWS::Logs::LogGroup':
      return { name: id, attributes: { Arn: arn('logs', `log-group:${id}:*`) } };
    case 'AWS::CloudFront::Function':
      return {
        name: logicalId,
        attributes: { FunctionARN: `arn:aws:cloudfront::${ACCOUNT}:function/${logicalId}` },
      };
    case 'AWS::SecretsManager::Secret':
      return { name: arn('secretsmanager', `secret:${id}`), attributes: {} };
    default:
      return { name: logicalId, attributes: {} };
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The id that the construct has in the code, in kebab case: `DoorstepApp/ConsumerApi/Function/Resource` is `consumer-api`. */
function constructName(logicalId: string, resource: Resource): string {
  const path = String(resource.Metadata?.['aws:cdk:path'] ?? logicalId).split('/');
  const own = path.filter((part) => part !== 'Resource' && part !== 'Function').at(-1) ?? logicalId;
  const kebab = own
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .toLowerCase();
  // dynalite wants names of three characters or more.
  return kebab.padEnd(3, '-');
}
