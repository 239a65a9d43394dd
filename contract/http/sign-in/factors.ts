import * as z from 'zod/mini';
import { displayName, id, time } from '../../fields.ts';
import { type HttpRoute, none } from '../route.ts';
import { code, enrolled, newCredential, next, passkeyOptions, recoveryCodes, shared } from './fields.ts';

/** What its owner calls a factor. */
const factorName = displayName.check(z.maxLength(40));
const params = z.strictObject({ factor: id });

const factor = z.strictObject({
  id,
  kind: z.enum(['totp', 'passkey']),
  name: z.string(),
  createdAt: time,
  lastUsedAt: time,
});

/** A person's second factors, and how many ways in are left for one who has lost them. */
export const factorList = z.strictObject({ factors: z.array(factor), recoveryCodesLeft: z.int() });

/** Second factors. Whoever enrols or removes one in a session must have proven to be its owner within five minutes. */
export const factorRoutes = {
  listFactors: {
    ...shared,
    method: 'GET',
    path: '/api/sign-in/factors',
    summary: "List one's own second factors, and how many recovery codes are left.",
    access: 'agent',
    status: 200,
    answer: factorList,
  },
  beginTotp: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/factors/totp',
    summary: 'Begin to enrol a TOTP authenticator; the secret is shown in this answer only.',
    access: 'half',
    body: none,
    status: 201,
    answer: z.strictObject({
      secret: z.string(),
      uri: z.string(),
      svg: z.string(),
      apps: z.array(z.string()),
    }),
  },
  confirmTotp: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/factors/totp/confirm',
    summary: 'Confirm the new authenticator by its first code; with the first factor, completes the sign-in.',
    access: 'half',
    body: z.strictObject({ code, name: z.optional(factorName) }),
    status: 200,
    answer: enrolled,
  },
  beginPasskey: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/factors/passkey',
    summary: 'Begin to enrol a passkey; good for five minutes and one answer.',
    access: 'half',
    body: none,
    status: 201,
    answer: passkeyOptions,
  },
  confirmPasskey: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/factors/passkey/confirm',
    summary: 'Enrol the passkey that was made; with the first factor, completes the sign-in.',
    access: 'half',
    body: z.strictObject({ credential: newCredential, name: z.optional(factorName) }),
    status: 200,
    answer: enrolled,
  },
  renameFactor: {
    ...shared,
    method: 'PUT',
    path: '/api/sign-in/factors/{factor}',
    summary: "Rename one of one's own second factors.",
    access: 'agent',
    params,
    body: z.strictObject({ name: factorName }),
    status: 204,
  },
  removeFactor: {
    ...shared,
    method: 'DELETE',
    path: '/api/sign-in/factors/{factor}',
    summary:
      "Remove one of one's own second factors; the last one only where none is needed, and then with a new cookie.",
    access: 'agent',
    params,
    status: 200,
    answer: next,
  },
  renewRecoveryCodes: {
    ...shared,
    method: 'POST',
    path: '/api/sign-in/recovery-codes',
    summary: 'Make ten new recovery codes, shown in this answer only; those before are good no more.',
    access: 'agent',
    body: none,
    status: 201,
    answer: z.strictObject({ recoveryCodes }),
  },
} as const satisfies Record<string, HttpRoute>;
