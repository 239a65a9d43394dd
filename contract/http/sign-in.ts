import * as z from 'zod/mini';
import { displayName, id, slug, time } from '../fields.ts';
import { type HttpRoute, none } from './route.ts';

const shared = { function: 'sign-in', params: none, query: none } as const;

/** Any string up to 256 characters: rules for new passwords are checked apart, and a wrong one is just wrong. */
const password = z.string().check(z.minLength(1), z.maxLength(256));

/** Exactly six ASCII digits (RFC 6238 with the usual parameters). */
const code = z.string().check(z.regex(/^[0-9]{6}$/));

/** The name a user signs in with, an e-mail address as a rule; compared without regard to case and width. */
export const loginName = z.string().check(z.minLength(1), z.maxLength(254));

export const role = z.enum(['agent', 'admin', 'bot']);
export type Role = z.infer<typeof role>;

/** What the sign-in asks for next. */
const next = z.strictObject({ next: z.enum(['enrol', 'code', 'done']) });

export const signInSession = z.strictObject({
  /** `signed_in`, or what is still owed. */
  state: z.enum(['signed_in', 'enrol', 'code']),
  brand: slug,
  agent: id,
  name: z.string(),
  role,
  /** The end at the latest. */
  expiresAt: time,
});

/** A session in a list of one person's sessions. */
export const listedSession = z.strictObject({
  id,
  createdAt: time,
  lastUsedAt: time,
  /** The end, unless it is used again. */
  expiresAt: time,
  /** What the browser said it is. */
  device: z.string(),
});

export const signInRoutes = {
  acceptInvitation: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/invitation',
    summary: 'Use an invitation: choose the password. Signs nobody in.',
    access: 'public',
    body: z.strictObject({
      brand: slug,
      invitation: z.string().check(z.minLength(1), z.maxLength(128)),
      password,
    }),
    status: 200,
    answer: z.strictObject({ brand: slug, loginName: z.string(), name: displayName }),
  },
  enterPassword: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/password',
    summary: 'Enter name and password; sets the cookie of a session that is not complete yet.',
    access: 'public',
    body: z.strictObject({ brand: slug, loginName, password }),
    status: 200,
    answer: next,
  },
  beginTotp: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/factors/totp',
    summary: 'Begin to enrol a TOTP authenticator; the secret is shown in this answer only.',
    access: 'half',
    body: none,
    status: 201,
    answer: z.strictObject({
      secret: z.string(),
      uri: z.string(),
      svg: z.string(),
      apps: z.array(z.string()),
    }),
  },
  confirmTotp: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/factors/totp/confirm',
    summary: 'Confirm the new authenticator by its first code; completes the sign-in.',
    access: 'half',
    body: z.strictObject({ code }),
    status: 200,
    answer: next,
  },
  enterCode: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/code',
    summary: 'Enter the six-digit code; completes the sign-in with a new cookie.',
    access: 'half',
    body: z.strictObject({ code }),
    status: 200,
    answer: next,
  },
  readSession: {
    ...shared,
    method: 'GET',
    path: '/api/sign-in/session',
    summary: 'Read who is signed in, or what the sign-in still asks for.',
    access: 'half',
    status: 200,
    answer: signInSession,
  },
  signOut: {
    ...shared,
    method: 'DELETE',
    path: '/api/sign-in/session',
    summary: 'Sign out: ends the session and closes its sockets.',
    access: 'half',
    status: 204,
  },
  listSessions: {
    ...shared,
    method: 'GET',
    path: '/api/sign-in/sessions',
    summary: "List one's own sessions.",
    access: 'agent',
    status: 200,
    answer: z.strictObject({
      sessions: z.array(z.extend(listedSession, { current: z.boolean() })),
    }),
  },
  endSession: {
    ...shared,
    method: 'DELETE',
    path: '/api/sign-in/sessions/{session}',
    summary: "End one of one's own sessions and close its sockets.",
    access: 'agent',
    params: z.strictObject({ session: id }),
    status: 204,
  },
} as const satisfies Record<string, HttpRoute>;
