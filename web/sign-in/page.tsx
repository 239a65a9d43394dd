import { useEffect, useState } from 'preact/hooks';
import type { NextStep } from '../client/index.ts';
import { client, useCalls } from './calls.ts';
import { Enrol } from './enrol.tsx';
import { FactorEntry } from './factor-entry.tsx';
import { passkeysWork, usePasskey } from './passkeys.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { Card, Field } from './steps.tsx';

type Step = 'invitation' | 'password' | 'enrol' | 'code' | 'recovery' | 'told';

const brandKey = 'doorstep:brand';
const rememberedBrand = (): string => localStorage.getItem(brandKey) ?? '';
const desk = () => location.assign('/desk/');

/** The link's secret stands in the fragment, which no server is ever sent, and leaves the address bar at once. */
function readLink(): { brand: string; invitation: string } {
  const link = new URLSearchParams(location.hash.slice(1));
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return { brand: link.get('brand') ?? rememberedBrand(), invitation: link.get('invitation') ?? '' };
}

/** From an invitation or a password to the desk, one question at a time. */
export function SignInPage() {
  const [link] = useState(readLink);
  const [step, setStep] = useState<Step>(link.invitation === '' ? 'password' : 'invitation');
  const [brand, setBrand] = useState(link.brand);
  const [loginName, setLoginName] = useState('');
  const [password, setPassword] = useState('');
  const [methods, setMethods] = useState<NonNullable<NextStep['methods']>>(['totp']);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const { ask, problem, busy, say } = useCalls();

  function again() {
    setStep('password');
    say('This sign-in took too long. Begin again with your password.');
  }

  /** Signed in: on to the desk, unless there is something to tell first. */
  async function arrive() {
    const session = await client.session();
    if (session.ok && session.value.notice) setStep('told');
    else desk();
  }

  function goOn(next: NextStep) {
    if (next.next === 'done') return void arrive();
    setMethods(next.methods ?? ['totp']);
    setStep(next.next);
  }

  async function accept() {
    const accepted = await ask(client.acceptInvitation({ brand, invitation: link.invitation, password }));
    if (!accepted) return;
    setLoginName(accepted.loginName);
    setStep('password');
    await enter(accepted.loginName);
  }

  async function enter(name: string) {
    localStorage.setItem(brandKey, brand);
    const next = await ask(client.enterPassword({ brand, loginName: name, password }));
    if (!next) return;
    setPassword('');
    goOn(next);
  }

  async function byPasskey() {
    if (brand === '') return say('Enter the brand first.');
    localStorage.setItem(brandKey, brand);
    const asked = await ask(client.beginPasskeySignIn(brand));
    const answer = asked && (await usePasskey(asked));
    if (asked && !answer) say('No passkey was used. Enter name and password instead.');
    const next = answer && (await ask(client.signInByPasskey(brand, answer)));
    if (next) goOn(next);
  }

  useEffect(() => {
    if (link.invitation !== '') return;
    void client.session().then((session) => {
      if (session.ok && session.value.state === 'signed_in') desk();
    });
  }, []);

  return (
    <>
      <p class="brand">Doorstep</p>
      {step === 'invitation' && (
        <Card
          title="Choose your password"
          action="Set the password"
          submit={accept}
          problem={problem}
          busy={busy}
        >
          <p>You were invited to {brand}. This link works once.</p>
          <Field
            id="new-password"
            label="Password"
            secret
            autocomplete="new-password"
            hint="At least 8 characters; a few unrelated words do well."
            value={password}
            change={setPassword}
            focus
          />
        </Card>
      )}
      {step === 'password' && (
        <Card title="Sign in" action="Go on" submit={() => enter(loginName)} problem={problem} busy={busy}>
          <Field
            id="brand"
            label="Brand"
            autocomplete="organization"
            value={brand}
            change={(value) => setBrand(value.trim().toLowerCase())}
            focus
          />
          <Field
            id="username"
            label="Name"
            autocomplete="username"
            value={loginName}
            change={setLoginName}
            focus
          />
          <Field
            id="current-password"
            label="Password"
            secret
            autocomplete="current-password"
            value={password}
            change={setPassword}
          />
          {passkeysWork() && (
            <button type="button" class="button" disabled={busy} onClick={() => void byPasskey()}>
              Sign in with a passkey
            </button>
          )}
        </Card>
      )}
      {step === 'enrol' && (
        <Enrol
          failed={({ code }) => {
            const over = ['unauthorized', 'session_ended', 'password_required'].includes(code);
            if (over) again();
            return over;
          }}
          done={(recovery) => {
            setCodes(recovery ?? []);
            setStep('recovery');
          }}
        />
      )}
      {step === 'recovery' && <RecoveryCodes codes={codes} done={() => void arrive()} />}
      {step === 'code' && (
        <FactorEntry
          title="Enter your code"
          action="Sign in"
          methods={methods}
          done={() => void arrive()}
          late={again}
        />
      )}
      {step === 'told' && (
        <Card
          title="Your second factor was reset"
          action="Go on"
          submit={() => void client.forgetNotice().then(desk)}
          problem={problem}
          busy={busy}
        >
          <p>
            An admin has taken your old second factors away. If you did not ask for that, tell your admin at
            once.
          </p>
        </Card>
      )}
    </>
  );
}
