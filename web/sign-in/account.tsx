import { useEffect, useState } from 'preact/hooks';
import type { Failure, OwnFactors, OwnSessions, SignInSession } from '../client/index.ts';
import { Toasts, toast } from '../ui/toast.tsx';
import { AccountHead } from './account-head.tsx';
import { client, useCalls } from './calls.ts';
import { Enrol } from './enrol.tsx';
import { FactorList } from './factor-list.tsx';
import { NewPassword } from './new-password.tsx';
import { ProofCard } from './proof.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { sentence } from './sentences.ts';
import { SessionList } from './session-list.tsx';

type View = 'overview' | 'enrol' | 'password';

const toSignIn = () => location.assign('/sign-in/?next=%2Fsign-in%2F%23account');

/** The own account: password, second factors, recovery codes, sessions. */
export function AccountPage() {
  const [view, setView] = useState<View>('overview');
  const [who, setWho] = useState<SignInSession>();
  const [factors, setFactors] = useState<OwnFactors>();
  const [sessions, setSessions] = useState<OwnSessions['sessions']>([]);
  const [codes, setCodes] = useState<readonly string[]>();
  /** What waits for the proof of its owner. */
  const [waiting, setWaiting] = useState<() => void>();
  const { ask, problem, say } = useCalls();

  /** Answers a refusal that asks for a proof by asking for it, and goes on afterwards. */
  const orProve = (goOn: () => void) => (failure: Failure) => {
    const owed = ['password_required', 'second_factor_required'].includes(failure.code);
    if (owed) setWaiting(() => goOn);
    return owed;
  };

  async function load() {
    const [session, found, open] = await Promise.all([client.session(), client.factors(), client.sessions()]);
    const gone = [session, found, open].find((one) => !one.ok);
    if (gone && !gone.ok) return gone.failure.retryable ? say(sentence(gone.failure)) : toSignIn();
    if (session.ok) setWho(session.value);
    if (found.ok) setFactors(found.value);
    if (open.ok) setSessions(open.value.sessions);
  }

  useEffect(() => void load(), []);
  useEffect(() => {
    if (view === 'overview') document.title = 'Your account · Doorstep';
  });

  /** A change that may ask for a proof first. */
  async function change(make: () => ReturnType<typeof client.removeFactor>, told: string): Promise<void> {
    const outcome = await make();
    if (!outcome.ok && orProve(() => void change(make, told))(outcome.failure)) return;
    if (outcome.ok) toast(told);
    say(outcome.ok ? undefined : sentence(outcome.failure));
    await load();
  }

  async function renew(): Promise<void> {
    const outcome = await client.renewRecoveryCodes();
    if (outcome.ok) setCodes(outcome.value.recoveryCodes);
    else if (!orProve(() => void renew())(outcome.failure)) say(sentence(outcome.failure));
  }

  function back(told?: string) {
    setView('overview');
    setCodes(undefined);
    setWaiting(undefined);
    if (told !== undefined) toast(told);
    void load();
  }

  const step = waiting ? (
    <ProofCard
      cancel={back}
      done={() => {
        setWaiting(undefined);
        waiting();
      }}
    />
  ) : codes ? (
    <RecoveryCodes codes={codes} done={back} />
  ) : view === 'enrol' ? (
    <Enrol
      another={{ cancel: back }}
      failed={orProve(() => setView('enrol'))}
      done={(recovery) => (recovery ? setCodes(recovery) : back('The factor is set up'))}
    />
  ) : view === 'password' ? (
    <NewPassword
      failed={orProve(() => setView('password'))}
      done={() => back('The password is changed')}
      cancel={back}
    />
  ) : undefined;

  return (
    <>
      {step ?? (
        <div class="account">
          <AccountHead who={who} />
          {problem && (
            <p class="notice" role="alert">
              {problem.text}
            </p>
          )}
          {factors ? (
            <FactorList
              factors={factors}
              add={() => setView('enrol')}
              rename={(id, name) => void ask(client.renameFactor(id, name)).then(load)}
              remove={(id) => void change(() => client.removeFactor(id), 'The factor is removed')}
              renew={() => void renew()}
            />
          ) : (
            <div class="card skeleton" />
          )}
          <section class="card row apart" aria-labelledby="password">
            <h2 id="password">Password</h2>
            <button type="button" class="button" onClick={() => setView('password')}>
              Change the password
            </button>
          </section>
          <SessionList
            sessions={sessions}
            end={(id) => void ask(client.endSession(id)).then(load)}
            endOthers={() => void ask(client.endOtherSessions()).then(load)}
          />
        </div>
      )}
      <Toasts />
    </>
  );
}
