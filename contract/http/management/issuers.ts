import * as z from 'zod/mini';
import { id } from '../../fields.ts';
import { product } from '../../token-report.ts';
import type { HttpRoute } from '../route.ts';
import { change, create, list, listQuery, read, remove, shared } from './list.ts';

/** A text that is stored and compared as it is: a lone surrogate would not survive storing. */
const kept = (max: number) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(max),
    z.refine((text) => text.isWellFormed(), 'holds a lone surrogate'),
  );

const algorithm = z.enum(['RS256', 'PS256', 'ES256', 'EdDSA']);

/** A public key: PEM (SPKI) or JWK as JSON text. `kid` is what tokens will name. */
export const issuerKey = z.strictObject({
  kid: kept(128),
  alg: algorithm,
  key: z.string().check(z.minLength(1), z.maxLength(8192)),
});
const issuerName = kept(255);

/** Claims that say what a token is good for: nothing about the person may be read from them. */
const registered = ['iss', 'aud', 'iat', 'nbf', 'exp', 'jti', 'nonce', 'private_data'];
const claim = kept(128).check(
  z.refine((name) => !registered.includes(name), 'is a claim that is not about the person'),
);

/** Where the claims about the person stand, if not under the usual names. No other claim can be moved. */
export const claimMapping = z.strictObject({
  subject: z.optional(claim),
  /** Several are joined with a space. */
  name: z.optional(z.union([claim, z.array(claim).check(z.minLength(1), z.maxLength(3))])),
  /** The claim that holds the attributes. */
  attributes: z.optional(claim),
  acr: z.optional(claim),
  amr: z.optional(claim),
  authTime: z.optional(claim),
  sessionEnd: z.optional(claim),
});

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
  /** Where the brand publishes further keys as a JWK Set: https. They are kept for an hour. */
  jwksUrl: z.optional(z.string().check(z.minLength(1), z.maxLength(1024))),
  /** The algorithms that keys from `jwksUrl` may be for. Left out, all that are taken. */
  algorithms: z.optional(z.array(algorithm).check(z.minLength(1), z.maxLength(4))),
  /** Whether tokens are encrypted to one of the issuer's encryption keys. Left out, `off`. */
  encrypted: z.optional(z.enum(['required', 'allowed', 'off'])),
  /** The names of the attributes that agents may see; no others are kept. Left out, all. */
  attributes: z.optional(z.array(kept(40)).check(z.maxLength(20))),
  /** The names of the claims about the person: those of another product's tokens, or names of the brand's own. */
  claims: z.optional(z.union([product, claimMapping])),
  /** Whether a token may carry `private_data` in the place of a subject. Left out, no. */
  privateData: z.optional(z.boolean()),
});
export type IssuerSettings = z.infer<typeof issuerSettings>;
export const issuer = z.extend(issuerSettings, { id });

export const issuerParams = z.strictObject({ issuer: id });

export const issuerRoutes = {
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
    ...create,
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
  deleteIssuer: {
    ...shared,
    ...remove,
    path: '/api/manage/issuers/{issuer}',
    summary: 'Delete an issuer: its tokens are refused from now on. Nobody who has logged in is logged out.',
    params: issuerParams,
  },
} as const satisfies Record<string, HttpRoute>;
