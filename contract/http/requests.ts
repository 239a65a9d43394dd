import * as z from 'zod/mini';
import { id } from '../fields.ts';
import { askForRequest, protectedRequest, requestKind } from '../protected-request.ts';
import { list, listQuery } from './management/list.ts';
import { type HttpRoute, none } from './route.ts';

const shared = { function: 'agent-api', access: 'agent', query: none } as const;
const base = '/api/agent/conversations/{conversation}/requests';
const params = z.strictObject({ conversation: id });

/** Protected requests, as agents and bots make them. */
export const requestRoutes = {
  listKinds: {
    ...shared,
    method: 'GET',
    path: '/api/agent/protected-requests',
    summary: 'List the kinds of protected requests that one may make.',
    params: none,
    query: listQuery,
    status: 200,
    answer: list(requestKind),
  },
  makeRequest: {
    ...shared,
    method: 'POST',
    path: base,
    summary:
      'Ask for something that needs a login of a given level and age. Where the consumer has it, the request goes on at once; else it opens a login request and goes on by itself after the login.',
    params,
    body: askForRequest,
    status: 200,
    answer: protectedRequest,
  },
  readRequest: {
    ...shared,
    method: 'GET',
    path: `${base}/{request}`,
    summary: 'Read where a protected request stands, and its result.',
    params: z.extend(params, { request: id }),
    status: 200,
    answer: protectedRequest,
  },
} as const satisfies Record<string, HttpRoute>;
