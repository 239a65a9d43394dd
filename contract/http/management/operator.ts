import * as z from 'zod/mini';
import { displayName, id, secret, slug, time } from '../../fields.ts';
import { problem } from '../../problems.ts';
import { requestKind } from '../../protected-request.ts';
import { authenticationSettings } from './authentication.ts';
import { botKey } from './bots.ts';
import { engagement } from './engagements.ts';
import { issuerSettings } from './issuers.ts';
import { list, listQuery } from './list.ts';
import { newProvider } from './providers.ts';
import { recordRow, recordSettings } from './records.ts';
import { invitation, newLoginName } from './users.ts';
import { webhookSettings } from './webhooks.ts';

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
  /** Bots, each with a key that the answer shows, this once. */
  bots: z.optional(
    z.array(z.strictObject({ name: displayName, scopes: botKey.shape.scopes })).check(z.maxLength(5)),
  ),
  /** Where events are posted to; the answer shows the secrets, this once. */
  webhooks: z.optional(z.array(webhookSettings).check(z.maxLength(5))),
  requestKinds: z.optional(z.array(requestKind).check(z.maxLength(10))),
  /** Customers whom private data shall find, and by which fields; more than these an admin loads. */
  customerRecords: z.optional(
    z.extend(recordSettings, { records: z.array(recordRow).check(z.maxLength(100)) }),
  ),
  /** Makes a security key for the brand's backend too, and shows it in the answer, this once. */
  securityKey: z.optional(z.literal(true)),
});
/** A way in for an admin of a brand that exists: invites the user again, or makes the admin that is missing. */
export const inviteAdmin = z.strictObject({ brand: slug, invite: firstAdmin });
/** Lists the brands there are. */
export const listBrands = z.strictObject({ list: z.literal(true), ...listQuery.shape });
/** A page of a brand's settings and users, without anything secret. */
export const exportBrand = z.strictObject({ brand: slug, export: z.literal(true), ...listQuery.shape });
/**
 * Deletes a brand with all that it has but its log, for good; `confirm` names it once more. One call does a part: repeat it
 * until it says that it is done.
 */
export const deleteBrand = z.strictObject({ brand: slug, delete: z.strictObject({ confirm: slug }) });
/** Takes every second factor from an admin who has lost them, when no other admin is there to do it. */
export const resetAdmin = z.strictObject({
  brand: slug,
  resetFactors: z.strictObject({ loginName: newLoginName }),
});
/** Lets people in from everywhere again, when nobody is in an allowed network any more. */
export const openNetworks = z.strictObject({ brand: slug, openNetworks: z.literal(true) });
export const bootstrapRequest = z.union([
  createBrand,
  inviteAdmin,
  listBrands,
  exportBrand,
  deleteBrand,
  resetAdmin,
  openNetworks,
]);
export type BootstrapRequest = z.infer<typeof bootstrapRequest>;

export const createdBrand = z.strictObject({
  brand: slug,
  user: id,
  invitation,
  securityKey: z.optional(z.strictObject({ id, key: secret })),
  bots: z.optional(z.array(z.strictObject({ id, name: displayName, key: z.string() }))),
  webhooks: z.optional(z.array(z.strictObject({ id, url: z.string(), secret: z.string() }))),
});
export const listedBrand = z.strictObject({
  id: slug,
  name: z.string(),
  createdAt: time,
  /** Set when its deletion has begun and is to be gone on with. */
  deleting: z.optional(z.boolean()),
});
/** One setting or user: its kind, and what an admin reads of it. */
export const exportedThing = z.looseObject({ kind: z.string() });
export const deletedBrand = z.strictObject({ brand: slug, done: z.boolean(), removed: z.int() });
export const resetUser = z.strictObject({ brand: slug, user: id, reset: z.literal(true) });
export const openedNetworks = z.strictObject({ brand: slug, networks: z.literal('any') });
/** What the bootstrap function answers: what it made or did, or why not. */
export const bootstrapAnswer = z.union([
  createdBrand,
  list(listedBrand),
  list(exportedThing),
  deletedBrand,
  resetUser,
  openedNetworks,
  problem,
]);
export type BootstrapAnswer = Exclude<z.infer<typeof bootstrapAnswer>, z.infer<typeof problem>>;
