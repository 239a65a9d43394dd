import type * as z from 'zod/mini';
import { done, type Result, refuse } from '../core/result.ts';

/** The entity tag of a version (RFC 9110, section 8.8.3). */
export const etag = (version: number) => ({ etag: `"${version}"` });

/** All fields of a setting, those that were left out too: what is not given any more is no longer set. */
export const whole = <S extends z.ZodMiniObject>(schema: S, given: z.infer<S>): z.infer<S> => ({
  ...Object.fromEntries(Object.keys(schema.shape).map((name) => [name, undefined])),
  ...given,
});

/** The version that a change was made from. A proxy that compresses may have made the tag a weak one. */
export function versionMeant(headers: Readonly<Record<string, string | undefined>>): Result<number> {
  const given = headers['if-match'];
  if (given === undefined) return refuse('precondition_required');
  const version = /^(?:W\/)?"(\d{1,12})"$/.exec(given.trim())?.[1];
  return version === undefined ? refuse('precondition_failed') : done(Number(version));
}
