import * as z from 'zod/mini';
import { id } from '../../contract/fields.ts';
import { done, type Result, refuse } from '../core/result.ts';

const cursorForm = z.optional(id);

/** Where a page of a list starts: after the id that the page before ended with. */
export function startOf({ cursor }: { readonly cursor?: string | undefined }): Result<string | undefined> {
  const parsed = cursorForm.safeParse(cursor);
  if (parsed.success) return done(parsed.data);
  return refuse('invalid_request', {
    errors: [{ path: 'cursor', message: 'is not from an earlier answer' }],
  });
}

/** The body of a page. */
export const pageOf = <T>(items: T[], cursor: string | undefined) => ({
  items,
  ...(cursor === undefined ? {} : { cursor }),
});
