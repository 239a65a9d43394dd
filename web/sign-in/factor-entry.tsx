import { useState } from 'preact/hooks';
import type { NextStep } from '../client/index.ts';
import { client, useCalls } from './calls.ts';
import { usePasskey } from './passkeys.ts';
import { Card, CodeField, Field } from './steps.tsx';

type Method = NonNullable<NextStep['methods']>[number];

interface FactorEntryProps {
  readonly title: string;
  readonly action: string;
  /** What will do, the usual one first. */
  readonly methods: readonly Method[];
  readonly done: () => void;
  /** The sign-in, or the proof, took too long. */
  readonly late: () => void;
}

const ways: Record<Method, string> = {
  totp: 'Use a code of the app',
  passkey: 'Use a passkey',
  recovery: 'Use a recovery code',
};

/** The second factor, by whichever way its owner has at hand. */
export function FactorEntry({ title, action, methods, done, late }: FactorEntryProps) {
  const [method, setMethod] = useState<Method>(methods[0] ?? 'totp');
  const [code, setCode] = useState('');
  const { ask, problem, busy, say } = useCalls(({ code: why }) => {
    const over = ['unauthorized', 'session_ended', 'password_required'].includes(why);
    if (over) late();
    return over;
  });

  function change(to: Method) {
    setCode('');
    say(undefined);
    setMethod(to);
  }

  async function byPasskey() {
    const asked = await ask(client.askForPasskey());
    const answer = asked && (await usePasskey(asked));
    if (asked && !answer) say('No passkey was used. Try again, or use another way.');
    return answer && ask(client.enterPasskey(answer));
  }

  async function submit() {
    const entered =
      method === 'passkey'
        ? await byPasskey()
        : await ask(method === 'totp' ? client.enterCode(code) : client.enterRecoveryCode(code));
    if (entered) done();
    else setCode('');
  }

  return (
    <Card title={title} action={action} submit={submit} problem={problem} busy={busy}>
      {method === 'totp' && (
        <>
          <p>Open your authenticator app and enter the code that it shows for Doorstep.</p>
          <CodeField value={code} change={setCode} />
        </>
      )}
      {method === 'passkey' && <p>Your browser will ask for the passkey.</p>}
      {method === 'recovery' && (
        <Field
          id="recovery-code"
          label="Recovery code"
          autocomplete="one-time-code"
          hint="One of the ten that you kept. Each works once."
          value={code}
          change={setCode}
          focus
        />
      )}
      {methods
        .filter((one) => one !== method)
        .map((one) => (
          <button key={one} type="button" class="button" onClick={() => change(one)}>
            {ways[one]}
          </button>
        ))}
    </Card>
  );
}
