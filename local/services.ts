import type { IncomingMessage } from 'node:http';
import type { System } from './assembly/model.ts';
import type { Service, ServiceName } from './control/server.ts';
import { answerDynamoDB } from './dynamodb/endpoint.ts';
import type { Tables } from './dynamodb/tables.ts';
import { answerEvents } from './events/bus.ts';
import { answerKms } from './kms/endpoint.ts';
import type { KeyFile } from './kms/keys.ts';
import { answerLambda, type Invoke } from './lambda/invoke-api.ts';
import { answerSqs } from './queues/endpoint.ts';
import type { LocalQueue } from './queues/queue.ts';
import type { WebSocketApi } from './websocket-api/api.ts';
import { answerConnections, connectionsOperation } from './websocket-api/connections-api.ts';

type Parts = {
  system: System;
  tables: Tables;
  queues: readonly LocalQueue[];
  keyFile: KeyFile;
  sockets: WebSocketApi | undefined;
  /** Bytes that may wait for one client before posts to it answer 429. */
  clientBufferBytes: number;
  invoke: Invoke;
};

/** The operation of a JSON protocol stands in a header: `DynamoDB_20120810.GetItem`. */
const target = (request: IncomingMessage): string =>
  String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';

/** The AWS services that functions may call, by the name in their endpoint's path. */
export function services({
  system,
  tables,
  queues,
  keyFile,
  sockets,
  clientBufferBytes,
  invoke,
}: Parts): Record<ServiceName, Service> {
  return {
    dynamodb: {
      contentType: 'application/x-amz-json-1.0',
      operation: target,
      answer: ({ operation, body }, caller) => answerDynamoDB(tables, operation, body, caller),
    },
    kms: {
      contentType: 'application/x-amz-json-1.1',
      operation: target,
      answer: ({ operation, body }, caller) => answerKms(keyFile, system.keys, operation, body, caller),
    },
    connections: {
      contentType: 'application/json',
      operation: ({ method }) => connectionsOperation(method),
      answer: ({ request, path, body }, caller) =>
        sockets
          ? answerConnections(sockets, clientBufferBytes, request.method ?? '', path, body, caller)
          : { status: 404, body: { message: 'Not Found' } },
    },
    events: {
      contentType: 'application/x-amz-json-1.1',
      operation: target,
      answer: ({ operation, body }, caller) =>
        answerEvents({ buses: system.buses, rules: system.rules, queues }, operation, body, caller),
    },
    sqs: {
      contentType: 'application/x-amz-json-1.0',
      operation: target,
      answer: ({ operation, body }, caller) => answerSqs(queues, operation, body, caller),
    },
    lambda: {
      contentType: 'application/json',
      operation: () => 'Invoke',
      answer: ({ request, path, body }) =>
        answerLambda(invoke, path, body, request.headers['x-amz-invocation-type']?.toString()),
    },
  };
}
