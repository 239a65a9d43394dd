import { allows } from '../access.ts';
import { ACCOUNT, REGION } from '../assembly/physical.ts';
import type { Caller } from '../caller.ts';
import type { ServiceAnswer } from '../control/server.ts';
import type { WebSocketApi } from './api.ts';
import { MESSAGE_LIMIT_BYTES } from './connection.ts';

/** `POST`, `GET` and `DELETE` on `/@connections/{id}`, as API Gateway answers them. */
export function answerConnections(
  api: WebSocketApi,
  bufferLimit: number,
  method: string,
  path: string,
  body: Buffer,
  caller: Caller | undefined,
): ServiceAnswer {
  const [, stage, encoded = ''] = /^\/([^/]+)\/@connections\/([^/]+)$/.exec(path) ?? [];
  // A forgotten stage in the address is answered as API Gateway does, which is not easy to guess from.
  if (stage !== api.stage || !mayManage(api, method, caller))
    return failure(403, 'ForbiddenException', 'Forbidden');
  const connection = api.connections.get(decodeURIComponent(encoded));
  // Before $connect has ended there is nothing to post to either.
  if (!connection?.isOpen) return failure(410, 'GoneException', 'Gone');
  if (method === 'GET') {
    const { connectedAt, lastActiveAt, identity } = connection;
    const iso = (time: number): string => new Date(time).toISOString();
    return {
      status: 200,
      body: { connectedAt: iso(connectedAt), lastActiveAt: iso(lastActiveAt), identity },
    };
  }
  if (method === 'DELETE') {
    connection.close(1000, 'Connection Closed Normally');
    return { status: 204, body: undefined };
  }
  if (body.length > MESSAGE_LIMIT_BYTES) return failure(413, 'PayloadTooLargeException', 'Payload Too Large');
  if (connection.buffered + body.length > bufferLimit)
    return failure(429, 'LimitExceededException', 'Limit Exceeded');
  connection.send(body.toString());
  return { status: 200, body: undefined };
}

function mayManage(api: WebSocketApi, method: string, caller: Caller | undefined): boolean {
  if (!caller) return true;
  const resource = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${api.id}/${api.stage}/${method}/@connections/any`;
  const request = { action: 'execute-api:ManageConnections', resource, facts: () => undefined };
  return allows(caller.function.statements, request);
}

/** The operation's name, for the meter and for faults. */
export function connectionsOperation(method: string | undefined): string {
  return { GET: 'GetConnection', DELETE: 'DeleteConnection' }[method ?? ''] ?? 'PostToConnection';
}

function failure(status: number, error: string, message: string): ServiceAnswer {
  return { status, body: { message }, error };
}
