import type { ServiceAnswer } from '../control/server.ts';
import type { Connection } from './connection.ts';

/** A message to a connection, in bytes. */
export const MESSAGE_LIMIT_BYTES = 128 * 1024;

/** `POST`, `GET` and `DELETE` on `/@connections/{id}`, as API Gateway answers them. */
export function answerConnections(
  connections: ReadonlyMap<string, Connection>,
  bufferLimit: number,
  method: string,
  path: string,
  body: Buffer,
): ServiceAnswer {
  const [, encoded = ''] = /\/@connections\/([^/]+)$/.exec(path) ?? [];
  const connection = connections.get(decodeURIComponent(encoded));
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

/** The operation's name, for the meter and for faults. */
export function connectionsOperation(method: string | undefined): string {
  return { GET: 'GetConnection', DELETE: 'DeleteConnection' }[method ?? ''] ?? 'PostToConnection';
}

function failure(status: number, error: string, message: string): ServiceAnswer {
  return { status, body: { message }, error };
}
