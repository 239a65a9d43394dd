import * as z from 'zod/mini';
import { id, time } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { issuerParams } from './issuers.ts';
import { create, read, shared } from './list.ts';

/** How the key of a JWE's content is agreed on; the content itself is always A256GCM. */
export const encryptionAlgorithm = z.enum(['RSA-OAEP-256', 'ECDH-ES']);

/** A key pair of ours that an issuer's tokens can be encrypted to. The private half never leaves. */
const encryptionKey = z.strictObject({
  id,
  /** What the header of a JWE names. */
  kid: z.string(),
  alg: encryptionAlgorithm,
  createdAt: time,
  /** Set when it was retired: it is published no more, and opens tokens until then. */
  until: z.optional(time),
});

const path = '/api/manage/issuers/{issuer}/encryption-keys';

export const encryptionKeyRoutes = {
  listEncryptionKeys: {
    ...shared,
    ...read,
    path,
    summary: "List the keys that an issuer's tokens can be encrypted to.",
    params: issuerParams,
    answer: z.strictObject({
      /** Where the brand's backend fetches them: below our own origin. */
      jwksPath: z.string(),
      items: z.array(encryptionKey),
    }),
  },
  createEncryptionKey: {
    ...shared,
    ...create,
    path,
    summary: 'Make a key pair to encrypt tokens to; three at most at a time. It is published at once.',
    params: issuerParams,
    body: z.strictObject({ alg: encryptionAlgorithm }),
    answer: encryptionKey,
  },
  retireEncryptionKey: {
    ...shared,
    method: 'DELETE',
    status: 200,
    path: `${path}/{key}`,
    summary:
      'Retire a key: it is published no more, and still opens tokens for 20 minutes, or not at all with now=true.',
    params: z.extend(issuerParams, { key: id }),
    query: z.strictObject({ now: z.optional(z.literal('true')) }),
    answer: encryptionKey,
  },
} as const satisfies Record<string, HttpRoute>;
