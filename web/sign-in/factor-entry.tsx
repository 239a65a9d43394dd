import { useState } from 'preact/hooks';
import type { NextStep } from '../client/index.ts';
import { client, isOver, useCalls } from './calls.ts';
import { Card } from './card.tsx';
import { CodeField, Entry } from './fields.tsx';
import { usePasskey } from './passkeys.ts';
import { locked, mostRefused } from './sentences.ts';

export type Method = NonNullable<NextStep['methods']>[number];

interface FactorEntryProps {
  readonly title: string;
  readonly action: string;
  /** What will do, the usual one first. */
  readonly methods: readonly Method[];
  readonly first?: Method | undefined;
  readonly done: () => void;
  /** The sign-in, or the proof, took too long. */
  readonly late: () => void;
  /** None of them is at hand. */
  readonly lost?: () => void;
}

const ways: Record<Method, string> = {
  totp: 'Use a code of the app',
  passkey: 'Use a passkey',
  recovery: 'Use a recovery code',
};

/** The second factor, by whichever way its owner has at hand. */
export function FactorEntry(props: FactorEntryProps) {
  const { title, action, methods, first, done, late, lost } = props;
  const [method, setMethod] = useState<Method>(first ?? methods[0] ?? 'totp');
  const [code, setCode] = useState('');
  const [refused, setRefused] = useState(0);
  const { ask, problem, busy, say } = useCalls((failure) => {
    if (isOver(failure)) late();
    if (failure.code === 'code_refused') setRefused((times) => times + 1);
    return isOver(failure);
  });
  const isLocked = refused >= mostRefused && problem !== undefined;

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

  async function submit(entered: string) {
    const taken =
      method === 'passkey'
        ? await byPasskey()
        : await ask(method === 'totp' ? client.enterCode(entered) : client.enterRecoveryCode(entered));
    if (taken) return done();
    setCode('');
    document.querySelector<HTMLInputElement>('#code, #recovery-code')?.focus();
  }

  const others = (
    <>
      {methods
        .filter((one) => one !== method)
        .map((one) => (
          <button key={one} type="button" class="button" onClick={() => change(one)}>
            {ways[one]}
          </button>
        ))}
      {lost && (
        <button type="button" class="link" onClick={lost}>
          I do not have my phone
        </button>
      )}
    </>
  );
  return (
    <Card
      key={method}
      title={title}
      action={action}
      submit={() => void submit(code)}
      problem={problem && isLocked ? { text: locked } : problem}
      busy={busy}
      others={others}
    >
      {method === 'totp' && (
        <>
          <p>Open your authenticator app and enter the code that it shows for Doorstep.</p>
          <CodeField
            value={code}
            change={setCode}
            full={(entered) => void submit(entered)}
            wrong={problem !== undefined}
          />
        </>
      )}
      {method === 'passkey' && <p>Your browser will ask for the passkey.</p>}
      {method === 'recovery' && (
        <Entry
          id="recovery-code"
          label="Recovery code"
          autocomplete="off"
          hint="One of the ten that you kept. Each works once."
          value={code}
          change={setCode}
          wrong={problem !== undefined}
        />
      )}
    </Card>
  );
}
