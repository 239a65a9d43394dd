import * as z from 'zod/mini';
import { channel } from '../conversation.ts';
import { displayName, id, origin, slug, time } from '../fields.ts';
import { problem } from '../problems.ts';
import { type HttpRoute, none } from './route.ts';
import { listedSession, loginName, role } from './sign-in.ts';

const shared = { function: 'management', access: 'admin', params: none, query: none } as const;
const read = { method: 'GET', status: 200 } as const;
/** A change: `If-Match` names the version that was read (RFC 9110, section 13.1.1). */
const change = { method: 'PUT', status: 200 } as const;

export const brandSettings = z.strictObject({
  name: displayName,
  /** Authenticator apps to name at enrolment. */
  authenticatorApps: z.array(displayName).check(z.maxLength(5)),
  /** Whether every user needs a second factor. */
  mfa: z.boolean(),
});
export const brand = z.extend(brandSettings, { id: slug });

export const engagementSettings = z.strictObject({
  name: displayName,
  channel,
  platform: z.enum(['web', 'app']),
  /** The exact origins of the pages that may carry the widget; an app needs none. */
  origins: z.array(origin).check(z.maxLength(20)),
  /** After how many minutes without a sign of the consumer an anonymous session ends. */
  idleMinutes: z.int().check(z.minimum(5), z.maximum(1440)),
  /** How long a step-up lasts, in minutes. */
  authenticatedMinutes: z.int().check(z.minimum(1), z.maximum(1440)),
  /** How long a login request stays open, in minutes. */
  requestMinutes: z.int().check(z.minimum(1), z.maximum(1440)),
});
export type EngagementSettings = z.infer<typeof engagementSettings>;
export const engagement = z.extend(engagementSettings, { id: slug });

/** A text that is stored and compared as it is: a lone surrogate would not survive storing. */
const kept = (max: number) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(max),
    z.refine((text) => text.isWellFormed(), 'holds a lone surrogate'),
  );

/** A public key: PEM (SPKI) or JWK as JSON text. `kid` is what tokens will name. */
export const issuerKey = z.strictObject({
  kid: kept(128),
  alg: z.enum(['RS256', 'PS256', 'ES256', 'EdDSA']),
  key: z.string().check(z.minLength(1), z.maxLength(8192)),
});
const issuerName = kept(255);
export const issuerSettings = z.strictObject({
  /** The token's `iss`, exactly. */
  iss: issuerName,
  /** The token's `aud`, exactly. */
  aud: issuerName,
  /** Whose subjects these are: issuers of one namespace speak of the same people. Left out, the issuer is its own. */
  namespace: z.optional(id),
  /** Whether a token must carry the nonce of the login request. */
  nonce: z.boolean(),
  keys: z.array(issuerKey).check(z.maxLength(10)),
});
export type IssuerSettings = z.infer<typeof issuerSettings>;
export const issuer = z.extend(issuerSettings, { id });

/** Roles of people; bots do not sign in. */
const humanRole = z.enum(['agent', 'admin']);
/** A login name for a new user: no spaces or control characters. */
const newLoginName = loginName.check(z.regex(/^[^\s\p{C}]+$/u));
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
const invitation = z.strictObject({ link: z.string(), expiresAt: time });

/** Opaque; from an earlier answer. */
const listQuery = z.strictObject({ cursor: z.optional(z.string().check(z.maxLength(2048))) });
const list = <T extends z.ZodMiniType>(one: T) =>
  z.strictObject({ items: z.array(one), cursor: z.optional(z.string()) });
const engagementParams = z.strictObject({ engagement: slug });
const issuerParams = z.strictObject({ issuer: id });
const userParams = z.strictObject({ user: id });

export const managementRoutes = {
  readBrand: { ...shared, ...read, path: '/api/manage/brand', summary: 'Read the brand.', answer: brand },
  changeBrand: {
    ...shared,
    ...change,
    path: '/api/manage/brand',
    summary: 'Change the brand.',
    body: brandSettings,
    answer: brand,
  },
  listEngagements: {
    ...shared,
    ...read,
    path: '/api/manage/engagements',
    summary: 'List engagements.',
    query: listQuery,
    answer: list(engagement),
  },
  createEngagement: {
    ...shared,
    method: 'POST',
    status: 201,
    path: '/api/manage/engagements',
    summary: 'Create an engagement.',
    body: engagement,
    answer: engagement,
  },
  readEngagement: {
    ...shared,
    ...read,
    path: '/api/manage/engagements/{engagement}',
    summary: 'Read an engagement.',
    params: engagementParams,
    answer: engagement,
  },
  changeEngagement: {
    ...shared,
    ...change,
    path: '/api/manage/engagements/{engagement}',
    summary: 'Change an engagement.',
    params: engagementParams,
    body: engagementSettings,
    answer: engagement,
  },
  listIssuers: {
    ...shared,
    ...read,
    path: '/api/manage/issuers',
    summary: 'List issuers of login tokens.',
    query: listQuery,
    answer: list(issuer),
  },
  createIssuer: {
    ...shared,
    method: 'POST',
    status: 201,
    path: '/api/manage/issuers',
    summary: 'Register an issuer of login tokens with its public keys.',
    body: issuerSettings,
    answer: issuer,
  },
  readIssuer: {
    ...shared,
    ...read,
    path: '/api/manage/issuers/{issuer}',
    summary: 'Read an issuer.',
    params: issuerParams,
    answer: issuer,
  },
  changeIssuer: {
    ...shared,
    ...change,
    path: '/api/manage/issuers/{issuer}',
    summary: 'Change an issuer: add, replace or remove keys.',
    params: issuerParams,
    body: issuerSettings,
    answer: issuer,
  },
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
    method: 'POST',
    status: 201,
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
    params: userParams,
    answer: user,
  },
  changeUser: {
    ...shared,
    ...change,
    path: '/api/manage/users/{user}',
    summary:
      'Rename, change the role, disable or enable; ends the sessions of a user whose role changes or who is disabled.',
    params: userParams,
    body: userSettings,
    answer: user,
  },
  inviteUserAgain: {
    ...shared,
    method: 'POST',
    status: 201,
    path: '/api/manage/users/{user}/invitation',
    summary: 'Invite a user again, to choose a new password; an earlier link is good no more.',
    params: userParams,
    body: none,
    answer: invitation,
  },
  listUserSessions: {
    ...shared,
    ...read,
    path: '/api/manage/users/{user}/sessions',
    summary: 'List the sessions of a user.',
    params: userParams,
    answer: z.strictObject({ sessions: z.array(listedSession) }),
  },
  endUserSession: {
    ...shared,
    method: 'DELETE',
    status: 204,
    path: '/api/manage/users/{user}/sessions/{session}',
    summary: 'End a session of a user and close its sockets.',
    params: z.extend(userParams, { session: id }),
  },
} as const satisfies Record<string, HttpRoute>;

const firstAdmin = z.strictObject({ loginName: newLoginName, name: displayName });

/** What the operator's bootstrap function takes (it has no HTTP route): a new brand with its first admin. */
export const createBrand = z.strictObject({
  brand: slug,
  name: displayName,
  admin: firstAdmin,
  /** Whether every user needs a second factor; so it is when left out. */
  mfa: z.optional(z.boolean()),
  engagements: z.optional(z.array(engagement).check(z.maxLength(10))),
  issuers: z.optional(z.array(issuerSettings).check(z.maxLength(10))),
});
/** A way in for an admin of a brand that exists: invites the user again, or makes the admin that is missing. */
export const inviteAdmin = z.strictObject({ brand: slug, invite: firstAdmin });
export const bootstrapRequest = z.union([createBrand, inviteAdmin]);
export const createdBrand = z.strictObject({ brand: slug, user: id, invitation });
/** What the bootstrap function answers: what it made, or why not. */
export const bootstrapAnswer = z.union([createdBrand, problem]);
