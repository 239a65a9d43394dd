import { useState } from 'preact/hooks';
import { type Failure, type Outcome, SignInClient } from '../client/index.ts';
import { sentence } from './sentences.ts';

export const client = new SignInClient({ api: location.origin });

/** Runs calls one at a time, and shows a failure as a sentence. `failed` hears of it first; what it handles is not shown. */
export function useCalls(failed: (failure: Failure) => boolean = () => false) {
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function ask<T>(call: Promise<Outcome<T>>): Promise<T | undefined> {
    setBusy(true);
    setProblem(undefined);
    const outcome = await call;
    setBusy(false);
    if (outcome.ok) return outcome.value;
    if (!failed(outcome.failure)) setProblem(sentence(outcome.failure));
    return undefined;
  }

  return { ask, problem, busy, say: setProblem };
}
