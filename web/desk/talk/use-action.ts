import { useState } from 'preact/hooks';
import type { Failure, Outcome } from '../../client/index.ts';

/** Does something once at a time, and keeps why it could not be done until the next try. */
export function useAction() {
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);

  async function run<T>(act: () => Promise<Outcome<T>>): Promise<T | undefined> {
    if (busy) return undefined;
    setBusy(true);
    setFailure(undefined);
    const outcome = await act();
    setBusy(false);
    if (outcome.ok) return outcome.value;
    setFailure(outcome.failure);
    return undefined;
  }

  return { run, busy, failure, setFailure };
}
