import { useEffect, useState } from 'preact/hooks';
import { type Outcome, SignInClient, type TotpEnrolment } from '../client/index.ts';
import { sentence } from './sentences.ts';
import { Card, CodeField, Enrolment, Field } from './steps.tsx';

const client = new SignInClient({ api: location.origin });

type Step = 'invitation' | 'password' | 'enrol' | 'code';

/** The link's secret stands in the fragment, which no server is ever sent, and leaves the address bar at once. */
function readLink(): { brand: string; invitation: string } {
  const link = new URLSearchParams(location.hash.slice(1));
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return { brand: link.get('brand') ?? rememberedBrand(), invitation: link.get('invitation') ?? '' };
}

const brandKey = 'doorstep:brand';
const rememberedBrand = (): string => localStorage.getItem(brandKey) ?? '';

const link = readLink();

/** From an invitation or a password to the desk, one question at a time. */
export function SignInPage() {
  const [step, setStep] = useState<Step>(link.invitation === '' ? 'password' : 'invitation');
  const [brand, setBrand] = useState(link.brand);
  const [loginName, setLoginName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [totp, setTotp] = useState<TotpEnrolment>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  /** Runs one call, and shows its failure as a sentence. */
  async function ask<T>(call: Promise<Outcome<T>>): Promise<T | undefined> {
    setBusy(true);
    setProblem(undefined);
    const outcome = await call;
    setBusy(false);
    if (outcome.ok) return outcome.value;
    setProblem(sentence(outcome.failure));
    if (['unauthorized', 'session_ended', 'password_required'].includes(outcome.failure.code))
      setStep('password');
    return undefined;
  }

  async function goOn(next: 'enrol' | 'code' | 'done') {
    setCode('');
    if (next === 'done') {
      location.assign('/desk/');
      return;
    }
    if (next === 'enrol') {
      const begun = await ask(client.beginTotp());
      if (!begun) return;
      setTotp(begun);
    }
    setStep(next);
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
    await goOn(next.next);
  }

  async function confirm() {
    const next = await ask(step === 'enrol' ? client.confirmTotp(code) : client.enterCode(code));
    if (next) await goOn(next.next);
    else setCode('');
  }

  useEffect(() => {
    if (link.invitation !== '') return;
    void client.session().then((session) => {
      if (session.ok && session.value.state === 'signed_in') location.assign('/desk/');
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
        </Card>
      )}
      {step === 'enrol' && totp && (
        <Card
          title="Set up your second factor"
          action="Confirm"
          submit={confirm}
          problem={problem}
          busy={busy}
        >
          <Enrolment totp={totp} />
          <CodeField value={code} change={setCode} />
        </Card>
      )}
      {step === 'code' && (
        <Card title="Enter your code" action="Sign in" submit={confirm} problem={problem} busy={busy}>
          <p>Open your authenticator app and enter the code that it shows for Doorstep.</p>
          <CodeField value={code} change={setCode} />
        </Card>
      )}
    </>
  );
}
