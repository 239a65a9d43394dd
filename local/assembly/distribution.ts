import type { BehaviourModel, DistributionModel, OriginModel, UploadModel } from './model.ts';
import { UnsupportedTemplate } from './resolver.ts';
import { type ResolvedResource, required } from './resources-view.ts';

export type DistributionParts = {
  functions: ResolvedResource[];
  headersPolicies: ResolvedResource[];
  requestPolicies: ResolvedResource[];
  deployments: ResolvedResource[];
};

type Origin = {
  Id: string;
  DomainName: string;
  OriginPath?: string;
  OriginCustomHeaders?: { HeaderName: string; HeaderValue: string }[];
};
type Behaviour = {
  PathPattern?: string;
  TargetOriginId: string;
  AllowedMethods?: string[];
  ResponseHeadersPolicyId?: string;
  OriginRequestPolicyId?: string;
  FunctionAssociations?: { EventType: string; FunctionARN: string }[];
};
type ErrorPage = { ErrorCode: number; ResponseCode?: number; ResponsePagePath?: string };
type DistributionConfig = {
  DefaultRootObject?: string;
  Origins: Origin[];
  DefaultCacheBehavior: Behaviour;
  CacheBehaviors?: Behaviour[];
  CustomErrorResponses?: ErrorPage[];
};
type HeaderItem = { Header: string; Value: string; Override: boolean };
type SecurityHeaders = Record<string, Record<string, unknown> & { Override: boolean }>;
type CorsConfig = {
  AccessControlAllowOrigins: { Items: string[] };
  AccessControlAllowCredentials: boolean;
  OriginOverride: boolean;
};
type HeadersPolicy = {
  CorsConfig?: CorsConfig;
  CustomHeadersConfig?: { Items: HeaderItem[] };
  SecurityHeadersConfig?: SecurityHeaders;
  RemoveHeadersConfig?: { Items: { Header: string }[] };
};

export function distributionModel(
  distribution: ResolvedResource,
  parts: DistributionParts,
): DistributionModel {
  const config = required<DistributionConfig>(distribution, 'DistributionConfig');
  return {
    id: distribution.name,
    rootObject: config.DefaultRootObject ?? '',
    origins: config.Origins.map(originModel),
    defaultBehaviour: behaviourModel(config.DefaultCacheBehavior, parts),
    behaviours: (config.CacheBehaviors ?? []).map((one) => ({
      path: one.PathPattern ?? '',
      ...behaviourModel(one, parts),
    })),
    errorPages: (config.CustomErrorResponses ?? []).flatMap(
      ({ ErrorCode, ResponseCode, ResponsePagePath }) =>
        ResponsePagePath
          ? [{ code: ErrorCode, responseCode: ResponseCode ?? ErrorCode, path: ResponsePagePath }]
          : [],
    ),
    uploads: parts.deployments.flatMap(uploadModels),
  };
}

function originModel({ Id, DomainName, OriginPath, OriginCustomHeaders }: Origin): OriginModel {
  const headers = (OriginCustomHeaders ?? []).map(({ HeaderName, HeaderValue }) => [
    HeaderName.toLowerCase(),
    HeaderValue,
  ]);
  return { id: Id, domain: DomainName, path: OriginPath ?? '', headers: Object.fromEntries(headers) };
}

function behaviourModel(behaviour: Behaviour, parts: DistributionParts): BehaviourModel {
  const policy = parts.headersPolicies.find(({ id }) => id === behaviour.ResponseHeadersPolicyId);
  const config = (policy?.properties.ResponseHeadersPolicyConfig ?? {}) as HeadersPolicy;
  const associations = behaviour.FunctionAssociations ?? [];
  const other = associations.find(({ EventType }) => EventType !== 'viewer-request');
  if (other) throw new UnsupportedTemplate(`The local runtime runs no function on ${other.EventType}`);
  const [first] = associations;
  return {
    origin: behaviour.TargetOriginId,
    methods: behaviour.AllowedMethods ?? ['GET', 'HEAD'],
    headers: [
      ...securityHeaders(config.SecurityHeadersConfig ?? {}),
      ...corsHeaders(config),
      ...customHeaders(config),
    ],
    removedHeaders: (config.RemoveHeadersConfig?.Items ?? []).map(({ Header }) => Header.toLowerCase()),
    forwardsViewerAddress: forwardsViewerAddress(behaviour, parts.requestPolicies),
    ...(first && { onRequest: functionSource(first.FunctionARN, parts.functions) }),
  };
}

function functionSource(arn: string, functions: ResolvedResource[]): string {
  const found = functions.find(({ attributes }) => attributes.FunctionARN === arn);
  if (!found)
    throw new UnsupportedTemplate(`The distribution uses ${arn}, which is no function of the stacks`);
  return required(found, 'FunctionCode');
}

function customHeaders(config: HeadersPolicy): BehaviourModel['headers'] {
  const items = config.CustomHeadersConfig?.Items ?? [];
  return items.map(({ Header, Value, Override }) => ({ name: Header, value: Value, override: Override }));
}

/** Files that any page may load: all that is needed of CORS for what is not the API, which answers for itself. */
function corsHeaders({ CorsConfig: cors }: HeadersPolicy): BehaviourModel['headers'] {
  if (!cors) return [];
  const { AccessControlAllowOrigins: origins, AccessControlAllowCredentials: credentials } = cors;
  if (origins.Items.join() !== '*' || credentials)
    throw new UnsupportedTemplate('The local runtime knows CORS of files for every origin alone');
  return [{ name: 'Access-Control-Allow-Origin', value: '*', override: cors.OriginOverride }];
}

/** CloudFront has its own vocabulary for the well-known security headers. */
function securityHeaders(config: SecurityHeaders): BehaviourModel['headers'] {
  const header = (section: string, name: string, value: (settings: Record<string, unknown>) => string) => {
    const settings = config[section];
    return settings ? [{ name, value: value(settings), override: settings.Override }] : [];
  };
  return [
    ...header('ContentSecurityPolicy', 'Content-Security-Policy', (one) => String(one.ContentSecurityPolicy)),
    ...header('ContentTypeOptions', 'X-Content-Type-Options', () => 'nosniff'),
    ...header('FrameOptions', 'X-Frame-Options', (one) => String(one.FrameOption)),
    ...header('ReferrerPolicy', 'Referrer-Policy', (one) => String(one.ReferrerPolicy)),
    ...header(
      'XSSProtection',
      'X-XSS-Protection',
      (one) => `${one.Protection ? 1 : 0}${one.ModeBlock ? '; mode=block' : ''}`,
    ),
    ...header('StrictTransportSecurity', 'Strict-Transport-Security', (one) =>
      [
        `max-age=${one.AccessControlMaxAgeSec}`,
        one.IncludeSubdomains && 'includeSubDomains',
        one.Preload && 'preload',
      ]
        .filter(Boolean)
        .join('; '),
    ),
  ];
}

function forwardsViewerAddress(behaviour: Behaviour, policies: ResolvedResource[]): boolean {
  const policy = policies.find(({ id }) => id === behaviour.OriginRequestPolicyId);
  const config = policy?.properties.OriginRequestPolicyConfig as
    | { HeadersConfig?: { HeaderBehavior?: string; Headers?: string[] } }
    | undefined;
  const named = config?.HeadersConfig?.Headers ?? [];
  return named.some((name) => name.toLowerCase() === 'cloudfront-viewer-address');
}

/** The folders that a bucket deployment uploads, with the marks it replaces in them. */
function uploadModels(deployment: ResolvedResource): UploadModel[] {
  const keys = required<string[]>(deployment, 'SourceObjectKeys');
  const marks = (deployment.properties.SourceMarkers ?? []) as Record<string, string>[];
  return keys.map((key, at) => {
    const folder = deployment.stack.assets[key];
    if (!folder) throw new UnsupportedTemplate(`${deployment.id} uploads ${key}, which is no asset`);
    return {
      folder,
      prefix: String(deployment.properties.DestinationBucketKeyPrefix ?? ''),
      marks: marks[at] ?? {},
    };
  });
}
