import * as z from 'zod/mini';
import { displayName } from '../../fields.ts';

/** How sign-ins go; never laxer than AAL2 (SP 800-63B-4) lets them be. Holds for sign-ins from now on. */
const signInPolicy = z.strictObject({
  /** How long no code is taken after five refused ones. */
  lockMinutes: z.int().check(z.minimum(1), z.maximum(60)),
  /** After how long without use a session ends. */
  idleMinutes: z.int().check(z.minimum(5), z.maximum(60)),
  /** After how long a session ends, however much it is used. */
  overallHours: z.int().check(z.minimum(1), z.maximum(24)),
  /** The fewest characters of a new password; 15 at least where no second factor is asked for. */
  passwordLength: z.int().check(z.minimum(8), z.maximum(64)),
});

/** Addresses as CIDR, IPv4 or IPv6. */
const network = z.union([z.cidrv4(), z.cidrv6()]);

/** What a brand says of how its agents and admins get in. */
export const accessControl = {
  /** Whether every user needs a second factor. */
  mfa: z.boolean(),
  /** Authenticator apps to name at enrolment. */
  authenticatorApps: z.array(displayName).check(z.maxLength(5)),
  /** Left out, the usual rules: 5 minutes, 60 minutes, 24 hours, 8 characters. */
  signInPolicy: z.optional(signInPolicy),
  /** Where people may sign in and work from; empty or left out, from anywhere. */
  networks: z.optional(z.array(network).check(z.maxLength(50))),
} as const;
