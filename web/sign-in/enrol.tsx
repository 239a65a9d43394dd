import { useEffect, useState } from 'preact/hooks';
import type { Failure, TotpEnrolment } from '../client/index.ts';
import { client, useCalls } from './calls.ts';
import { makePasskey, passkeysWork } from './passkeys.ts';
import { Card, CodeField, Enrolment, Field } from './steps.tsx';

interface EnrolProps {
  /** The recovery codes that came with the first factor. */
  readonly done: (recoveryCodes: readonly string[] | undefined) => void;
  /** What the page sees to by itself: true when it does. */
  readonly failed: (failure: Failure) => boolean;
  /** Whether the factor is one more, which a name tells from the others. */
  readonly named?: boolean;
}

/** A new factor: an authenticator app, or a passkey. */
export function Enrol({ done, failed, named = false }: EnrolProps) {
  const [totp, setTotp] = useState<TotpEnrolment>();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const { ask, problem, busy, say } = useCalls(failed);

  useEffect(() => {
    void ask(client.beginTotp()).then(setTotp);
  }, []);

  async function confirm() {
    const enrolled = await ask(client.confirmTotp(code, name));
    if (enrolled) done(enrolled.recoveryCodes);
    else setCode('');
  }

  async function passkey() {
    const begun = await ask(client.beginPasskey());
    const made = begun && (await makePasskey(begun));
    if (begun && !made) say('No passkey was made. Try again, or use an app.');
    const enrolled = made && (await ask(client.confirmPasskey(made, name)));
    if (enrolled) done(enrolled.recoveryCodes);
  }

  return (
    <Card title="Set up your second factor" action="Confirm" submit={confirm} problem={problem} busy={busy}>
      {named && (
        <Field
          id="factor-name"
          label="Name"
          autocomplete="off"
          optional
          hint="Such as: old phone"
          value={name}
          change={setName}
        />
      )}
      {totp && (
        <>
          <Enrolment totp={totp} />
          <CodeField value={code} change={setCode} />
        </>
      )}
      {passkeysWork() && (
        <button type="button" class="button" disabled={busy} onClick={() => void passkey()}>
          Use a passkey instead
        </button>
      )}
    </Card>
  );
}
