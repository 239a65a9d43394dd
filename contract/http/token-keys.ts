import * as z from 'zod/mini';
import { id, slug } from '../fields.ts';
import { encryptionAlgorithm } from './management/encryption-keys.ts';
import { type HttpRoute, none } from './route.ts';

/** A public key of ours, as brands encrypt tokens to it (RFC 7517, section 4). */
const publishedKey = z.strictObject({
  kid: z.string(),
  use: z.literal('enc'),
  alg: encryptionAlgorithm,
  kty: z.enum(['RSA', 'EC']),
  n: z.optional(z.string()),
  e: z.optional(z.string()),
  crv: z.optional(z.literal('P-256')),
  x: z.optional(z.string()),
  y: z.optional(z.string()),
});

/** What a brand's backend fetches from us before it encrypts. */
export const tokenKeyRoutes = {
  readTokenKeys: {
    function: 'step-up',
    access: 'public',
    query: none,
    method: 'GET',
    path: '/api/keys/{brand}/{issuer}/jwks.json',
    summary:
      "The keys that an issuer's tokens can be encrypted to, the newest first. May be kept for 5 minutes.",
    params: z.strictObject({ brand: slug, issuer: id }),
    status: 200,
    answer: z.strictObject({ keys: z.array(publishedKey) }),
  },
} as const satisfies Record<string, HttpRoute>;
