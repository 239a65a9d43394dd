import type { Outcome } from '../lambda/environment.ts';
import { type HttpResponse, plain } from './message.ts';

type Structured = {
  statusCode?: unknown;
  headers?: Record<string, unknown>;
  cookies?: unknown[];
  body?: unknown;
  isBase64Encoded?: boolean;
};

const FAILED = plain(500, 'Internal Server Error');

/** What API Gateway makes of a function's result: payload format 2.0, or anything else as JSON with status 200. */
export function httpResponse(outcome: Outcome): HttpResponse {
  if ('error' in outcome) return FAILED;
  const result = JSON.parse(outcome.payload) as Structured | string | number | null;
  if (typeof result !== 'object' || result === null || result.statusCode === undefined) {
    const body = Buffer.from(typeof result === 'string' ? result : outcome.payload);
    return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body };
  }
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return FAILED;
  if (result.body !== undefined && result.body !== null && typeof result.body !== 'string') return FAILED;
  const headers = Object.entries(result.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  return {
    status,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...Object.fromEntries(headers) },
    cookies: (result.cookies ?? []).map(String),
    body: Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8'),
  };
}
