import * as z from 'zod/mini';
import { slug } from '../../fields.ts';
import { requestKind, requestKindSettings } from '../../protected-request.ts';
import type { HttpRoute } from '../route.ts';
import { change, create, list, listQuery, read, remove, shared } from './list.ts';

const params = z.strictObject({ request: slug });
const base = '/api/manage/protected-requests';

export const requestKindRoutes = {
  listRequestKinds: {
    ...shared,
    ...read,
    path: base,
    summary: 'List the kinds of protected requests.',
    query: listQuery,
    answer: list(requestKind),
  },
  createRequestKind: {
    ...shared,
    ...create,
    path: base,
    summary: 'Define a kind of protected request.',
    body: requestKind,
    answer: requestKind,
  },
  readRequestKind: {
    ...shared,
    ...read,
    path: `${base}/{request}`,
    summary: 'Read a kind of protected request.',
    params,
    answer: requestKind,
  },
  changeRequestKind: {
    ...shared,
    ...change,
    path: `${base}/{request}`,
    summary: 'Change a kind of protected request, for those made from now on.',
    params,
    body: requestKindSettings,
    answer: requestKind,
  },
  deleteRequestKind: {
    ...shared,
    ...remove,
    path: `${base}/{request}`,
    summary: 'Delete a kind of protected request.',
    params,
  },
} as const satisfies Record<string, HttpRoute>;
