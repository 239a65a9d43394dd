import * as z from 'zod/mini';
import { id, slug } from '../../fields.ts';
import { acr } from '../../login.ts';
import type { HttpRoute } from '../route.ts';
import { change, create, list, listQuery, read, remove, shared } from './list.ts';

const text = (max: number) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(max),
    z.refine((value) => value.isWellFormed(), 'holds a lone surrogate'),
  );
/** A scope (RFC 6749, section 3.3). */
const scope = z.string().check(z.maxLength(100), z.regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/));

/** How Doorstep proves to the provider who it is (OpenID Connect Core, section 9). */
const clientAuthentication = z.enum(['none', 'client_secret_basic', 'private_key_jwt']);

const settings = {
  /** The provider's issuer, exactly as its discovery document and its ID tokens have it. */
  issuer: text(255),
  clientId: text(255),
  /** With `private_key_jwt` a key is made here; its public half is served as a JWK Set. */
  clientAuthentication,
  /** `openid` is among them. */
  scopes: z.array(scope).check(z.minLength(1), z.maxLength(10)),
  /** Whose subjects these are: ways to log in of one namespace speak of the same people. Left out, the provider is its own. */
  namespace: z.optional(id),
  /** The claims of the ID token that agents see as attributes. */
  attributes: z.optional(z.array(text(40)).check(z.maxLength(20))),
  /** Where the provider calls a level of authentication otherwise than the brand's scale. */
  acrValues: z.optional(z.array(z.strictObject({ acr, value: acr })).check(z.maxLength(10))),
  /** By how many seconds its clock may differ; 30 if left out. */
  skewSeconds: z.optional(z.int().check(z.minimum(0), z.maximum(120))),
} as const;

/** Only with `client_secret_basic`, and never shown again. Left out of a change, it stays as it is; for another issuer or client it must be given. */
const clientSecret = z.optional(z.string().check(z.maxLength(255), z.regex(/^[\x20-\x7e]+$/)));

export const providerSettings = z.strictObject({ ...settings, clientSecret });
export type ProviderSettings = z.infer<typeof providerSettings>;
export const newProvider = z.extend(providerSettings, { id: slug });
export const provider = z.strictObject({
  ...settings,
  id: slug,
  namespace: id,
  /** With `private_key_jwt`: where the provider fetches our public keys. */
  jwksUri: z.optional(z.string()),
});

const params = z.strictObject({ provider: slug });

export const providerRoutes = {
  listProviders: {
    ...shared,
    ...read,
    path: '/api/manage/providers',
    summary: 'List OpenID providers.',
    query: listQuery,
    answer: list(provider),
  },
  createProvider: {
    ...shared,
    ...create,
    path: '/api/manage/providers',
    summary: 'Register an OpenID provider where consumers log in.',
    body: newProvider,
    answer: provider,
  },
  readProvider: {
    ...shared,
    ...read,
    path: '/api/manage/providers/{provider}',
    summary: 'Read an OpenID provider.',
    params,
    answer: provider,
  },
  changeProvider: {
    ...shared,
    ...change,
    path: '/api/manage/providers/{provider}',
    summary: 'Change an OpenID provider.',
    params,
    body: providerSettings,
    answer: provider,
  },
  deleteProvider: {
    ...shared,
    ...remove,
    path: '/api/manage/providers/{provider}',
    summary: 'Remove an OpenID provider. Logins under way still end.',
    params,
  },
  rotateProviderKey: {
    ...shared,
    method: 'POST',
    status: 200,
    path: '/api/manage/providers/{provider}/key',
    summary: 'Make a new key for private_key_jwt. The one before stays published.',
    params,
    body: z.strictObject({}),
    answer: provider,
  },
} as const satisfies Record<string, HttpRoute>;
