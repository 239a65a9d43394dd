import { UnsupportedTemplate } from './resolver.ts';

/** Types that the runtime runs. */
const RUN = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::IntegrationResponse',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::RouteResponse',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'Custom::CDKBucketDeployment',
]);

/** Types that change nothing on a laptop: permissions between services, logs, alarms, names, and deployment itself. */
const WITHOUT_EFFECT = [
  /^AWS::CDK::Metadata$/,
  /^AWS::ApiGateway::Account$/,
  /^AWS::CertificateManager::/,
  /^AWS::CloudFront::(CachePolicy|OriginAccessControl|KeyGroup|PublicKey)$/,
  /^AWS::CloudWatch::/,
  /^AWS::IAM::ManagedPolicy$/,
  /^AWS::KMS::Alias$/,
  /^AWS::Lambda::(Alias|EventInvokeConfig|LayerVersion|Permission|Version)$/,
  /^AWS::Logs::/,
  /^AWS::Route53::/,
  /^AWS::S3::BucketPolicy$/,
  /^AWS::SNS::/,
  /^AWS::Events::EventBusPolicy$/,
  /^AWS::SQS::QueuePolicy$/,
  /^AWS::SSM::Parameter$/,
  /^AWS::WAFv2::/,
  /^Custom::S3AutoDeleteObjects$/,
  /^Custom::(LogRetention|CrossRegionExportReader|CrossRegionExportWriter)$/,
];

/**
 * Refuses a resource that the runtime would have to run and cannot, so that nothing is left out in silence.
 * @throws UnsupportedTemplate
 */
export function assertKnown(stack: string, id: string, type: string): void {
  if (RUN.has(type) || WITHOUT_EFFECT.some((pattern) => pattern.test(type))) return;
  throw new UnsupportedTemplate(
    `${id} in ${stack} is a ${type}, which the local runtime does not know. Run it in local/, or list it as without effect.`,
  );
}
