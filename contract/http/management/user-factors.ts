import * as z from 'zod/mini';
import { id } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { loginName } from '../sign-in.ts';
import { shared } from './list.ts';
import { user } from './users.ts';

export const userFactorRoutes = {
  resetUserFactors: {
    ...shared,
    method: 'POST',
    status: 200,
    path: '/api/manage/users/{user}/factors/reset',
    summary:
      "Take a user's second factors away, for one who has lost them: sessions and sockets end, the next sign-in enrols anew. Name the user to confirm; not for oneself.",
    params: z.strictObject({ user: id }),
    body: z.strictObject({ loginName }),
    answer: user,
  },
} as const satisfies Record<string, HttpRoute>;
