import * as z from 'zod/mini';
import { displayName, id, slug, time } from './fields.ts';
import { acr, maxAge } from './login.ts';

/** A JSON object, as the sender wrote it. */
const jsonObject = z.record(z.string(), z.unknown());

/** Something an agent or bot may ask for on the consumer's behalf, and what must be known of the consumer for it. */
export const requestKindSettings = z.strictObject({
  /** As both sides read it in the conversation. */
  title: displayName,
  /** The level that is needed, or a stronger one; left out, any login will do. */
  acr: z.optional(acr),
  /** The most seconds since the login. */
  maxAge: z.optional(maxAge),
  /** The JSON Schema (2020-12) that the input keeps. */
  input: jsonObject,
});
export type RequestKindSettings = z.infer<typeof requestKindSettings>;
export const requestKind = z.extend(requestKindSettings, { name: slug });

/**
 * Where a request stands. `waiting` for a login; `released` to the brand's systems; `answered` by them. The others say why
 * it came to nothing.
 */
const requestState = z.enum([
  'waiting',
  'released',
  'answered',
  'declined',
  'failed',
  'expired',
  'cannot_satisfy',
  'closed',
]);

/** Why a request came to nothing. */
export const requestEnd = z.enum(['declined', 'failed', 'expired', 'cannot_satisfy', 'closed']);
export type RequestEnd = z.infer<typeof requestEnd>;

export const requestResult = z.strictObject({
  /** Whether the brand's systems did what was asked for. */
  ok: z.boolean(),
  /** What they say, 8 KB of JSON at most. */
  value: z.optional(jsonObject),
});
export type RequestResult = z.infer<typeof requestResult>;

/** A protected request as agents and bots see it. */
export const protectedRequest = z.strictObject({
  id,
  name: slug,
  title: displayName,
  state: requestState,
  at: time,
  input: jsonObject,
  result: z.optional(requestResult),
});
export type ProtectedRequest = z.infer<typeof protectedRequest>;

export const askForRequest = z.strictObject({
  /** The caller's own: the same id again is the same request. */
  id,
  name: slug,
  input: jsonObject,
});
