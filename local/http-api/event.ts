import { randomUUID } from 'node:crypto';
import { ACCOUNT, apiHost } from '../assembly/physical.ts';
import type { HttpRequest } from './message.ts';
import { decoded, type Match } from './routes.ts';

export type HttpEvent = Record<string, unknown> & { requestContext: Record<string, unknown> };

const TEXT = /^(text\/|application\/(.+\+)?(json|xml|javascript|x-www-form-urlencoded))/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The event in payload format 2.0 that a function gets for a request. */
export function httpEvent(
  apiId: string,
  stage: string,
  request: HttpRequest,
  { route, pathParameters }: Match,
): HttpEvent {
  const [path = '/', rawQueryString = ''] = splitOnce(request.url, '?');
  const { cookie, ...headers } = request.headers;
  const query = queryParameters(rawQueryString);
  const isText = TEXT.test(headers['content-type'] ?? 'text/plain');
  const now = new Date();
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: decoded(path),
    rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: ACCOUNT,
      apiId,
      domainName: apiHost(apiId),
      domainPrefix: apiId,
      http: {
        method: request.method,
        path: decoded(path),
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.key,
      stage,
      time: gatewayTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...(request.body.length > 0 && { body: request.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

/** Query parameters decoded; a repeated one is joined with commas. Undefined when there are none. */
function queryParameters(query: string): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters[name];
    parameters[name] = before === undefined ? value : `${before},${value}`;
  }
  return Object.keys(parameters).length > 0 ? parameters : undefined;
}

/** The time as API Gateway writes it: `12/Mar/2026:19:03:58 +0000`. */
export function gatewayTime(date: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
