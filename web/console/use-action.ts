import { useState } from 'preact/hooks';
import type { Outcome } from '../client/outcome.ts';
import type { Answered } from './api.ts';
import { sentence } from './sentences.ts';

/** Runs a call that was asked for by a click: one at a time, its failure as a sentence, and by field. */
export function useAction() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});

  async function run<T>(act: Promise<Outcome<Answered<T>>>): Promise<Answered<T> | undefined> {
    setBusy(true);
    setProblem(undefined);
    setWrong({});
    const outcome = await act;
    setBusy(false);
    if (outcome.ok) return outcome.value;
    const { errors = [] } = outcome.failure;
    setProblem(sentence(outcome.failure));
    setWrong(Object.fromEntries(errors.map(({ path, message }) => [path, message])));
    return undefined;
  }

  return { run, busy, problem, wrong };
}
