import { createContext, runInContext } from 'node:vm';
import type { HttpRequest, HttpResponse } from '../http-api/message.ts';

type Values = Record<string, { value: string }>;
type EdgeRequest = { method: string; uri: string; querystring: Values; headers: Values; cookies: Values };
type EdgeResponse = {
  statusCode: number;
  statusDescription?: string;
  headers?: Values;
  body?: string | { data: string };
};

/** CloudFront counts compute time; a busy laptop's clock is not that, so this only ends a loop. */
const TIMEOUT_MS = 5000;

/** Runs a CloudFront function on a viewer's request: the request to go on with, or the response it gives itself. */
export function runOnRequest(code: string, request: HttpRequest): HttpRequest | HttpResponse {
  const [uri = '/', query = ''] = request.url.split('?');
  // A function sees cookies apart from the headers; ours read none, so they pass by untouched.
  const { cookie, ...headers } = request.headers;
  const result = run(code, {
    version: '1.0',
    context: { eventType: 'viewer-request' },
    viewer: { ip: request.sourceIp },
    request: {
      method: request.method,
      uri,
      querystring: values(new URLSearchParams(query)),
      headers: values(headers),
      cookies: {},
    },
  }) as EdgeRequest | EdgeResponse;
  if ('statusCode' in result) return edgeResponse(result);
  const search = query ? `?${query}` : '';
  return {
    ...request,
    url: result.uri + search,
    headers: { ...flat(result.headers), ...(cookie !== undefined && { cookie }) },
  };
}

function run(code: string, event: object): unknown {
  const context = createContext({ console, event: JSON.stringify(event) });
  // A CloudFront function declares `handler`; it sees nothing of Node.js.
  return JSON.parse(
    runInContext(`${code}\n;JSON.stringify(handler(JSON.parse(event)))`, context, { timeout: TIMEOUT_MS }),
  );
}

function edgeResponse({ statusCode, headers = {}, body = '' }: EdgeResponse): HttpResponse {
  const text = typeof body === 'string' ? body : body.data;
  return { status: statusCode, headers: flat(headers), cookies: [], body: Buffer.from(text) };
}

const flat = (headers: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value]));

function values(pairs: URLSearchParams | Record<string, string>): Values {
  const entries = pairs instanceof URLSearchParams ? [...pairs] : Object.entries(pairs);
  return Object.fromEntries(entries.map(([name, value]) => [name, { value }]));
}
