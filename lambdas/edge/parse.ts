import type * as z from 'zod/mini';
import { done, type Result, refuse } from '../core/result.ts';

/** Parses JSON. A `__proto__` key is refused here, since later code could not tell it from an inherited one. */
export function parseJson(text: string): Result<unknown> {
  try {
    let hostile = false;
    const value: unknown = JSON.parse(text, function guard(this: unknown, key, inner) {
      if (key === '__proto__') hostile = true;
      return inner as unknown;
    });
    return hostile ? refuse('invalid_request', { detail: 'A key is not allowed.' }) : done(value);
  } catch {
    return refuse('invalid_request', { detail: 'The body is not JSON.' });
  }
}

/** Validates against a schema of the contract; the refusal names each field that is wrong (ten at most). */
export function parseAs<S extends z.ZodMiniType>(schema: S, value: unknown): Result<z.infer<S>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return done(parsed.data);
  const errors = parsed.error.issues
    .slice(0, 10)
    .map(({ path, message }) => ({ path: path.join('.').slice(0, 100), message: message.slice(0, 200) }));
  return refuse('invalid_request', { errors });
}
