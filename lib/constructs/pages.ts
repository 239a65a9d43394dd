import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  type ResponseHeadersPolicyProps,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Aws, Fn, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { folderIndex, viewerAddress } from './edge-functions.ts';
import type { DoorstepFunction } from './function.ts';
import { PageBucket } from './page-bucket.ts';
import { apiHeaders, pageHeaders, widgetHeaders } from './page-headers.ts';

interface PagesProps {
  /** The folder that `npm run build:pages` fills. */
  readonly pagesDir: string;
  /** Host of the HTTP API. */
  readonly apiDomain: string;
  readonly socketOrigin: string;
  readonly publicOrigin?: string | undefined;
  readonly certificateArn?: string | undefined;
  readonly logRetention: RetentionDays;
}

/** Pages and API under one origin: a private bucket and the HTTP API, behind one distribution. */
export class Pages extends Construct {
  /** Where a browser finds both, without a slash at the end. */
  readonly origin: string;
  readonly distribution: Distribution;
  /** Proof that a request came through the distribution: no template shows it, and it lives as long as the stack. */
  readonly #edgeSecret = Fn.select(2, Fn.split('/', Aws.STACK_ID));

  constructor(scope: Construct, id: string, props: PagesProps) {
    super(scope, id);
    const { pagesDir, logRetention } = props;
    const bucket = new PageBucket(this, 'Bucket');
    const files = S3BucketOrigin.withOriginAccessControl(bucket.bucket, {
      // With the right to list, a missing file is a plain 404 and not a 403.
      originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
    });
    // Before the distribution is made: the warning comes with it.
    Validations.of(this).acknowledge({
      id: '@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      reason: 'The root is index.html, and no other address reaches the bucket without a file name.',
    });
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Doorstep: pages and API',
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...customDomain(this, props),
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: files,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: this.#headers('PageHeaders', pageHeaders(props.socketOrigin)),
        functionAssociations: this.#onRequest('FolderIndex', folderIndex),
      },
      additionalBehaviors: {
        '/widget/*': {
          origin: files,
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          responseHeadersPolicy: this.#headers('WidgetHeaders', widgetHeaders),
        },
        '/api/*': this.#api(props.apiDomain),
      },
    });
    acknowledge(this.distribution, props);
    bucket.fill({ pagesDir, logRetention, distribution: this.distribution });
    this.origin = props.publicOrigin ?? `https://${this.distribution.distributionDomainName}`;
  }

  /** Tells a function where our own pages are. */
  tellOrigin(fn: DoorstepFunction): void {
    fn.set('PUBLIC_ORIGIN', this.origin);
  }

  /** Lets a function believe what the distribution says of a viewer. */
  tellEdgeSecret(fn: DoorstepFunction): void {
    fn.set('EDGE_SECRET', this.#edgeSecret);
  }

  #api(domain: string): BehaviorOptions {
    return {
      origin: new HttpOrigin(domain, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        customHeaders: { 'x-doorstep-edge': this.#edgeSecret },
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: this.#headers('ApiHeaders', apiHeaders),
      functionAssociations: this.#onRequest('ViewerAddress', viewerAddress),
    };
  }

  #headers(id: string, headers: ResponseHeadersPolicyProps): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, id, headers);
  }

  #onRequest(id: string, source: string): NonNullable<BehaviorOptions['functionAssociations']> {
    const code = FunctionCode.fromInline(source);
    const fn = new EdgeFunction(this, id, { code, runtime: FunctionRuntime.JS_2_0 });
    return [{ function: fn, eventType: FunctionEventType.VIEWER_REQUEST }];
  }
}

function customDomain(scope: Construct, { publicOrigin, certificateArn }: PagesProps) {
  if (!publicOrigin || !certificateArn) return {};
  return {
    domainNames: [new URL(publicOrigin).hostname],
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn),
  };
}

function acknowledge(distribution: Distribution, { certificateArn }: PagesProps): void {
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions-CFR1', reason: 'Where its consumers live is for the brand to say, not for us.' },
    {
      id: 'AwsSolutions-CFR2',
      reason: 'The functions limit by network and engagement; a brand may add a WAF.',
    },
    {
      id: 'AwsSolutions-CFR3',
      reason: 'Pages are public files, and the API keeps an access log of its own.',
    },
  );
  if (certificateArn) return;
  Validations.of(distribution).acknowledge({
    id: 'AwsSolutions-CFR4',
    reason:
      'CloudFront lets nobody choose the TLS version of its own domain; with a certificate it is 1.2 or later.',
  });
}
