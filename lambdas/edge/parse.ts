import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';
import type { FieldError } from '../../contract/problems.ts';
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

// The small build of zod brings no words of its own.
z.config(english());

/** Validates against a schema of the contract; the refusal names each field that is wrong (ten at most). */
export function parseAs<S extends z.ZodMiniType>(schema: S, value: unknown): Result<z.infer<S>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return done(parsed.data);
  const errors = parsed.error.issues.flatMap(fieldErrors).slice(0, 10);
  return refuse('invalid_request', { errors });
}

/** What an issue says of each field that it is about: of unknown ones each by its own path. */
function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const named = (path: readonly PropertyKey[], message: string): FieldError => ({
    path: path.map(String).join('.').slice(0, 100),
    message: message.slice(0, 200),
  });
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => named([...issue.path, key], 'is not known'))
    : [named(issue.path, issue.message)];
}
