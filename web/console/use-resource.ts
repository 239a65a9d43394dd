import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Failure, Outcome } from '../client/outcome.ts';
import { type Answer, type Answered, type CallName, call, type Input } from './api.ts';

/** One thing as the server has it. */
export interface Resource<T> {
  readonly value: T | undefined;
  readonly version: string | undefined;
  readonly failure: Failure | undefined;
  /** Reads it again; answers what is there now. */
  readonly reload: () => Promise<T | undefined>;
  /** What a change answered stands in its place. */
  readonly replace: (answered: Answered<T>) => void;
}

/** Reads one thing when the screen opens, and again when what is asked for changes. */
export function useResource<C extends CallName & `GET ${string}`>(
  name: C,
  input: Input<C>,
): Resource<Answer<C>> {
  const [answered, setAnswered] = useState<Answered<Answer<C>>>();
  const [failure, setFailure] = useState<Failure>();
  const asked = JSON.stringify(input);

  const reload = useCallback(async () => {
    const outcome = await call(name, JSON.parse(asked) as Input<C>);
    setFailure(outcome.ok ? undefined : outcome.failure);
    if (!outcome.ok) return undefined;
    setAnswered(outcome.value);
    return outcome.value.body;
  }, [name, asked]);

  useEffect(() => {
    setAnswered(undefined);
    void reload();
  }, [reload]);

  return { value: answered?.body, version: answered?.version, failure, reload, replace: setAnswered };
}

/** Reads the thing again when somebody else was first, so that the next try is of what is there now. */
export async function ofLatest<T>(
  { reload }: { readonly reload: () => Promise<unknown> },
  asked: Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const outcome = await asked;
  if (!outcome.ok && outcome.failure.code === 'precondition_failed') await reload();
  return outcome;
}
