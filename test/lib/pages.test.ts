import { createContext, runInContext } from 'node:vm';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { functionsOf, ofType, only, synthesize, type Template, variablesOf } from './fixture.ts';

interface Behaviour {
  readonly PathPattern?: string;
  readonly TargetOriginId: string;
  readonly CachePolicyId: string;
  readonly OriginRequestPolicyId?: string;
  readonly ViewerProtocolPolicy: string;
  readonly AllowedMethods?: string[];
  readonly ResponseHeadersPolicyId: { Ref: string };
  readonly FunctionAssociations?: { EventType: string; FunctionARN: { 'Fn::GetAtt': [string] } }[];
}
interface Origin {
  readonly Id: string;
  readonly OriginAccessControlId?: unknown;
  readonly CustomOriginConfig?: unknown;
  readonly OriginCustomHeaders?: { HeaderName: string; HeaderValue: unknown }[];
}
interface Distribution {
  readonly DefaultCacheBehavior: Behaviour;
  readonly CacheBehaviors: Behaviour[];
  readonly Origins: Origin[];
  readonly Aliases?: string[];
  readonly ViewerCertificate?: unknown;
  readonly CustomErrorResponses?: unknown;
}

const distributionOf = (app: Template) =>
  only(app, 'AWS::CloudFront::Distribution').Properties.DistributionConfig as Distribution;

describe('the pages', () => {
  let app: Template;
  let distribution: Distribution;
  beforeAll(() => {
    app = synthesize().app;
    distribution = distributionOf(app);
  });

  const behaviour = (path?: string): Behaviour => {
    const found = path
      ? distribution.CacheBehaviors.find(({ PathPattern }) => PathPattern === path)
      : distribution.DefaultCacheBehavior;
    if (!found) throw new Error(`no behaviour for ${path}`);
    return found;
  };
  const originOf = ({ TargetOriginId }: Behaviour) =>
    distribution.Origins.find(({ Id }) => Id === TargetOriginId);
  const headersOf = ({ ResponseHeadersPolicyId }: Behaviour) =>
    app.Resources[ResponseHeadersPolicyId.Ref]?.Properties.ResponseHeadersPolicyConfig as Record<
      string,
      Record<string, unknown>
    >;
  const csp = () =>
    JSON.stringify(headersOf(behaviour()).SecurityHeadersConfig?.ContentSecurityPolicy).replace(
      /",\{"Fn::GetAtt":\["SocketApi\w+","ApiEndpoint"\]\},"/,
      'SOCKETS',
    );

  it('lie in a private, encrypted bucket that only the distribution reads', () => {
    expect(only(app, 'AWS::S3::Bucket').Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: expect.anything(),
    });
    expect(originOf(behaviour())?.OriginAccessControlId).toBeDefined();
  });

  it('arrive after what they refer to, which stays for those who still need it', () => {
    const deployments = ofType(app, 'Custom::CDKBucketDeployment');
    const by = (include: boolean) =>
      deployments.find(({ Properties }) => Boolean(Properties.Include) === include);
    expect(by(true)?.Properties).toMatchObject({
      Include: ['assets/*', 'widget/assets/*'],
      Exclude: ['*'],
      Prune: false,
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    expect(by(false)?.Properties).toMatchObject({
      Exclude: ['assets/*', 'widget/assets/*'],
      Prune: true,
      DistributionId: { Ref: only(app, 'AWS::CloudFront::Distribution').id },
      SystemMetadata: { 'cache-control': 'public, max-age=300, must-revalidate' },
    });
    expect(by(false)?.DependsOn).toContain(by(true)?.id);
    expect(deployments).toHaveLength(2);
  });

  it('carry the security headers', () => {
    expect(headersOf(behaviour()).SecurityHeadersConfig).toMatchObject({
      StrictTransportSecurity: {
        AccessControlMaxAgeSec: 63_072_000,
        IncludeSubdomains: true,
        Override: true,
      },
      ContentTypeOptions: { Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
    });
  });

  it.each([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self' SOCKETS",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ])('have a policy that says %s', (directive) => {
    expect(csp()).toContain(directive);
    expect(csp()).not.toContain('unsafe');
  });

  it('let any page load the widget, and nothing else', () => {
    const widget = headersOf(behaviour('/widget/*'));
    expect(widget.CorsConfig).toMatchObject({
      AccessControlAllowOrigins: { Items: ['*'] },
      AccessControlAllowCredentials: false,
    });
    const resourcePolicy = (path?: string) => JSON.stringify(headersOf(behaviour(path)).CustomHeadersConfig);
    expect(resourcePolicy('/widget/*')).toContain('"Value":"cross-origin"');
    expect(resourcePolicy()).toContain(
      '"Header":"Cross-Origin-Resource-Policy","Override":true,"Value":"same-origin"',
    );
    expect(headersOf(behaviour()).CorsConfig).toBeUndefined();
  });

  it('share their origin with the API, which is never cached and sees all but the Host', () => {
    const api = behaviour('/api/*');
    expect(api).toMatchObject({
      // CloudFront's managed policies CachingDisabled and AllViewerExceptHostHeader.
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      ViewerProtocolPolicy: 'https-only',
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
    });
    expect(originOf(api)?.CustomOriginConfig).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
    // An error page of the distribution would take the place of the API's own answers.
    expect(distribution.CustomErrorResponses).toBeUndefined();
  });

  it('prove to the functions that a request came through the distribution', () => {
    const [header] = originOf(behaviour('/api/*'))?.OriginCustomHeaders ?? [];
    expect(header).toEqual({
      HeaderName: 'x-doorstep-edge',
      HeaderValue: variablesOf(functionsOf(app)['sign-in']).EDGE_SECRET,
    });
    expect(originOf(behaviour())?.OriginCustomHeaders).toBeUndefined();
  });

  it('never travel in the clear', () => {
    expect(behaviour().ViewerProtocolPolicy).toBe('redirect-to-https');
    expect(behaviour('/widget/*').ViewerProtocolPolicy).toBe('https-only');
  });

  it('stand at the origin of the configuration, with TLS 1.2', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/one';
    const own = synthesize({ publicOrigin: 'https://chat.example.com', certificateArn }).app;
    expect(distributionOf(own)).toMatchObject({
      Aliases: ['chat.example.com'],
      ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
    expect(variablesOf(functionsOf(own).management).PUBLIC_ORIGIN).toBe('https://chat.example.com');
    expect(own.Outputs.DeskUrl?.Value).toBe('https://chat.example.com/desk/');
  });

  it("stand at the distribution's own address otherwise", () => {
    const { id } = only(app, 'AWS::CloudFront::Distribution');
    expect(variablesOf(functionsOf(app).management).PUBLIC_ORIGIN).toEqual({
      'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [id, 'DomainName'] }]],
    });
  });

  it('are found by the outputs', () => {
    expect(Object.keys(app.Outputs)).toEqual(
      expect.arrayContaining([
        'PagesUrl',
        'SignInUrl',
        'DeskUrl',
        'HttpApiUrl',
        'SocketUrl',
        'BootstrapFunctionName',
      ]),
    );
  });

  describe('at the edge', () => {
    interface EdgeRequest {
      readonly uri: string;
      readonly headers: Record<string, { value: string }>;
    }
    /** What a behaviour's function makes of a request; a plain copy, since it comes from another realm. */
    const run = (path: string | undefined, uri: string, headers: EdgeRequest['headers'] = {}) => {
      const [association] = behaviour(path).FunctionAssociations ?? [];
      const fn = app.Resources[association?.FunctionARN['Fn::GetAtt'][0] ?? ''];
      expect(association?.EventType).toBe('viewer-request');
      const event = { request: { uri, headers, querystring: {} }, viewer: { ip: '192.0.2.7' } };
      const realm = createContext({ event });
      const answer = runInContext(`${fn?.Properties.FunctionCode}; JSON.stringify(handler(event))`, realm);
      return JSON.parse(answer);
    };

    it.each([
      ['/', '/index.html'],
      ['/desk/', '/desk/index.html'],
      ['/desk/app-1a2b.js', '/desk/app-1a2b.js'],
    ])('%s shows %s', (uri, shown) => {
      expect(run(undefined, uri)).toMatchObject({ uri: shown });
    });

    it.each([
      ['/desk', '/desk/'],
      ['//evil.example/desk', '/evil.example/desk/'],
      ['/\\evil', '/evil/'],
    ])('%s moves to %s, on this origin', (uri, location) => {
      expect(run(undefined, uri)).toMatchObject({
        statusCode: 308,
        headers: { location: { value: location } },
      });
    });

    it("passes on the viewer's address, whatever the viewer claims", () => {
      const claimed = { 'x-doorstep-viewer': { value: '203.0.113.9' } };
      expect(run('/api/*', '/api/x', claimed).headers).toEqual({
        'x-doorstep-viewer': { value: '192.0.2.7' },
      });
    });
  });
});
