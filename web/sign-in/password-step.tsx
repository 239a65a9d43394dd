import { useState } from 'preact/hooks';
import type { NextStep } from '../client/index.ts';
import { asBrand, rememberBrand } from './brand.ts';
import { client, useCalls } from './calls.ts';
import { Card } from './card.tsx';
import { Entry, PasswordField } from './fields.tsx';
import { passkeysWork, usePasskey } from './passkeys.ts';

/** Who signs in, as far as it is known. */
export interface Person {
  readonly brand: string;
  readonly loginName: string;
}

interface PasswordStepProps {
  readonly person: Person;
  /** Why one is here (again), in a sentence. */
  readonly told: string | undefined;
  readonly next: (step: NextStep, person: Person) => void;
}

/** Brand, name and password, or a passkey in the place of all but the brand. */
export function PasswordStep({ person, told, next }: PasswordStepProps) {
  const [brand, setBrand] = useState(person.brand);
  /** The brand is known and need not be typed. */
  const [known, setKnown] = useState(person.brand !== '');
  const [loginName, setLoginName] = useState(person.loginName);
  const [password, setPassword] = useState('');
  const { ask, problem, busy, say } = useCalls();
  const wrong = problem !== undefined;

  async function enter() {
    rememberBrand(brand);
    const step = await ask(client.enterPassword({ brand, loginName, password }));
    if (step) return next(step, { brand, loginName });
    document.getElementById('current-password')?.focus();
  }

  async function byPasskey() {
    if (brand === '') return say('Enter the brand first.');
    rememberBrand(brand);
    const asked = await ask(client.beginPasskeySignIn(brand));
    const answer = asked && (await usePasskey(asked));
    if (asked && !answer) say('No passkey was used. Enter name and password instead.');
    const step = answer && (await ask(client.signInByPasskey(brand, answer)));
    if (step) next(step, { brand, loginName });
  }

  const passkey = passkeysWork() && (
    <>
      <p class="or">or</p>
      <button type="button" class="button" disabled={busy} onClick={() => void byPasskey()}>
        Sign in with a passkey
      </button>
    </>
  );
  return (
    <Card
      title="Sign in"
      action="Go on"
      submit={() => void enter()}
      problem={problem}
      busy={busy}
      others={passkey}
    >
      {told !== undefined && !wrong && (
        <p class="notice calm" role="status">
          {told}
        </p>
      )}
      {known ? (
        <p class="row apart at">
          <span>
            To <bdi>{brand}</bdi>
          </span>
          <button type="button" class="link" onClick={() => setKnown(false)}>
            Another brand
          </button>
        </p>
      ) : (
        <Entry
          id="brand"
          label="Brand"
          autocomplete="organization"
          hint="Its short name here, as it stood in your invitation"
          value={brand}
          change={(typed) => setBrand(asBrand(typed))}
          wrong={wrong}
        />
      )}
      <Entry
        id="username"
        label="Login name"
        autocomplete="username"
        value={loginName}
        change={setLoginName}
        wrong={wrong}
      />
      <PasswordField
        id="current-password"
        label="Password"
        autocomplete="current-password"
        value={password}
        change={setPassword}
        wrong={wrong}
      />
    </Card>
  );
}
