import * as z from 'zod/mini';
import { id } from './fields.ts';

/** A level of authentication, as the brand names it (OpenID Connect Core, section 2: acr). */
export const acr = z.string().check(
  z.minLength(1),
  z.maxLength(100),
  z.refine((value) => /^[\x21-\x7e]+$/.test(value), 'holds a space or a sign outside of ASCII'),
);

/** The most seconds since the consumer entered credentials (OpenID Connect Core, section 3.1.2.1: max_age). */
export const maxAge = z.int().check(z.minimum(0), z.maximum(31_536_000));

/** The ways to authenticate: a token the brand signs, OpenID Connect, the brand's login page, private data that is known. */
export const loginMethodName = z.enum(['token', 'oidc', 'login_page', 'private_data']);
export type LoginMethodName = z.infer<typeof loginMethodName>;

/** One way to answer a login request; with `oidc`, at which provider. */
export const loginMethod = z
  .strictObject({ method: loginMethodName, provider: z.optional(id) })
  .check(
    z.refine(
      ({ method, provider }) => (method === 'oidc') === (provider !== undefined),
      'names a provider with oidc, and only then',
    ),
  );
export type LoginMethod = z.infer<typeof loginMethod>;
