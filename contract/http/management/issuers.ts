import * as z from 'zod/mini';
import { id } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { change, create, list, listQuery, read, shared } from './list.ts';

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

const params = z.strictObject({ issuer: id });

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
    params,
    answer: issuer,
  },
  changeIssuer: {
    ...shared,
    ...change,
    path: '/api/manage/issuers/{issuer}',
    summary: 'Change an issuer: add, replace or remove keys.',
    params,
    body: issuerSettings,
    answer: issuer,
  },
} as const satisfies Record<string, HttpRoute>;
