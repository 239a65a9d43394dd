import { useState } from 'preact/hooks';
import type { NextStep } from '../client/index.ts';
import { client, useCalls } from './calls.ts';
import { FactorEntry } from './factor-entry.tsx';
import { Card, Field } from './steps.tsx';

interface ProofProps {
  readonly done: () => void;
  readonly cancel: () => void;
}

/** Password and factor afresh, before anything that one signs in with is changed. */
export function ProofCard({ done, cancel }: ProofProps) {
  const [password, setPassword] = useState('');
  const [methods, setMethods] = useState<NextStep['methods']>();
  const { ask, problem, busy } = useCalls();

  async function prove() {
    const next = await ask(client.prove(password));
    setPassword('');
    if (next?.next === 'done') done();
    else if (next) setMethods(next.methods ?? ['totp']);
  }

  if (methods)
    return (
      <FactorEntry
        title="And your second factor"
        action="Go on"
        methods={methods}
        done={done}
        late={() => setMethods(undefined)}
      />
    );
  return (
    <Card title="Is it you?" action="Go on" submit={prove} problem={problem} busy={busy}>
      <p>Enter your password again before you change how you sign in.</p>
      <Field
        id="current-password"
        label="Password"
        secret
        autocomplete="current-password"
        value={password}
        change={setPassword}
        focus
      />
      <button type="button" class="button" onClick={cancel}>
        Leave it
      </button>
    </Card>
  );
}
