import type { CorsModel } from '../assembly/model.ts';
import type { HttpRequest, HttpResponse } from './message.ts';

/** The answer to a preflight, which an API with a CORS configuration gives by itself; undefined if it is none. */
export function preflight(cors: CorsModel, request: HttpRequest): HttpResponse | undefined {
  if (
    request.method !== 'OPTIONS' ||
    !request.headers.origin ||
    !request.headers['access-control-request-method']
  )
    return undefined;
  const allowed = originHeaders(cors, request.headers.origin);
  const headers = allowed && {
    ...allowed,
    'access-control-allow-methods': cors.methods.join(','),
    'access-control-allow-headers': cors.headers.join(','),
    ...(cors.maxAge !== undefined && { 'access-control-max-age': String(cors.maxAge) }),
  };
  return { status: 204, headers: headers ?? {}, cookies: [], body: Buffer.alloc(0) };
}

/** A response with the API's CORS headers in place of the function's own. */
export function withCors(cors: CorsModel, request: HttpRequest, response: HttpResponse): HttpResponse {
  const own = Object.entries(response.headers).filter(([name]) => !name.startsWith('access-control-'));
  const allowed = request.headers.origin ? originHeaders(cors, request.headers.origin) : undefined;
  const exposed =
    allowed && cors.exposed.length > 0 ? { 'access-control-expose-headers': cors.exposed.join(',') } : {};
  return { ...response, headers: { ...Object.fromEntries(own), ...allowed, ...exposed } };
}

function originHeaders(cors: CorsModel, origin: string): Record<string, string> | undefined {
  if (cors.origins.includes('*')) return { 'access-control-allow-origin': '*' };
  if (!cors.origins.includes(origin)) return undefined;
  return {
    'access-control-allow-origin': origin,
    vary: 'origin',
    ...(cors.credentials && { 'access-control-allow-credentials': 'true' }),
  };
}
