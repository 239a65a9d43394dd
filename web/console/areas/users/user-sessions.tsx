import { useState } from 'preact/hooks';
import { deviceName } from '../../../sign-in/device.ts';
import { toast } from '../../../ui/toast.tsx';
import { type Answer, call } from '../../api.ts';
import { Confirm } from '../../confirm.tsx';
import { Section } from '../../section.tsx';
import { Failed } from '../../states.tsx';
import { useAction } from '../../use-action.ts';
import { useResource } from '../../use-resource.ts';
import { When } from '../../when.tsx';

/** Where a user is signed in; each can be ended. */
export function UserSessions({ user }: { readonly user: Answer<'GET /api/manage/users/{user}'> }) {
  const params = { user: user.id };
  const { value, failure, reload } = useResource('GET /api/manage/users/{user}/sessions', { params });
  const [ending, setEnding] = useState(false);
  const { run, busy, problem } = useAction();
  const sessions = value?.sessions ?? [];

  async function end(session: string) {
    const ended = await run(
      call('DELETE /api/manage/users/{user}/sessions/{session}', { params: { ...params, session } }),
    );
    if (ended) toast('The session has ended');
    await reload();
  }

  const action = sessions.length > 0 && (
    <button type="button" class="button danger" onClick={() => setEnding(true)}>
      End all sessions
    </button>
  );
  return (
    <Section title="Sessions" lead="Where this user is signed in." action={action}>
      {failure && <Failed failure={failure} again={reload} />}
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {value && sessions.length === 0 && <p class="hint">Nowhere at the moment.</p>}
      {sessions.length > 0 && (
        <ul class="plain-list">
          {sessions.map(({ id, device, createdAt, lastUsedAt, expiresAt }) => (
            <li key={id} class="row apart">
              <span title={device}>
                <strong>{deviceName(device)}</strong>
                <span class="hint block">
                  Last used <When at={lastUsedAt} />, began <When at={createdAt} />, ends by{' '}
                  <When at={expiresAt} />
                </span>
              </span>
              <button type="button" class="button small danger" disabled={busy} onClick={() => void end(id)}>
                End<span class="visually-hidden"> the session of {deviceName(device)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {ending && (
        <Confirm
          title={`Sign ${user.name} out everywhere?`}
          action="End all sessions"
          close={() => setEnding(false)}
          act={() => call('DELETE /api/manage/users/{user}/sessions', { params })}
          done={() => {
            toast(`${user.name} is signed out everywhere`);
            setEnding(false);
            void reload();
          }}
        >
          <p>Desks that are open close at once. Password and second factors stay: signing in again works.</p>
        </Confirm>
      )}
    </Section>
  );
}
