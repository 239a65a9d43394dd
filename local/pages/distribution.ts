import { createHash } from 'node:crypto';
import type { BehaviourModel, DistributionModel, OriginModel } from '../assembly/model.ts';
import { type HttpRequest, type HttpResponse, plain } from '../http-api/message.ts';
import { fits } from '../wildcard.ts';
import { runOnRequest } from './edge-function.ts';
import { findFile } from './files.ts';

/** The API behind an origin's domain, if there is one. */
export type ApiAt = (domain: string) => ((request: HttpRequest) => Promise<HttpResponse>) | undefined;

/** CloudFront in front of pages and API, without its cache: what is saved is served. */
export class LocalDistribution {
  readonly #model: DistributionModel;
  readonly #apiAt: ApiAt;

  constructor(model: DistributionModel, apiAt: ApiAt) {
    this.#model = model;
    this.#apiAt = apiAt;
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    const path = request.url.split('?')[0] ?? '/';
    const behaviour =
      this.#model.behaviours.find(({ path: pattern }) => fits(rooted(pattern), path)) ??
      this.#model.defaultBehaviour;
    if (!behaviour.methods.includes(request.method)) return withHeaders(behaviour, plain(403, 'Forbidden'));
    const viewed = behaviour.onRequest === undefined ? request : runOnRequest(behaviour.onRequest, request);
    const response = 'status' in viewed ? viewed : await this.#fromOrigin(behaviour, viewed);
    return withHeaders(behaviour, this.#errorPage(response));
  }

  async #fromOrigin(behaviour: BehaviourModel, request: HttpRequest): Promise<HttpResponse> {
    const origin = this.#model.origins.find(({ id }) => id === behaviour.origin);
    if (!origin) return plain(502, 'Bad Gateway');
    const api = this.#apiAt(origin.domain);
    if (!api) return this.#file(origin, request);
    const { host: _, connection: __, ...headers } = request.headers;
    return api({
      ...request,
      url: origin.path + request.url,
      headers: {
        ...headers,
        // The viewer may send these names too; CloudFront puts its own in their place.
        ...(behaviour.forwardsViewerAddress && {
          'cloudfront-viewer-address': `${request.sourceIp}:${request.sourcePort}`,
        }),
        'x-forwarded-for': [headers['x-forwarded-for'], request.sourceIp].filter(Boolean).join(', '),
        ...origin.headers,
        host: origin.domain,
      },
    });
  }

  #file(origin: OriginModel, request: HttpRequest): HttpResponse {
    const path = request.url.split('?')[0] ?? '/';
    const asked = path === '/' ? `/${this.#model.rootObject}` : path;
    const file = findFile(this.#model.uploads, origin.path + asked);
    // A private bucket does not tell what is missing from what is forbidden.
    if (!file)
      return {
        status: 403,
        headers: { 'content-type': 'application/xml' },
        cookies: [],
        body: Buffer.from(DENIED),
      };
    const etag = `"${createHash('md5').update(file.body).digest('hex')}"`;
    if (request.headers['if-none-match'] === etag)
      return { status: 304, headers: { etag }, cookies: [], body: Buffer.alloc(0) };
    return { status: 200, headers: { 'content-type': file.type, etag }, cookies: [], body: file.body };
  }

  /** The page that stands in for an error: of any origin, the API too, as in CloudFront. */
  #errorPage(response: HttpResponse): HttpResponse {
    const page = this.#model.errorPages.find(({ code }) => code === response.status);
    const file = page && findFile(this.#model.uploads, page.path);
    if (!page || !file) return response;
    return {
      status: page.responseCode,
      headers: { 'content-type': file.type },
      cookies: [],
      body: file.body,
    };
  }
}

const DENIED =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

/** The first slash of a path pattern may be left out. */
const rooted = (pattern: string): string =>
  pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`;

function withHeaders(behaviour: BehaviourModel, response: HttpResponse): HttpResponse {
  const headers = Object.fromEntries(
    Object.entries(response.headers).filter(([name]) => !behaviour.removedHeaders.includes(name)),
  );
  for (const { name, value, override } of behaviour.headers) {
    const key = name.toLowerCase();
    if (override || headers[key] === undefined) headers[key] = value;
  }
  return { ...response, headers };
}
