import { useState } from 'preact/hooks';
import { Choice } from '../../../ui/field.tsx';
import { Radios } from '../../../ui/radios.tsx';
import { toast } from '../../../ui/toast.tsx';
import { type Answer, call } from '../../api.ts';
import { CodeBlock } from '../../code-block.tsx';
import { Confirm } from '../../confirm.tsx';
import { Section } from '../../section.tsx';
import { SettingsForm } from '../../settings-form.tsx';
import { Failed, Loading } from '../../states.tsx';
import { useAction } from '../../use-action.ts';
import { type Resource, useResource } from '../../use-resource.ts';
import { When } from '../../when.tsx';
import type { Issuer } from './key-pair.ts';
import { settingsOf } from './keys-part.tsx';

type EncryptionKey = Answer<'GET /api/manage/issuers/{issuer}/encryption-keys'>['items'][number];

/** Whether tokens are encrypted, and the keys of ours that they are encrypted to. */
export const EncryptionPart = ({
  resource,
  id,
}: {
  readonly resource: Resource<Issuer>;
  readonly id: string;
}) => (
  <>
    <SettingsForm
      resource={resource}
      save="PUT /api/manage/issuers/{issuer}"
      params={{ issuer: id }}
      pick={settingsOf}
    >
      {({ value, set }) => (
        <Section
          title="Encryption"
          lead="A signed token can be read by the page that passes it on, and by every script there. Encrypted, it cannot."
        >
          <Radios
            label="Tokens of this issuer"
            value={value.encrypted ?? 'off'}
            options={[
              ['off', 'Are signed, and not encrypted'],
              ['allowed', 'May be encrypted', 'While your backend is changed over.'],
              ['required', 'Must be encrypted', 'A token that is only signed is refused.'],
            ]}
            change={(encrypted) => set({ encrypted })}
          />
        </Section>
      )}
    </SettingsForm>
    <OurKeys issuer={id} />
  </>
);

function OurKeys({ issuer }: { readonly issuer: string }) {
  const keys = useResource('GET /api/manage/issuers/{issuer}/encryption-keys', { params: { issuer } });
  const [retiring, setRetiring] = useState<EncryptionKey>();
  const { run, busy, problem } = useAction();
  if (keys.failure && !keys.value) return <Failed failure={keys.failure} again={keys.reload} />;
  if (!keys.value) return <Loading />;
  const { items, jwksPath } = keys.value;

  async function make(alg: EncryptionKey['alg']) {
    const path = 'POST /api/manage/issuers/{issuer}/encryption-keys';
    if (!(await run(call(path, { params: { issuer }, body: { alg } })))) return;
    toast('A key was made and is published');
    void keys.reload();
  }

  return (
    <Section
      title="Our encryption keys"
      lead="Your backend encrypts to the first of them. The private halves are made by Doorstep, sealed, and shown to nobody."
    >
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {items.length > 0 && (
        <ul class="plain-list rows" aria-label="Our encryption keys">
          {items.map((key) => (
            <li key={key.id} class="row apart">
              <span>
                <span class="code">{key.kid}</span> <span class="badge">{key.alg}</span>{' '}
                <span class="hint">
                  made <When at={key.createdAt} />
                  {key.until !== undefined && (
                    <>
                      , retired: opens tokens until <When at={key.until} />
                    </>
                  )}
                </span>
              </span>
              <button type="button" class="button small danger" onClick={() => setRetiring(key)}>
                {key.until === undefined ? 'Retire' : 'End now'}
                <span class="visually-hidden"> {key.kid}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="row">
        <button
          type="button"
          class="button main"
          disabled={busy || items.length >= 3}
          onClick={() => void make('ECDH-ES')}
        >
          Make a key
        </button>
        <button
          type="button"
          class="button"
          disabled={busy || items.length >= 3}
          onClick={() => void make('RSA-OAEP-256')}
        >
          Make an RSA key
        </button>
        <span class="hint">
          {items.length >= 3
            ? 'There are three, as many as there may be.'
            : 'RSA only where your library knows nothing else.'}
        </span>
      </div>
      <CodeBlock label="Where your backend fetches them (JWKS)" text={location.origin + jwksPath} />
      <p class="hint">
        To change keys without a gap: make a second one, which comes first in the set, then retire the old
        one. It still opens tokens for 20 minutes.
      </p>
      {retiring && (
        <Retire
          issuer={issuer}
          retiring={retiring}
          close={() => setRetiring(undefined)}
          done={() => {
            setRetiring(undefined);
            toast('The key was retired');
            void keys.reload();
          }}
        />
      )}
    </Section>
  );
}

interface RetireProps {
  readonly issuer: string;
  readonly retiring: EncryptionKey;
  readonly close: () => void;
  readonly done: () => void;
}

function Retire({ issuer, retiring, close, done }: RetireProps) {
  const ended = retiring.until !== undefined;
  const [now, setNow] = useState(ended);
  return (
    <Confirm
      title={`Retire the key ${retiring.kid}?`}
      action={now ? 'End it now' : 'Retire it'}
      close={close}
      act={() =>
        call('DELETE /api/manage/issuers/{issuer}/encryption-keys/{key}', {
          params: { issuer, key: retiring.id },
          query: now ? { now: 'true' } : {},
        })
      }
      done={done}
    >
      <p>
        It is published no more, and opens tokens for 20 minutes: as long as your backend may still use it.
      </p>
      {!ended && (
        <Choice
          label="End it at once"
          checked={now}
          change={setNow}
          hint="If somebody may have got hold of it. Tokens that are under way are refused."
        />
      )}
    </Confirm>
  );
}
