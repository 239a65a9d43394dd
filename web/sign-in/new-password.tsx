import { useState } from 'preact/hooks';
import type { Failure } from '../client/index.ts';
import { client, useCalls } from './calls.ts';
import { Card } from './card.tsx';
import { PasswordField } from './fields.tsx';

interface NewPasswordProps {
  readonly failed: (failure: Failure) => boolean;
  readonly done: () => void;
  readonly cancel: () => void;
}

export function NewPassword({ failed, done, cancel }: NewPasswordProps) {
  const [password, setPassword] = useState('');
  const { ask, problem, busy } = useCalls(failed);
  const change = async () => {
    if (await ask(client.changePassword(password))) done();
  };
  return (
    <Card
      title="Change the password"
      action="Change it"
      submit={() => void change()}
      problem={problem}
      busy={busy}
      others={
        <button type="button" class="button plain" onClick={cancel}>
          Leave it
        </button>
      }
    >
      <p>Every other session of yours ends.</p>
      <PasswordField
        id="new-password"
        label="New password"
        autocomplete="new-password"
        hint="A few unrelated words do well."
        value={password}
        change={setPassword}
        wrong={problem !== undefined}
      />
    </Card>
  );
}
