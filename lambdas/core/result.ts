import type { Problem, ProblemCode, TokenReason } from '../../contract/problems.ts';

/** An expected failure: what the caller is told, in the words of the contract. */
export interface Refusal {
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly reason?: TokenReason;
  /** Seconds. */
  readonly retryAfter?: number;
  readonly errors?: Problem['errors'];
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

export const done = <T>(value: T): Result<T> => ({ ok: true, value });

export const refuse = (
  code: ProblemCode,
  more: Omit<Refusal, 'code'> = {},
): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: { code, ...more },
});
