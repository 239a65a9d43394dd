import { useState } from 'preact/hooks';
import type { Failure, OwnFactors, OwnSessions } from '../client/index.ts';
import { client, useCalls } from './calls.ts';
import { Card, Field } from './steps.tsx';

const when = (time: number): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(time);
const kinds = { totp: 'Authenticator app', passkey: 'Passkey' } as const;

interface FactorListProps {
  readonly factors: OwnFactors;
  readonly add: () => void;
  readonly remove: (id: string) => void;
  readonly renew: () => void;
}

export function FactorList({ factors: { factors, recoveryCodesLeft }, add, remove, renew }: FactorListProps) {
  return (
    <section class="card">
      <h2>Second factors</h2>
      <ul class="list">
        {factors.map(({ id, kind, name, createdAt, lastUsedAt }) => (
          <li key={id}>
            <span>
              <b>{name === '' ? kinds[kind] : name}</b>
              <small>
                {kinds[kind]}, since {when(createdAt)}, last used {when(lastUsedAt)}
              </small>
            </span>
            <button type="button" class="button" onClick={() => remove(id)}>
              Remove
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="button" onClick={add}>
        Add a factor
      </button>
      {factors.length > 0 && (
        <>
          <p>Recovery codes left: {recoveryCodesLeft}</p>
          <button type="button" class="button" onClick={renew}>
            Make new recovery codes
          </button>
        </>
      )}
    </section>
  );
}

interface SessionListProps {
  readonly sessions: OwnSessions['sessions'];
  readonly end: (id: string) => void;
  readonly endOthers: () => void;
}

export function SessionList({ sessions, end, endOthers }: SessionListProps) {
  return (
    <section class="card">
      <h2>Where you are signed in</h2>
      <ul class="list">
        {sessions.map(({ id, device, lastUsedAt, current }) => (
          <li key={id}>
            <span>
              <b>{current ? 'This browser' : device}</b>
              <small>last used {when(lastUsedAt)}</small>
            </span>
            {!current && (
              <button type="button" class="button" onClick={() => end(id)}>
                End
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <button type="button" class="button" onClick={endOthers}>
          End all others
        </button>
      )}
    </section>
  );
}

interface PasswordCardProps {
  readonly failed: (failure: Failure) => boolean;
  readonly done: () => void;
}

export function PasswordCard({ failed, done }: PasswordCardProps) {
  const [password, setPassword] = useState('');
  const { ask, problem, busy } = useCalls(failed);
  const change = async () => {
    if (await ask(client.changePassword(password))) done();
  };
  return (
    <Card title="Change the password" action="Change it" submit={change} problem={problem} busy={busy}>
      <p>Every other session of yours ends.</p>
      <Field
        id="new-password"
        label="New password"
        secret
        autocomplete="new-password"
        value={password}
        change={setPassword}
        focus
      />
    </Card>
  );
}
