import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpApiModel } from '../assembly/model.ts';
import { authorize, type Invoke } from './authorizer.ts';
import { preflight, withCors } from './cors.ts';
import { httpEvent } from './event.ts';
import { type HttpRequest, type HttpResponse, plain } from './message.ts';
import { httpResponse } from './response.ts';
import { findRoute } from './routes.ts';

/** Request line and headers together. */
const HEADER_LIMIT_BYTES = 10_240;
export const BODY_LIMIT_BYTES = 10 * 1024 * 1024;

/** An HTTP API: takes a request, finds the route, asks its authorizer and its function. */
export class HttpApi {
  readonly #model: HttpApiModel;
  readonly #invoke: Invoke;

  constructor(model: HttpApiModel, invoke: Invoke) {
    this.#model = model;
    this.#invoke = invoke;
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    const { cors } = this.#model;
    const early = cors && preflight(cors, request);
    if (early) return early;
    const response = await this.#answer(request);
    return cors ? withCors(cors, request, response) : response;
  }

  async #answer(request: HttpRequest): Promise<HttpResponse> {
    const { id, stage, routes, timeoutMs } = this.#model;
    if (headerSize(request) > HEADER_LIMIT_BYTES) return plain(431, 'Request Header Fields Too Large');
    if (request.body.length > BODY_LIMIT_BYTES) return plain(413, 'Request Entity Too Large');
    const path = this.#withoutStage(request.url.split('?')[0] ?? '/');
    const match = path === undefined ? undefined : findRoute(routes, request.method, path);
    if (!match?.route.function) return plain(404, 'Not Found');
    const event = httpEvent(id, stage, request, match);
    const { authorizer } = match.route;
    if (authorizer) {
      const decision = await authorize(authorizer, event, this.#invoke);
      if ('refused' in decision) return decision.refused;
      event.requestContext.authorizer = { lambda: decision.context };
    }
    const late = new AbortController();
    const answer = this.#invoke(match.route.function, JSON.stringify(event), match.route.key).then(
      httpResponse,
    );
    const tooLate = sleep(timeoutMs, plain(503, 'Service Unavailable'), { signal: late.signal }).catch(
      () => answer,
    );
    return Promise.race([answer, tooLate]).finally(() => late.abort());
  }

  /** A stage that is not `$default` is the first part of every path. */
  #withoutStage(path: string): string | undefined {
    const { stage } = this.#model;
    if (stage === '$default') return path;
    return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : undefined;
  }
}

function headerSize({ method, url, headers }: HttpRequest): number {
  const line = method.length + url.length + ' HTTP/1.1'.length + 1;
  return Object.entries(headers).reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength(value),
    line,
  );
}
