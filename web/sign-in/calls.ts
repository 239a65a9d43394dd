import { useState } from 'preact/hooks';
import { type Failure, type Outcome, SignInClient } from '../client/index.ts';
import { sentence } from './sentences.ts';

export const client = new SignInClient({ api: location.origin });

/** What went wrong, for its reader. */
export interface Problem {
  readonly text: string;
  /** Nothing is taken before then: epoch milliseconds. */
  readonly until?: number;
}

/** The sign-in, or the proof, is over its time or was ended elsewhere: only the password begins another. */
export const isOver = ({ code }: Failure): boolean =>
  ['unauthorized', 'session_ended', 'password_required'].includes(code);

/** Runs calls one at a time, and shows a failure as a sentence. `failed` hears of it first; what it handles is not shown. */
export function useCalls(failed: (failure: Failure) => boolean = () => false) {
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  async function ask<T>(call: Promise<Outcome<T>>): Promise<T | undefined> {
    setBusy(true);
    setProblem(undefined);
    const outcome = await call;
    setBusy(false);
    if (outcome.ok) return outcome.value;
    const { failure } = outcome;
    if (failed(failure)) return undefined;
    const wait = failure.code === 'rate_limited' ? failure.retryAfter : undefined;
    const until = wait === undefined ? {} : { until: Date.now() + wait * 1000 };
    setProblem({ text: sentence(failure), ...until });
    return undefined;
  }

  const say = (text: string | undefined) => setProblem(text === undefined ? undefined : { text });
  return { ask, problem, busy, say };
}
