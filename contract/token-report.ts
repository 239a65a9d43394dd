import * as z from 'zod/mini';
import { id } from './fields.ts';
import { tokenReason } from './problems.ts';

/** What is checked of a token, in this order. */
export const checkName = z.enum([
  'form',
  'encryption',
  'encryption_header',
  'encryption_key',
  'decryption',
  'issuer',
  'header',
  'algorithm',
  'key',
  'signature',
  'iss',
  'aud',
  'subject',
  'private_data',
  'iat',
  'nbf',
  'exp',
  'life',
  'jti',
  'nonce',
  'name',
  'attributes',
  'acr',
  'amr',
  'auth_time',
  'session_exp',
  /** Only where an engagement is named. */
  'method',
]);
export type CheckName = z.infer<typeof checkName>;

/** The products whose claim names can be mapped. */
export const product = z.enum(['liveperson', 'iadvize', 'zendesk', 'intercom']);
export type Product = z.infer<typeof product>;

/** One check of a token, in plain words. What comes after a broken one may be left out, since it cannot be looked at. */
const tokenCheck = z.strictObject({
  name: checkName,
  holds: z.boolean(),
  expected: z.string(),
  /** Without the values of claims about the person. */
  came: z.string(),
  /** Where it does not hold: the reason that a login is refused for, and what the brand's backend has to change. */
  reason: z.optional(tokenReason),
  change: z.optional(z.string()),
});

/** Every check of one token, and whether all of them hold. */
export const tokenReport = z.strictObject({
  accepted: z.boolean(),
  /** The registered issuer that it was checked against. */
  issuer: z.optional(id),
  /** The product whose tokens look like this one. */
  looksLike: z.optional(product),
  checks: z.array(tokenCheck),
});
export type TokenReport = z.infer<typeof tokenReport>;
