import * as z from 'zod/mini';
import { id, secret, time } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { create, read, remove, shared } from './list.ts';

/** A key that the brand's backend signs its calls with. */
const securityKey = z.strictObject({
  id,
  createdAt: time,
  /** The admin who made it. */
  by: id,
});

export const securityKeyRoutes = {
  listSecurityKeys: {
    ...shared,
    ...read,
    path: '/api/manage/security-keys',
    summary: "List the security keys of the brand's backend.",
    answer: z.strictObject({ keys: z.array(securityKey) }),
  },
  createSecurityKey: {
    ...shared,
    ...create,
    path: '/api/manage/security-keys',
    summary:
      "Make a security key for the brand's backend, shown in this answer only. Two may be in use, so that one can take over from the other.",
    body: z.strictObject({}),
    /** `key` is 256 random bits, base64url; its characters, as they are, are the key of the HMAC. */
    answer: z.extend(securityKey, { key: secret }),
  },
  revokeSecurityKey: {
    ...shared,
    ...remove,
    path: '/api/manage/security-keys/{key}',
    summary: 'Revoke a security key: what it signs is refused from now on.',
    params: z.strictObject({ key: id }),
  },
} as const satisfies Record<string, HttpRoute>;
