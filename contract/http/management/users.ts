import * as z from 'zod/mini';
import { displayName, id, time } from '../../fields.ts';
import { type HttpRoute, none } from '../route.ts';
import { listedSession, loginName, role } from '../sign-in.ts';
import { change, create, list, listQuery, read, remove, shared } from './list.ts';

/** Roles of people; bots do not sign in. */
const humanRole = z.enum(['agent', 'admin']);
/** A login name for a new user: no spaces or control characters. */
export const newLoginName = loginName.check(z.regex(/^[^\s\p{C}]+$/u));
export const userSettings = z.strictObject({ name: displayName, role: humanRole, disabled: z.boolean() });
export const user = z.extend(userSettings, {
  id,
  role,
  loginName: z.string(),
  createdAt: time,
  /** Whether a second factor is enrolled. */
  factor: z.boolean(),
  /** Whether an invitation is open. */
  invited: z.boolean(),
});
export const invitation = z.strictObject({ link: z.string(), expiresAt: time });

const params = z.strictObject({ user: id });

export const userRoutes = {
  listUsers: {
    ...shared,
    ...read,
    path: '/api/manage/users',
    summary: 'List agents, admins and bots.',
    query: listQuery,
    answer: list(user),
  },
  inviteUser: {
    ...shared,
    ...create,
    path: '/api/manage/users',
    summary: 'Invite a user; the one-use link is shown in this answer only.',
    body: z.strictObject({ loginName: newLoginName, name: displayName, role: humanRole }),
    answer: z.strictObject({ user, invitation }),
  },
  readUser: {
    ...shared,
    ...read,
    path: '/api/manage/users/{user}',
    summary: 'Read a user.',
    params,
    answer: user,
  },
  changeUser: {
    ...shared,
    ...change,
    path: '/api/manage/users/{user}',
    summary:
      'Rename, change the role, disable or enable; ends the sessions of a user whose role changes or who is disabled.',
    params,
    body: userSettings,
    answer: user,
  },
  inviteUserAgain: {
    ...shared,
    ...create,
    path: '/api/manage/users/{user}/invitation',
    summary: 'Invite a user again, to choose a new password; an earlier link is good no more.',
    params,
    body: none,
    answer: invitation,
  },
  listUserSessions: {
    ...shared,
    ...read,
    path: '/api/manage/users/{user}/sessions',
    summary: 'List the sessions of a user.',
    params,
    answer: z.strictObject({ sessions: z.array(listedSession) }),
  },
  endUserSession: {
    ...shared,
    ...remove,
    path: '/api/manage/users/{user}/sessions/{session}',
    summary: 'End a session of a user and close its sockets.',
    params: z.extend(params, { session: id }),
  },
} as const satisfies Record<string, HttpRoute>;
