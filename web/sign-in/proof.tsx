import { useState } from 'preact/hooks';
import { client, useCalls } from './calls.ts';
import { Card } from './card.tsx';
import { FactorEntry, type Method } from './factor-entry.tsx';
import { PasswordField } from './fields.tsx';

interface ProofProps {
  readonly done: () => void;
  readonly cancel: () => void;
}

/** Password and factor afresh, before anything that one signs in with is changed. */
export function ProofCard({ done, cancel }: ProofProps) {
  const [password, setPassword] = useState('');
  const [methods, setMethods] = useState<readonly Method[]>();
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
    <Card
      title="Is it you?"
      action="Go on"
      submit={() => void prove()}
      problem={problem}
      busy={busy}
      others={
        <button type="button" class="button plain" onClick={cancel}>
          Leave it
        </button>
      }
    >
      <p>Enter your password again before you change how you sign in.</p>
      <PasswordField
        id="current-password"
        label="Password"
        autocomplete="current-password"
        value={password}
        change={setPassword}
        wrong={problem !== undefined}
      />
    </Card>
  );
}
