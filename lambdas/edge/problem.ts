import { type Problem, problems } from '../../contract/problems.ts';
import { type Refusal, refuse } from '../core/result.ts';
import { log } from './log.ts';

/** A refusal as the RFC 9457 problem that the client reads. */
export function problemOf({ code, ...more }: Refusal): Problem {
  const { status, title, ...rest }: { status: number; title: string; retryable?: true } = problems[code];
  return {
    type: `urn:doorstep:problem:${code}`,
    title,
    status,
    code,
    retryable: rest.retryable ?? false,
    ...more,
  };
}

/** Errors of the SDK that pass by themselves: throttling, time-outs, a service that does not answer. */
const passing =
  /Throttl|Throughput|LimitExceeded|RequestLimit|Timeout|TimedOut|ServiceUnavailable|InternalServer|InternalFailure|KMSInternal|ECONN|EPIPE|ENOTFOUND|socket hang up/i;

/** What the caller is told of an exception. It is logged here, without what it was about. */
export function refusalOf(error: unknown): Refusal {
  const { name, code, stack, $metadata } = error as Partial<NodeJS.ErrnoException> & {
    $metadata?: { httpStatusCode?: number };
  };
  const transient = passing.test(`${name} ${code}`) || ($metadata?.httpStatusCode ?? 0) >= 500;
  if (transient) {
    log.warn('dependency_failed', { name, code });
    return refuse('unavailable', { retryAfter: 1 }).refusal;
  }
  log.error('handler_failed', { name, stack: withoutMessage(stack) });
  return refuse('internal', { retryAfter: 1 }).refusal;
}

/** The stack's places alone: a message may hold what a person wrote. */
const withoutMessage = (stack = '') =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
