import { type Problem, type ProblemCode, problems } from '../../contract/problems.ts';
import type { JsonSchema } from './schemas.ts';

/** A problem as a client meets it. */
export function problemExample(code: ProblemCode): Problem {
  const { title, status, ...rest }: { title: string; status: number; retryable?: true } = problems[code];
  return {
    type: `urn:doorstep:problem:${code}`,
    title,
    status,
    code,
    retryable: rest.retryable ?? false,
    ...more[code],
  };
}

const more: Partial<Record<ProblemCode, Partial<Problem>>> = {
  rate_limited: { retryAfter: 10 },
  unavailable: { retryAfter: 1 },
  internal: { retryAfter: 1 },
  invalid_request: {
    errors: [{ path: 'text', message: 'Too small: expected string to have >=1 characters' }],
  },
  token_refused: { reason: 'nonce_wrong', detail: 'nonce must be the one of this login request.' },
};

/** The schema of a problem, narrowed to the codes that can come here. */
export const problemWith = (codes: readonly ProblemCode[]): JsonSchema => ({
  allOf: [
    { $ref: '#/components/schemas/Problem' },
    { type: 'object', properties: { code: { enum: [...codes] } } },
  ],
});

export const unique = (codes: readonly ProblemCode[]): ProblemCode[] =>
  (Object.keys(problems) as ProblemCode[]).filter((code) => codes.includes(code));

/** Codes by the HTTP status that they have. */
export function byStatus(codes: readonly ProblemCode[]): [string, ProblemCode[]][] {
  const groups = Map.groupBy(unique(codes), (code) => String(problems[code].status));
  return [...groups].sort(([a], [b]) => Number(a) - Number(b));
}

/** One line a code, for readers. */
export const explained = (codes: readonly ProblemCode[]): string =>
  codes.map((code) => `- \`${code}\`: ${problems[code].title}`).join('\n');
