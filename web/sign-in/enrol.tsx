import { useEffect, useState } from 'preact/hooks';
import type { Failure, TotpEnrolment } from '../client/index.ts';
import { client, useCalls } from './calls.ts';
import { Card } from './card.tsx';
import { Enrolment } from './enrolment.tsx';
import { CodeField, Entry } from './fields.tsx';
import { makePasskey, passkeysWork } from './passkeys.ts';

interface EnrolProps {
  /** The recovery codes that came with the first factor. */
  readonly done: (recoveryCodes: readonly string[] | undefined) => void;
  /** What the page sees to by itself: true when it does. */
  readonly failed: (failure: Failure) => boolean;
  /** One more factor than there is; a name tells it from the others. */
  readonly another?: { readonly cancel: () => void };
}

/** A new factor: an authenticator app, or a passkey. */
export function Enrol({ done, failed, another }: EnrolProps) {
  const [totp, setTotp] = useState<TotpEnrolment>();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const { ask, problem, busy, say } = useCalls(failed);

  useEffect(() => {
    void ask(client.beginTotp()).then(setTotp);
  }, []);

  async function confirm(entered: string) {
    if (!totp) return;
    const enrolled = await ask(client.confirmTotp(entered, name.trim()));
    if (enrolled) done(enrolled.recoveryCodes);
    else setCode('');
  }

  async function passkey() {
    const begun = await ask(client.beginPasskey());
    const made = begun && (await makePasskey(begun));
    if (begun && !made) say('No passkey was made. Try again, or use an app.');
    const enrolled = made && (await ask(client.confirmPasskey(made, name.trim())));
    if (enrolled) done(enrolled.recoveryCodes);
  }

  return (
    <Card
      title={another ? 'Add a second factor' : 'Set up your second factor'}
      action="Confirm"
      submit={() => void confirm(code)}
      problem={problem}
      busy={busy}
      others={
        <>
          {passkeysWork() && (
            <button type="button" class="button" disabled={busy} onClick={() => void passkey()}>
              Use a passkey instead
            </button>
          )}
          {another && (
            <button type="button" class="button plain" onClick={another.cancel}>
              Leave it
            </button>
          )}
        </>
      }
    >
      {!another && (
        <p>
          You sign in here with your password and something that you have: an app on your phone, or a passkey.
          Setting it up takes a minute, once.
        </p>
      )}
      {another && (
        <Entry
          id="factor-name"
          label="Name"
          autocomplete="off"
          optional
          maxLength={40}
          hint="Such as: old phone"
          value={name}
          change={setName}
        />
      )}
      {totp ? (
        <>
          <Enrolment totp={totp} />
          <CodeField
            value={code}
            change={setCode}
            full={(entered) => void confirm(entered)}
            wrong={problem !== undefined}
          />
        </>
      ) : (
        !problem && <div class="skeleton qr" />
      )}
    </Card>
  );
}
