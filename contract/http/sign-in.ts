import * as z from 'zod/mini';
import { displayName, id, slug, time } from '../fields.ts';
import { type HttpRoute, none } from './route.ts';
import { accountRoutes } from './sign-in/account.ts';
import { factorRoutes } from './sign-in/factors.ts';
import {
  code,
  credential,
  loginName,
  method,
  next,
  notice,
  passkeyOptions,
  password,
  shared,
} from './sign-in/fields.ts';

export { loginName } from './sign-in/fields.ts';

export const role = z.enum(['agent', 'admin', 'bot']);
export type Role = z.infer<typeof role>;

export const signInSession = z.strictObject({
  /** `signed_in`, or what is still owed. */
  state: z.enum(['signed_in', 'enrol', 'code']),
  /** With `code`: what will do, for a page that was loaded again in between. */
  methods: z.optional(z.array(method)),
  brand: slug,
  agent: id,
  name: z.string(),
  role,
  /** The end at the latest. */
  expiresAt: time,
  notice: z.optional(notice),
});

export { listedSession } from './sign-in/fields.ts';

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
  beginPasskeySignIn: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/passkey-sign-in/challenge',
    summary: 'Ask for a passkey instead of name, password and code; good for five minutes and one answer.',
    access: 'public',
    body: z.strictObject({ brand: slug }),
    status: 201,
    answer: passkeyOptions,
  },
  signInByPasskey: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/passkey-sign-in',
    summary: 'Sign in by a passkey that has verified its owner.',
    access: 'public',
    body: z.strictObject({ brand: slug, credential }),
    status: 200,
    answer: next,
  },
  enterCode: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/code',
    summary:
      "Enter the six-digit code: completes the sign-in with a new cookie, or the proof of a session's owner.",
    access: 'half',
    body: z.strictObject({ code }),
    status: 200,
    answer: next,
  },
  enterRecoveryCode: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/recovery-code',
    summary: 'Enter a recovery code in the place of the six-digit code; each works once.',
    access: 'half',
    body: z.strictObject({ code: z.string().check(z.minLength(1), z.maxLength(64)) }),
    status: 200,
    answer: next,
  },
  askForPasskey: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/passkey/challenge',
    summary: 'Ask for a passkey in the place of the six-digit code; good for five minutes and one answer.',
    access: 'half',
    body: none,
    status: 201,
    answer: passkeyOptions,
  },
  enterPasskey: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/passkey',
    summary: 'Answer with a passkey in the place of the six-digit code.',
    access: 'half',
    body: z.strictObject({ credential }),
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
  ...factorRoutes,
  ...accountRoutes,
} as const satisfies Record<string, HttpRoute>;
