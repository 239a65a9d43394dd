import * as z from 'zod/mini';
import { id } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { listedSession, next, password, shared } from './fields.ts';

const own = { ...shared, access: 'agent' } as const;

/** What one who is signed in does with the own account. */
export const accountRoutes = {
  prove: {
    ...own,
    method: 'POST',
    path: '/api/sign-in/proof',
    summary:
      'Enter the password afresh, to change what one signs in with; `code` asks for a factor too. Good for five minutes.',
    body: z.strictObject({ password }),
    status: 200,
    answer: next,
  },
  changeOwnPassword: {
    ...own,
    method: 'POST',
    path: '/api/sign-in/own-password',
    summary: 'Change the own password; every other session ends, this one gets a new cookie.',
    body: z.strictObject({ password }),
    status: 200,
    answer: next,
  },
  listSessions: {
    ...own,
    method: 'GET',
    path: '/api/sign-in/sessions',
    summary: "List one's own sessions.",
    status: 200,
    answer: z.strictObject({
      sessions: z.array(z.extend(listedSession, { current: z.boolean() })),
    }),
  },
  endOtherSessions: {
    ...own,
    method: 'DELETE',
    path: '/api/sign-in/sessions',
    summary: "End all of one's own sessions but this one, and close their sockets.",
    status: 204,
  },
  endSession: {
    ...own,
    method: 'DELETE',
    path: '/api/sign-in/sessions/{session}',
    summary: "End one of one's own sessions and close its sockets.",
    params: z.strictObject({ session: id }),
    status: 204,
  },
  forgetNotice: {
    ...own,
    method: 'DELETE',
    path: '/api/sign-in/notice',
    summary: 'Say that the notice was read; it is told at each sign-in until then.',
    status: 204,
  },
} as const satisfies Record<string, HttpRoute>;
