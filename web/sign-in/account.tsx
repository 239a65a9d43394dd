import { useEffect, useState } from 'preact/hooks';
import type { Failure, OwnFactors, OwnSessions } from '../client/index.ts';
import { client, useCalls } from './calls.ts';
import { Enrol } from './enrol.tsx';
import { FactorList, PasswordCard, SessionList } from './lists.tsx';
import { ProofCard } from './proof.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

type View = 'overview' | 'enrol' | 'password';

/** The own account: second factors, recovery codes, password, sessions. */
export function AccountPage() {
  const [view, setView] = useState<View>('overview');
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
    const [found, open] = await Promise.all([client.factors(), client.sessions()]);
    if (!found.ok || !open.ok) return location.assign('/sign-in/');
    setFactors(found.value);
    setSessions(open.value.sessions);
  }

  useEffect(() => void load(), []);

  /** A change that may ask for a proof first. */
  async function change(make: () => ReturnType<typeof client.removeFactor>): Promise<void> {
    const outcome = await make();
    if (!outcome.ok && orProve(() => void change(make))(outcome.failure)) return;
    if (!outcome.ok) say(outcome.failure.title);
    await load();
  }

  async function renew(): Promise<void> {
    const outcome = await client.renewRecoveryCodes();
    if (outcome.ok) setCodes(outcome.value.recoveryCodes);
    else if (!orProve(() => void renew())(outcome.failure)) say(outcome.failure.title);
  }

  function back() {
    setView('overview');
    setCodes(undefined);
    void load();
  }

  if (waiting)
    return (
      <ProofCard
        cancel={() => {
          setWaiting(undefined);
          back();
        }}
        done={() => {
          setWaiting(undefined);
          waiting();
        }}
      />
    );
  if (codes) return <RecoveryCodes codes={codes} done={back} />;
  if (view === 'enrol')
    return (
      <Enrol
        named
        failed={orProve(() => setView('enrol'))}
        done={(recovery) => (recovery ? setCodes(recovery) : back())}
      />
    );
  if (view === 'password') return <PasswordCard failed={orProve(() => setView('password'))} done={back} />;
  return (
    <>
      <p class="brand">
        <a href="/desk/">Doorstep</a>
      </p>
      <h1>Your account</h1>
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {factors && (
        <FactorList
          factors={factors}
          add={() => setView('enrol')}
          remove={(id) => void change(() => client.removeFactor(id))}
          renew={() => void renew()}
        />
      )}
      <section class="card">
        <h2>Password</h2>
        <button type="button" class="button" onClick={() => setView('password')}>
          Change the password
        </button>
      </section>
      <SessionList
        sessions={sessions}
        end={(id) => void ask(client.endSession(id)).then(load)}
        endOthers={() => void ask(client.endOtherSessions()).then(load)}
      />
    </>
  );
}
