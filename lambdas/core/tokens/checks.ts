import type { TokenReason } from '../../../contract/problems.ts';
import type { CheckName } from '../../../contract/token-report.ts';
import { type Refusal, refuse } from '../result.ts';

/** One thing that must hold of a token: what was expected, what came, and what the brand's backend has to change. */
export interface Check {
  readonly name: CheckName;
  readonly holds: boolean;
  readonly reason: TokenReason;
  /** Plain words that go on after 'Expected'. */
  readonly expected: string;
  /** Plain words, never the value of a claim about the person. */
  readonly came: string;
  /** A whole sentence. */
  readonly change: string;
}

/** What a stage of checking found out, and what it made of the token, if that could be made. */
export interface Stage<T> {
  readonly checks: readonly Check[];
  readonly value?: T;
}

export const allHold = (checks: readonly Check[]): boolean => checks.every(({ holds }) => holds);

/** A token refused: the reason is stable, the detail says in plain words what was expected and what to change. */
export const tokenRefused = (reason: TokenReason, detail: string) =>
  refuse('token_refused', { reason, detail });

/** Why a token is not accepted: its first check that does not hold. Nothing that came is told, the caller has it. */
export function whyRefused(checks: readonly Check[]): Refusal | undefined {
  const broken = checks.find(({ holds }) => !holds);
  if (!broken) return undefined;
  const { reason, expected, change } = broken;
  const detail = `Expected ${expected}. ${change}`;
  // Not the token's fault: the same one may do later.
  if (reason === 'keys_unreachable') return refuse('unavailable', { reason, detail, retryAfter: 5 }).refusal;
  return tokenRefused(reason, detail).refusal;
}

/** A value that says nothing of a person, to be read by an admin. */
export function quoted(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  const letters = [...text];
  return letters.length > 80 ? `${letters.slice(0, 80).join('')}…` : text;
}

/** Of what kind a value about a person is, without the value. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return `an object with ${Object.keys(value).length} members`;
  return `a ${typeof value}`;
}
