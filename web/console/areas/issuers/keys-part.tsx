import { useState } from 'preact/hooks';
import { TextField } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { call } from '../../api.ts';
import { Checks } from '../../checks.tsx';
import { Confirm } from '../../confirm.tsx';
import { Section } from '../../section.tsx';
import { sentence } from '../../sentences.ts';
import { SettingsForm } from '../../settings-form.tsx';
import { ofLatest, type Resource } from '../../use-resource.ts';
import { AddKey } from './add-key.tsx';
import { type Algorithm, algorithms, type Issuer, type Settings } from './key-pair.ts';
import { MakeKey } from './make-key.tsx';

type Key = Issuer['keys'][number];
/** Registers keys; answers what went wrong. */
export type AddKeys = (keys: readonly Key[]) => Promise<string | undefined>;

interface PartProps {
  readonly resource: Resource<Issuer>;
  readonly issuer: Issuer;
}

export const settingsOf = ({ id: _, ...settings }: Issuer): Settings => settings;

/** The public keys that tokens are verified with. */
export function KeysPart({ resource, issuer }: PartProps) {
  const [open, setOpen] = useState<'make' | 'add' | Key>();
  const { keys } = issuer;
  const taken = keys.map(({ kid }) => kid);
  const close = () => setOpen(undefined);

  const save = (changed: readonly Key[]) =>
    ofLatest(
      resource,
      call('PUT /api/manage/issuers/{issuer}', {
        params: { issuer: issuer.id },
        body: { ...settingsOf(issuer), keys: [...changed] },
        version: resource.version,
      }),
    );

  const add: AddKeys = async (some) => {
    const names = some.map(({ kid }) => kid);
    const outcome = await save([...keys.filter(({ kid }) => !names.includes(kid)), ...some]);
    if (!outcome.ok) return sentence(outcome.failure);
    resource.replace(outcome.value);
    close();
    toast(names.length === 1 ? `Key ${names[0]} is registered` : `${names.length} keys are registered`);
    return undefined;
  };

  return (
    <>
      <Section
        title="Public keys"
        lead="A token is good if one of these verifies it. Your backend alone has the private halves."
        action={
          keys.length > 0 &&
          keys.length < 10 && <KeyButtons make={() => setOpen('make')} add={() => setOpen('add')} />
        }
      >
        {keys.length === 0 ? (
          <div class="empty-state">
            <h3>No key yet</h3>
            <p>Make a key pair here in your browser, or register the public half of one that you have.</p>
            <KeyButtons make={() => setOpen('make')} add={() => setOpen('add')} />
          </div>
        ) : (
          <ul class="plain-list rows" aria-label="Public keys">
            {keys.map((key) => (
              <li key={key.kid} class="row apart">
                <span>
                  <bdi class="code">{key.kid}</bdi> <span class="badge">{key.alg}</span>
                </span>
                <button type="button" class="button small danger" onClick={() => setOpen(key)}>
                  Remove<span class="visually-hidden"> {key.kid}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <p class="hint">
          To change keys without a gap: add the new one, sign with it, and remove the old one after 10
          minutes.
        </p>
      </Section>
      <JwksForm resource={resource} />
      {open === 'make' && <MakeKey taken={taken} add={add} close={close} />}
      {open === 'add' && <AddKey taken={taken} add={add} close={close} />}
      {typeof open === 'object' && (
        <Confirm
          title={`Remove the key ${open.kid}?`}
          action="Remove"
          close={close}
          act={() => save(keys.filter(({ kid }) => kid !== open.kid))}
          done={() => {
            close();
            void resource.reload();
            toast(`Key ${open.kid} was removed`);
          }}
        >
          <p>Tokens that it signed are refused from now on, also those that are under way.</p>
        </Confirm>
      )}
    </>
  );
}

const KeyButtons = ({ make, add }: { readonly make: () => void; readonly add: () => void }) => (
  <div class="row">
    <button type="button" class="button main" onClick={make}>
      Make a key pair
    </button>
    <button type="button" class="button" onClick={add}>
      Add a public key
    </button>
  </div>
);

/** Keys that the brand publishes itself. */
const JwksForm = ({ resource }: Pick<PartProps, 'resource'>) => (
  <SettingsForm
    resource={resource}
    save="PUT /api/manage/issuers/{issuer}"
    params={{ issuer: resource.value?.id ?? '' }}
    pick={settingsOf}
  >
    {({ value, set, wrong }) => (
      <Section
        title="Keys at an address of yours"
        lead="If your backend publishes a JWK Set, its keys count besides those above. They are kept for an hour, and fetched again for a kid that is new."
      >
        <TextField
          label="JWKS URL"
          type="url"
          value={value.jwksUrl ?? ''}
          change={(jwksUrl) => set({ jwksUrl: jwksUrl || undefined })}
          wrong={wrong.jwksUrl}
          placeholder="https://www.example.com/.well-known/jwks.json"
          hint="https, without redirects."
          code
        />
        {value.jwksUrl && (
          <Checks<Algorithm>
            label="What its keys may be for"
            options={(Object.keys(algorithms) as Algorithm[]).map((one) => [one, one] as const)}
            chosen={value.algorithms ?? (Object.keys(algorithms) as Algorithm[])}
            change={(some) =>
              set({ algorithms: some.length === 0 || some.length === 4 ? undefined : [...some] })
            }
          />
        )}
      </Section>
    )}
  </SettingsForm>
);
