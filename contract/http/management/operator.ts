import * as z from 'zod/mini';
import { displayName, id, slug } from '../../fields.ts';
import { problem } from '../../problems.ts';
import { authenticationSettings } from './authentication.ts';
import { engagement } from './engagements.ts';
import { issuerSettings } from './issuers.ts';
import { newProvider } from './providers.ts';
import { invitation, newLoginName } from './users.ts';

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
  /** Public clients alone; one with a secret or a key is registered by an admin, who may seal it. */
  providers: z.optional(z.array(newProvider).check(z.maxLength(10))),
  authentication: z.optional(authenticationSettings),
});
/** A way in for an admin of a brand that exists: invites the user again, or makes the admin that is missing. */
export const inviteAdmin = z.strictObject({ brand: slug, invite: firstAdmin });
export const bootstrapRequest = z.union([createBrand, inviteAdmin]);
export const createdBrand = z.strictObject({ brand: slug, user: id, invitation });
/** What the bootstrap function answers: what it made, or why not. */
export const bootstrapAnswer = z.union([createdBrand, problem]);
