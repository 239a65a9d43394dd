import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { apiHost } from '../assembly/physical.ts';
import { gatewayTime } from '../http-api/event.ts';
import type { Connection } from './connection.ts';

/** What a connection's events have in common. */
export function requestContext(
  apiId: string,
  stage: string,
  connection: Connection,
  eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT',
  routeKey: string,
): Record<string, unknown> & { requestId: string } {
  const now = new Date();
  const extendedRequestId = randomBytes(11).toString('base64');
  return {
    routeKey,
    eventType,
    ...(eventType === 'MESSAGE' && { messageId: randomBytes(11).toString('base64') }),
    extendedRequestId,
    requestTime: gatewayTime(now),
    messageDirection: 'IN',
    stage,
    connectedAt: connection.connectedAt,
    requestTimeEpoch: now.getTime(),
    identity: connection.identity,
    requestId: randomUUID(),
    domainName: apiHost(apiId),
    connectionId: connection.id,
    apiId,
    ...(connection.authorizer && { authorizer: connection.authorizer }),
  };
}

/** Headers and query of the request that opens a socket, once each and with all their values. */
export function handshake(request: IncomingMessage): Record<string, unknown> {
  const headers: Record<string, string> = {};
  const multiValueHeaders: Record<string, string[]> = {};
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? '';
    const value = request.rawHeaders[at + 1] ?? '';
    headers[name] = value;
    multiValueHeaders[name] = [...(multiValueHeaders[name] ?? []), value];
  }
  const query = new URLSearchParams(request.url?.split('?')[1] ?? '');
  if (query.size === 0) return { headers, multiValueHeaders };
  return {
    headers,
    multiValueHeaders,
    queryStringParameters: Object.fromEntries(query),
    multiValueQueryStringParameters: Object.fromEntries(
      [...query.keys()].map((name) => [name, query.getAll(name)]),
    ),
  };
}
