import * as z from 'zod/mini';
import { id } from '../../fields.ts';
import { acr, loginMethod } from '../../login.ts';
import type { HttpRoute } from '../route.ts';
import { change, read, shared } from './list.ts';

const minutes = z.int().check(z.minimum(1), z.maximum(1440));
const https = z.string().check(z.minLength(1), z.maxLength(1024));

/** What a person does who logs in and has another conversation open. */
const openConversationRule = z.enum(['keep_both', 'continue_existing', 'keep_this']);

/** The part of the settings that an engagement may have of its own. Left out, the brand's holds. */
export const engagementAuthentication = {
  /** The accepted ways to log in, the preferred one first. */
  methods: z.optional(z.array(loginMethod).check(z.minLength(1), z.maxLength(8))),
  /** How long a login request stays open, in minutes; null: as long as the conversation. */
  requestMinutes: z.optional(z.nullable(minutes)),
  /** How long a step-up lasts, in minutes. */
  authenticatedMinutes: z.optional(minutes),
} as const;

export const authenticationSettings = z.strictObject({
  methods: z.array(loginMethod).check(z.minLength(1), z.maxLength(8)),
  requestMinutes: z.nullable(minutes),
  authenticatedMinutes: minutes,
  /** The brand's values of `acr`, from the weakest to the strongest. */
  acrScale: z.array(acr).check(z.maxLength(10)),
  openConversation: openConversationRule,
  /** For how many minutes after a 'not now' nobody may ask again. */
  notNowMinutes: z.int().check(z.minimum(0), z.maximum(1440)),
  /** How often agents may ask in one conversation. */
  mostPrompts: z.int().check(z.minimum(1), z.maximum(100)),
  /** The brand's own login page: an https address. */
  loginPage: z.optional(https),
  /** Where logins elsewhere may end: exact addresses, https or an app's own scheme. */
  returnAddresses: z.array(https).check(z.maxLength(20)),
  /** Whose subjects the login page and the customer records name; left out, each its own. Issuers and providers say it themselves. */
  namespaces: z.strictObject({ loginPage: z.optional(id), privateData: z.optional(id) }),
});
export type AuthenticationSettings = z.infer<typeof authenticationSettings>;

/** The settings, and sentences about what to think twice of. */
const answer = z.extend(authenticationSettings, { warnings: z.array(z.string()) });

export const authenticationRoutes = {
  readAuthentication: {
    ...shared,
    ...read,
    path: '/api/manage/authentication',
    summary: 'Read how consumers authenticate.',
    answer,
  },
  changeAuthentication: {
    ...shared,
    ...change,
    path: '/api/manage/authentication',
    summary: 'Change how consumers authenticate.',
    body: authenticationSettings,
    answer,
  },
} as const satisfies Record<string, HttpRoute>;
