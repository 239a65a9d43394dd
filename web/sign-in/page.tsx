import { useEffect, useState } from 'preact/hooks';
import type { NextStep } from '../client/index.ts';
import { knownBrand, rememberBrand } from './brand.ts';
import { client, isOver } from './calls.ts';
import { Enrol } from './enrol.tsx';
import { FactorEntry, type Method } from './factor-entry.tsx';
import { Invitation } from './invitation.tsx';
import { LostPhone } from './lost-phone.tsx';
import { PasswordStep, type Person } from './password-step.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { ResetNotice } from './reset-notice.tsx';
import { wayBack } from './way-back.ts';

type Step = 'invitation' | 'password' | 'enrol' | 'code' | 'lost' | 'recovery' | 'told';

const tooLate = 'This sign-in took too long. Begin again with your password.';
const goOnThere = 'Sign in, and you go on where you were.';
const next = new URLSearchParams(location.search).has('next');
const leave = () => location.assign(wayBack(location.search, location.origin));

/** The link's secret stands in the fragment, which no server is ever sent, and leaves the address bar at once. */
function readLink(): { brand: string; invitation: string } {
  const link = new URLSearchParams(location.hash.slice(1));
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  return { brand: knownBrand(link), invitation: link.get('invitation') ?? '' };
}

/** From an invitation or a password to where one was going, one question at a time. */
export function SignInPage() {
  const [link] = useState(readLink);
  const [step, setStep] = useState<Step | undefined>(link.invitation === '' ? undefined : 'invitation');
  const [person, setPerson] = useState<Person>({ brand: link.brand, loginName: '' });
  const [methods, setMethods] = useState<readonly Method[]>(['totp']);
  const [chosen, setChosen] = useState<Method>();
  const [codes, setCodes] = useState<readonly string[]>([]);
  const [told, setTold] = useState(next ? goOnThere : undefined);
  const [resetAt, setResetAt] = useState(0);

  function again() {
    setTold(tooLate);
    setStep('password');
  }

  /** Signed in: on to where one was going, unless there is something to tell first. */
  async function arrive() {
    const session = await client.session();
    const notice = session.ok ? session.value.notice : undefined;
    if (!notice) return leave();
    setResetAt(notice.at);
    setStep('told');
  }

  function goOn(answer: NextStep, who: Person) {
    setPerson(who);
    if (answer.next === 'done') return void arrive();
    setMethods(answer.methods ?? ['totp']);
    setChosen(undefined);
    setStep(answer.next);
  }

  async function enter(loginName: string, password: string) {
    const { brand } = link;
    rememberBrand(brand);
    const entered = await client.enterPassword({ brand, loginName, password });
    if (entered.ok) return goOn(entered.value, { brand, loginName });
    setPerson({ brand, loginName });
    setStep('password');
  }

  // Who was signed in already goes on; who was half way there when the page was loaded again, too.
  useEffect(() => {
    if (link.invitation !== '') return;
    void client.session().then((session) => {
      if (!session.ok) return setStep('password');
      const { state, brand } = session.value;
      if (state === 'signed_in') return void arrive();
      goOn({ next: state, methods: session.value.methods }, { brand, loginName: '' });
    });
  }, []);

  switch (step) {
    case 'invitation':
      return (
        <Invitation
          {...link}
          accepted={(name, password) => void enter(name, password)}
          signIn={() => setStep('password')}
        />
      );
    case 'password':
      return <PasswordStep person={person} told={told} next={goOn} />;
    case 'enrol':
      return (
        <Enrol
          failed={(failure) => {
            if (isOver(failure)) again();
            return isOver(failure);
          }}
          done={(recovery) => {
            setCodes(recovery ?? []);
            setStep('recovery');
          }}
        />
      );
    case 'recovery':
      return <RecoveryCodes codes={codes} done={() => void arrive()} />;
    case 'code':
      return (
        <FactorEntry
          title="Enter your code"
          action="Sign in"
          methods={methods}
          first={chosen}
          done={() => void arrive()}
          late={again}
          lost={() => setStep('lost')}
        />
      );
    case 'lost':
      return (
        <LostPhone
          {...person}
          methods={methods}
          use={(method) => {
            setChosen(method);
            setStep('code');
          }}
          back={() => setStep('code')}
        />
      );
    case 'told':
      return <ResetNotice at={resetAt} done={leave} />;
    default:
      return <div class="card step skeleton" />;
  }
}
