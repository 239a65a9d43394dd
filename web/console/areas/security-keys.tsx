import { useState } from 'preact/hooks';
import { toast } from '../../ui/toast.tsx';
import { type Answer, call } from '../api.ts';
import { Confirm } from '../confirm.tsx';
import { to } from '../route.ts';
import { ShownOnce } from '../shown-once.tsx';
import { Empty, Failed, Head, Loading } from '../states.tsx';
import { useAction } from '../use-action.ts';
import { useResource } from '../use-resource.ts';
import { UserName } from '../user-name.tsx';
import { When } from '../when.tsx';

type Made = Answer<'POST /api/manage/security-keys'>;

const most = 2;

/** The keys that the brand's backend signs its calls with: the login page, revocations, results. */
export default function SecurityKeys() {
  const resource = useResource('GET /api/manage/security-keys', {});
  const [made, setMade] = useState<Made>();
  const [revoking, setRevoking] = useState<string>();
  const { run, busy, problem } = useAction();
  const keys = resource.value?.keys;

  async function make() {
    const answered = await run(call('POST /api/manage/security-keys', {}));
    if (!answered) return;
    setMade(answered.body);
    void resource.reload();
  }

  return (
    <>
      <Head
        title="Security keys"
        action={
          keys && keys.length < most ? (
            <button type="button" class="button main" disabled={busy} onClick={() => void make()}>
              Make a key
            </button>
          ) : undefined
        }
      >
        Your backend signs its calls with one: that somebody has logged in on{' '}
        <a href={to('authentication')}>your login page</a>, that somebody’s logins are revoked, what came of a{' '}
        <a href={to('requests')}>protected request</a>.
      </Head>
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {resource.failure && !keys && <Failed failure={resource.failure} again={resource.reload} />}
      {!keys && !resource.failure && <Loading />}
      {keys?.length === 0 && (
        <Empty title="No security key yet">
          <p>Make one, and give it to the backend of your login page. It is shown once.</p>
        </Empty>
      )}
      {keys && keys.length > 0 && (
        <section class="card" aria-label="Security keys">
          <ul class="plain-list rows">
            {keys.map(({ id, createdAt, by }) => (
              <li key={id} class="row apart">
                <span>
                  <span class="code">{id}</span>{' '}
                  <span class="hint">
                    made <When at={createdAt} /> by <UserName user={by} />
                  </span>
                </span>
                <button type="button" class="button small danger" onClick={() => setRevoking(id)}>
                  Revoke<span class="visually-hidden"> {id}</span>
                </button>
              </li>
            ))}
          </ul>
          <p class="hint">
            {keys.length < most
              ? 'To change it without a gap: make a second one, give it to your backend, then revoke the first.'
              : 'Two are in use, as many as there may be: one takes over from the other. Revoke the older one once your backend signs with the newer.'}
          </p>
        </section>
      )}
      {made && (
        <ShownOnce
          title="Keep the security key"
          label="For your backend"
          secret={`KEY_ID=${made.id}\nKEY=${made.key}`}
          close={() => setMade(undefined)}
        >
          <p>
            Whoever has it can say that anybody has logged in. Give it to your backend, as the guide’s
            doorstep.mjs takes it.
          </p>
        </ShownOnce>
      )}
      {revoking && (
        <Confirm
          title={`Revoke the key ${revoking}?`}
          action="Revoke"
          close={() => setRevoking(undefined)}
          act={() => call('DELETE /api/manage/security-keys/{key}', { params: { key: revoking } })}
          done={() => {
            setRevoking(undefined);
            toast('The key was revoked');
            void resource.reload();
          }}
        >
          <p>What it signs is refused from this moment on.</p>
        </Confirm>
      )}
    </>
  );
}
