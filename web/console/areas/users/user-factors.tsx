import { useState } from 'preact/hooks';
import { toast } from '../../../ui/toast.tsx';
import { type Answer, call } from '../../api.ts';
import { Confirm } from '../../confirm.tsx';
import { Section } from '../../section.tsx';
import { Failed } from '../../states.tsx';
import { useResource } from '../../use-resource.ts';
import { When } from '../../when.tsx';

interface UserFactorsProps {
  readonly user: Answer<'GET /api/manage/users/{user}'>;
  readonly changed: () => unknown;
}

const kinds = { totp: 'Authenticator app', passkey: 'Passkey' } as const;

/** Second factors, and the way back for who has lost them. */
export function UserFactors({ user, changed }: UserFactorsProps) {
  const [resetting, setResetting] = useState(false);
  const params = { user: user.id };
  const { value, failure, reload } = useResource('GET /api/manage/users/{user}/factors', { params });
  const some = (value?.factors.length ?? 0) > 0;
  const { loginName = '' } = user;
  const action = some && (
    <button type="button" class="button danger" onClick={() => setResetting(true)}>
      Reset MFA
    </button>
  );
  return (
    <Section
      title="Second factors"
      lead="What is asked for after the password. Only their owner can add one; an admin can take all of them away, for one who has lost them."
      action={action}
    >
      {failure && <Failed failure={failure} again={reload} />}
      {value && !some && (
        <p class="hint">None is enrolled. The next sign-in enrols one, where your brand asks for it.</p>
      )}
      {value && some && (
        <ul class="plain-list">
          {value.factors.map(({ id, kind, name, createdAt, lastUsedAt }) => (
            <li key={id} class="row apart">
              <span>
                <strong>
                  <bdi>{name || kinds[kind]}</bdi>
                </strong>{' '}
                <span class="hint">{kinds[kind]}</span>
              </span>
              <span class="hint">
                Last used <When at={lastUsedAt} />, enrolled <When at={createdAt} />
              </span>
            </li>
          ))}
          <li class="hint">Recovery codes left: {value.recoveryCodesLeft}</li>
        </ul>
      )}
      {resetting && (
        <Confirm
          title={`Reset MFA of ${user.name}?`}
          action="Reset MFA"
          typed={loginName}
          typedIs="the sign-in name"
          close={() => setResetting(false)}
          act={() => call('POST /api/manage/users/{user}/factors/reset', { params, body: { loginName } })}
          done={() => {
            toast(`${user.name} enrols anew at the next sign-in`);
            setResetting(false);
            changed();
          }}
        >
          <p>
            Every authenticator app, passkey and recovery code of{' '}
            <strong>
              <bdi>{user.name}</bdi>
            </strong>{' '}
            stops working at once, and all sessions end. The password stays. At the next sign-in a new second
            factor is enrolled, and <bdi>{user.name}</bdi> is told of the reset.
          </p>
          <p>
            Be sure that it is really that person who asks: this is what somebody would ask for who wants to
            get in.
          </p>
        </Confirm>
      )}
    </Section>
  );
}
