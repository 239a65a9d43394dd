import { useState } from 'preact/hooks';
import { toast } from '../../../ui/toast.tsx';
import { type Answer, call } from '../../api.ts';
import { Confirm } from '../../confirm.tsx';
import { Section } from '../../section.tsx';
import { When } from '../../when.tsx';
import { SecretShown } from './secret-shown.tsx';

interface SecretsProps {
  readonly webhook: Answer<'GET /api/manage/webhooks/{webhook}'>;
  readonly reload: () => Promise<unknown>;
}

/** What deliveries are signed with: a new secret beside the old one, until the receiver has changed over. */
export function Secrets({ webhook, reload }: SecretsProps) {
  const params = { webhook: webhook.id };
  const [rotating, setRotating] = useState(false);
  const [ending, setEnding] = useState<string>();
  const [made, setMade] = useState<string>();
  return (
    <Section
      title="Signing secrets"
      lead="Each delivery is signed by all of them. Make a new one, give it to your receiver, then end the old one."
      action={
        <button type="button" class="button" onClick={() => setRotating(true)}>
          New secret
        </button>
      }
    >
      <ul class="plain-list">
        {webhook.secrets.map(({ id, createdAt }, at) => (
          <li key={id} class="row apart">
            <span>
              {at === 0 ? <strong>The newest</strong> : 'The one before'}
              <span class="hint block">
                Made <When at={createdAt} />
              </span>
            </span>
            {webhook.secrets.length > 1 && (
              <button type="button" class="button small danger" onClick={() => setEnding(id)}>
                End<span class="visually-hidden"> {at === 0 ? 'the newest' : 'the one before'}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {rotating && (
        <Confirm
          title="Make a new secret?"
          action="Make it"
          harmless={webhook.secrets.length < 2}
          close={() => setRotating(false)}
          act={() => call('POST /api/manage/webhooks/{webhook}/secrets', { params })}
          done={({ secret }) => {
            setRotating(false);
            setMade(secret);
          }}
        >
          <p>
            The newest one stays good beside it.
            {webhook.secrets.length > 1 && ' The one before that stops signing at once.'}
          </p>
        </Confirm>
      )}
      {made && (
        <SecretShown
          secret={made}
          close={() => {
            setMade(undefined);
            void reload();
          }}
        />
      )}
      {ending && (
        <Confirm
          title="End this secret?"
          action="End it"
          close={() => setEnding(undefined)}
          act={() =>
            call('DELETE /api/manage/webhooks/{webhook}/secrets/{secret}', {
              params: { ...params, secret: ending },
            })
          }
          done={() => {
            toast('The secret has ended');
            setEnding(undefined);
            void reload();
          }}
        >
          <p>A receiver that checks with this one alone refuses every delivery from now on.</p>
        </Confirm>
      )}
    </Section>
  );
}
