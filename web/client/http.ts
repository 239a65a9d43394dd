import type { Problem } from '../../contract/problems.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Failure, failed, type Outcome, ownFailure, success } from './outcome.ts';

export interface HttpOptions {
  /** The origin of the API, such as `https://chat.example.com`. */
  readonly api: string;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  /** `same-origin` for agents' cookies; consumers never send any. */
  readonly credentials: 'same-origin' | 'omit';
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query. */
  readonly path: string;
  readonly body?: unknown;
  /** The bearer token of a consumer. */
  readonly token?: string;
  /** Also when the page is left before the answer. */
  readonly keepalive?: boolean;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The answer is text, and not JSON. */
  readonly as?: 'text';
  /** Hears of the headers of an answer that is good. */
  readonly answered?: (headers: Headers) => void;
}

/** One HTTP call; T is what the contract promises for the route. */
export type HttpCall = <T>(request: HttpRequest) => Promise<Outcome<T>>;

/** A path with its parameters escaped. */
export const path = (parts: TemplateStringsArray, ...values: string[]): string =>
  String.raw({ raw: parts }, ...values.map(encodeURIComponent));

const answerMs = 20_000;

/** Makes the function that calls the API: JSON in, JSON or a problem out, 20 s at most. */
export function httpCaller(options: HttpOptions): HttpCall {
  const fetcher = options.fetch ?? fetch.bind(globalThis);
  const clock = options.clock ?? systemClock;
  return async <T>(request: HttpRequest): Promise<Outcome<T>> => {
    const aborter = new AbortController();
    const cancel = clock.after(answerMs, () => aborter.abort());
    try {
      const response = await fetcher(new URL(request.path, options.api).href, {
        method: request.method,
        headers: {
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
          ...request.headers,
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        ...(request.keepalive && { keepalive: true }),
        credentials: options.credentials,
        cache: 'no-store',
        redirect: 'error',
        signal: aborter.signal,
      });
      const text = await response.text();
      if (!response.ok) return failed(asFailure(response, text));
      request.answered?.(response.headers);
      if (request.as === 'text') return success(text as T);
      return success((text === '' ? undefined : JSON.parse(text)) as T);
    } catch {
      return failed(ownFailure('unreachable'));
    } finally {
      cancel();
    }
  };
}

/** The problem in the answer, or, when a gateway answered in our place, what its status means. */
function asFailure(response: Response, text: string): Failure {
  const wait = Number(response.headers.get('retry-after')) || undefined;
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    const problem = JSON.parse(text) as Problem;
    return { ...problem, ...(wait === undefined ? {} : { retryAfter: wait }) };
  }
  if (response.status === 429) return { code: 'rate_limited', title: 'Too many requests.', retryable: true };
  return ownFailure('internal');
}
