import * as z from 'zod/mini';
import { id } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { factorList } from '../sign-in/factors.ts';
import { loginName } from '../sign-in.ts';
import { read, shared } from './list.ts';
import { user } from './users.ts';

const params = z.strictObject({ user: id });

export const userFactorRoutes = {
  listUserFactors: {
    ...shared,
    ...read,
    path: '/api/manage/users/{user}/factors',
    summary: "List a user's second factors, and how many recovery codes are left.",
    params,
    answer: factorList,
  },
  resetUserFactors: {
    ...shared,
    method: 'POST',
    status: 200,
    path: '/api/manage/users/{user}/factors/reset',
    summary:
      "Take a user's second factors away, for one who has lost them: sessions and sockets end, the next sign-in enrols anew. Name the user to confirm; not for oneself.",
    params,
    body: z.strictObject({ loginName }),
    answer: user,
  },
} as const satisfies Record<string, HttpRoute>;
