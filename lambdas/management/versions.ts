import { done, type Result, refuse } from '../core/result.ts';

/** The entity tag of a version (RFC 9110, section 8.8.3). */
export const etag = (version: number) => ({ etag: `"${version}"` });

/** The version that a change was made from. A proxy that compresses may have made the tag a weak one. */
export function versionMeant(headers: Readonly<Record<string, string | undefined>>): Result<number> {
  const given = headers['if-match'];
  if (given === undefined) return refuse('precondition_required');
  const version = /^(?:W\/)?"(\d{1,12})"$/.exec(given.trim())?.[1];
  return version === undefined ? refuse('precondition_failed') : done(Number(version));
}
