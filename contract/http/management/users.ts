import * as z from 'zod/mini';
import { displayName, id, slug, time } from '../../fields.ts';
import { type HttpRoute, none } from '../route.ts';
import { listedSession, loginName, role } from '../sign-in.ts';
import { change, create, list, listQuery, read, remove, shared } from './list.ts';

/** Roles of people; bots do not sign in. */
const humanRole = z.enum(['agent', 'admin']);
/** A login name for a new user: no spaces or control characters. */
export const newLoginName = loginName.check(z.regex(/^[^\s\p{C}]+$/u));

export const skills = z.array(slug).check(z.maxLength(10));
/** How many conversations an agent may have open at a time. */
export const openLimit = z.int().check(z.minimum(1), z.maximum(50));

const routing = {
  /** Which conversations come to this user: those of these skills, and those without one. None when left out. */
  skills: z.optional(skills),
  /** Left out, the brand's own limit counts; a bot has none then. */
  openLimit: z.optional(openLimit),
};

export const userSettings = z.strictObject({
  name: displayName,
  /** A bot stays one, and nobody else becomes one. */
  role,
  disabled: z.boolean(),
  ...routing,
});
export type UserSettings = z.infer<typeof userSettings>;
export const user = z.extend(userSettings, {
  id,
  skills,
  /** A bot has none. */
  loginName: z.optional(z.string()),
  createdAt: time,
  /** Whether a second factor is enrolled. */
  factor: z.boolean(),
  /** Whether an invitation is open. */
  invited: z.boolean(),
});
/** A user as a search shows one. */
export const foundUser = z.strictObject({
  id,
  name: z.string(),
  loginName: z.optional(z.string()),
  role,
  disabled: z.boolean(),
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
  findUsers: {
    ...shared,
    ...read,
    path: '/api/manage/found-users',
    summary: 'Find users whose name or login name begins like this; by name, whatever its case.',
    query: z.extend(listQuery, { name: z.string().check(z.minLength(1), z.maxLength(80)) }),
    answer: list(foundUser),
  },
  inviteUser: {
    ...shared,
    ...create,
    path: '/api/manage/users',
    summary: 'Invite a user; the one-use link is shown in this answer only.',
    body: z.strictObject({ loginName: newLoginName, name: displayName, role: humanRole, ...routing }),
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
      'Rename, change the role, skills or limit, disable or enable; ends the sessions of a user whose role changes or who is disabled.',
    params,
    body: userSettings,
    answer: user,
  },
  deleteUser: {
    ...shared,
    ...remove,
    path: '/api/manage/users/{user}',
    summary:
      'Delete a user for good: sessions, links and keys end; the login name is free again, and the name stays in transcripts.',
    params,
  },
  inviteUserAgain: {
    ...shared,
    ...create,
    path: '/api/manage/users/{user}/invitation',
    summary:
      'Make a one-use link to choose a new password: an invitation again, or a reset. An earlier link is good no more.',
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
  endUserSessions: {
    ...shared,
    ...remove,
    path: '/api/manage/users/{user}/sessions',
    summary: 'End all sessions of a user and close their sockets.',
    params,
  },
  endUserSession: {
    ...shared,
    ...remove,
    path: '/api/manage/users/{user}/sessions/{session}',
    summary: 'End a session of a user and close its sockets.',
    params: z.extend(params, { session: id }),
  },
} as const satisfies Record<string, HttpRoute>;
