import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { HttpRoute } from '../../contract/http/route.ts';
import { done, type Refusal, type Result, refuse } from '../core/result.ts';
import { clientAddress } from './address.ts';
import { parseAs, parseJson } from './parse.ts';
import { problemOf, refusalOf } from './problem.ts';

/** A request that has the form the contract gives its route. */
export interface HttpRequest<R extends HttpRoute = HttpRoute> {
  readonly params: z.infer<R['params']>;
  readonly query: z.infer<R['query']>;
  readonly body: R['body'] extends z.ZodMiniType ? z.infer<R['body']> : undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: readonly string[];
  readonly origin: string | undefined;
  /** The caller's address, as the distribution saw it. */
  readonly address: string;
  readonly requestId: string;
  /** As it came, for those who check a signature over it. */
  readonly raw: { readonly method: string; readonly path: string; readonly body: Buffer };
}

export interface HttpAnswer<R extends HttpRoute = HttpRoute> {
  readonly body?: R['answer'] extends z.ZodMiniType ? z.infer<R['answer']> : undefined;
  /** An answer that is not JSON: its media type, with the charset, and all of it. */
  readonly text?: { readonly type: string; readonly content: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}

export type HttpHandler<R extends HttpRoute> = (request: HttpRequest<R>) => Promise<Result<HttpAnswer<R>>>;

/** A handler for each route of a function, under the route's name in the contract. */
export type HttpHandlers<Routes extends Record<string, HttpRoute>> = {
  [Name in keyof Routes]: HttpHandler<Routes[Name]>;
};

export interface Decorated {
  readonly method: string;
  readonly origin: string | undefined;
  /** As they stand in the path, not validated. */
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly succeeded: boolean;
}

/** Headers that a function adds to every answer, refusals too (CORS). */
export type Decorate = (answered: Decorated) => Promise<Readonly<Record<string, string>>>;

const headersOfAll = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/**
 * Makes the Lambda handler of one function's routes: finds the route, validates, runs, and answers with JSON or with
 * `application/problem+json` (RFC 9457). Nothing that a handler throws gets out.
 */
export function serveHttp<Routes extends Record<string, HttpRoute>>(
  routes: Routes,
  handlers: HttpHandlers<Routes>,
  decorate?: Decorate,
) {
  const byKey = new Map(
    Object.entries(routes).map(([name, route]) => [`${route.method} ${route.path}`, name]),
  );
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const name = byKey.get(event.routeKey);
    const route = name === undefined ? undefined : routes[name];
    const handler = name === undefined ? undefined : handlers[name];
    if (!route || !handler) return problemAnswer(refuse('not_found').refusal, headersOfAll);
    try {
      const request = readRequest(route, event);
      // The request was validated by this route's own schemas, which is what the handler's type asks for.
      const result = request.ok
        ? await (handler as unknown as HttpHandler<HttpRoute>)(request.value)
        : request;
      const headers = { ...headersOfAll, ...(await decorate?.(decorated(event, result.ok))) };
      return result.ok ? answer(route, result.value, headers) : problemAnswer(result.refusal, headers);
    } catch (error) {
      return problemAnswer(refusalOf(error), {
        ...headersOfAll,
        ...(await decorate?.(decorated(event, false)).catch(() => ({}))),
      });
    }
  };
}

const decorated = (event: APIGatewayProxyEventV2, succeeded: boolean): Decorated => ({
  method: event.requestContext.http.method,
  origin: event.headers.origin,
  params: event.pathParameters ?? {},
  succeeded,
});

function readRequest(route: HttpRoute, event: APIGatewayProxyEventV2): Result<HttpRequest> {
  const params = parseAs(route.params, event.pathParameters ?? {});
  // An id that cannot be one names nothing, whosever it would be.
  if (!params.ok) return refuse('not_found');
  const query = parseAs(route.query, event.queryStringParameters ?? {});
  if (!query.ok) return query;
  const body = readBody(route, event);
  if (!body.ok) return body;
  const request = {
    params: params.value,
    query: query.value,
    body: body.value,
    headers: event.headers,
    cookies: event.cookies ?? [],
    origin: event.headers.origin,
    address: clientAddress(event),
    requestId: event.requestContext.requestId,
    raw: rawOf(event),
  };
  return done(request as HttpRequest);
}

function rawOf({
  rawPath,
  rawQueryString,
  body = '',
  isBase64Encoded,
  requestContext,
}: APIGatewayProxyEventV2) {
  const path = rawQueryString ? `${rawPath}?${rawQueryString}` : rawPath;
  return {
    method: requestContext.http.method,
    path,
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** No route takes more that does not say so: the largest is a token. */
const largestBody = 128 * 1024;

function readBody(route: HttpRoute, event: APIGatewayProxyEventV2): Result<unknown> {
  if (!route.body) return done(undefined);
  if (!/^application\/json\s*(;|$)/i.test(event.headers['content-type'] ?? ''))
    return refuse('invalid_request', { detail: 'The content type must be application/json.' });
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString('utf8')
    : (event.body ?? '');
  if (text.length > (route.largestBody ?? largestBody)) return refuse('too_large');
  const json = parseJson(text);
  return json.ok ? parseAs(route.body, json.value) : json;
}

function answer(
  route: HttpRoute,
  value: HttpAnswer,
  headers: Record<string, string>,
): APIGatewayProxyStructuredResultV2 {
  const content = value.text?.content ?? (value.body === undefined ? undefined : JSON.stringify(value.body));
  const body = content === undefined ? {} : { body: content };
  const type: Record<string, string> =
    content === undefined ? {} : { 'content-type': value.text?.type ?? 'application/json' };
  return {
    statusCode: route.status,
    headers: { ...headers, ...type, ...value.headers },
    ...(value.cookies ? { cookies: [...value.cookies] } : {}),
    ...body,
  };
}

function problemAnswer(refusal: Refusal, headers: Record<string, string>): APIGatewayProxyStructuredResultV2 {
  const problem = problemOf(refusal);
  const retry: Record<string, string> = refusal.retryAfter
    ? { 'retry-after': String(refusal.retryAfter) }
    : {};
  return {
    statusCode: problem.status,
    headers: { ...headers, ...retry, 'content-type': 'application/problem+json' },
    body: JSON.stringify(problem),
  };
}
