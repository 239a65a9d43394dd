import { TextField } from '../../../ui/field.tsx';
import { Added } from '../../added.tsx';
import { CodeBlock } from '../../code-block.tsx';
import { firstWrong } from '../../first-wrong.ts';
import { NumberField } from '../../number-field.tsx';
import { to } from '../../route.ts';
import { Section } from '../../section.tsx';
import { SettingsForm } from '../../settings-form.tsx';
import { type Resource, useResource } from '../../use-resource.ts';
import { ClientFields, discoveryOf, type Provider, type Settings } from './client.tsx';
import { LevelNames } from './level-names.tsx';

interface ProviderFormProps {
  readonly resource: Resource<Provider>;
  readonly id: string;
  readonly rotate: () => void;
}

/** All that is set of a provider. */
export const ProviderForm = ({ resource, id, rotate }: ProviderFormProps) => (
  <SettingsForm
    resource={resource}
    save="PUT /api/manage/providers/{provider}"
    params={{ provider: id }}
    pick={({ id: _, jwksUri: __, ...settings }): Settings => settings}
  >
    {({ value, set, wrong }, saved) => (
      <>
        <Section title="The provider">
          <TextField
            label="Issuer"
            value={value.issuer}
            change={(issuer) => set({ issuer })}
            wrong={wrong.issuer}
            hint={
              URL.canParse(value.issuer) && (
                <>
                  Exactly as in its discovery document:{' '}
                  <a href={discoveryOf(value.issuer)} target="_blank" rel="noopener noreferrer">
                    {discoveryOf(value.issuer)}
                  </a>
                </>
              )
            }
            code
            required
          />
          <div class="columns">
            <TextField
              label="Client id"
              value={value.clientId}
              change={(clientId) => set({ clientId })}
              wrong={wrong.clientId}
              code
              required
            />
            <NumberField
              label="Its clock may be off by (seconds)"
              value={value.skewSeconds}
              change={(skewSeconds) => set({ skewSeconds })}
              min={0}
              max={120}
              placeholder="30"
              wrong={wrong.skewSeconds}
            />
          </div>
          <ClientFields
            value={value}
            change={set}
            sealed={saved.clientAuthentication === 'client_secret_basic'}
            wrong={wrong}
          />
          {saved.jwksUri && value.clientAuthentication === 'private_key_jwt' && (
            <>
              <CodeBlock label="Our public keys: tell the provider" text={saved.jwksUri} />
              <div class="row">
                <button type="button" class="button" onClick={rotate}>
                  Make a new key
                </button>
                <span class="hint">The one before stays published, so that nothing breaks meanwhile.</span>
              </div>
            </>
          )}
          <RedirectAddresses />
        </Section>
        <Section
          title="What is asked for, and what agents see"
          lead="Doorstep reads the ID token, and not the userinfo endpoint."
        >
          <Added
            label="Scopes"
            adding="Add a scope"
            items={value.scopes}
            change={(scopes) => set({ scopes })}
            placeholder="profile"
            max={10}
            wrong={firstWrong(wrong, 'scopes')}
            hint="openid is among them."
          />
          <Added
            label="Claims that agents see as attributes"
            adding="Add a claim"
            items={value.attributes ?? []}
            change={(attributes) => set({ attributes: attributes.length === 0 ? undefined : attributes })}
            placeholder="customer_number"
            max={20}
            wrong={firstWrong(wrong, 'attributes')}
            none="None: agents see the name alone."
            hint="Others are not kept."
          />
        </Section>
        <Section
          title="Levels"
          lead="Where the provider calls a level otherwise than your scale. Left empty, the names are the same."
        >
          <LevelNames
            value={value.acrValues ?? []}
            change={(acrValues) => set({ acrValues })}
            wrong={firstWrong(wrong, 'acrValues')}
          />
        </Section>
        <Section
          title="Whose people they are"
          lead="Ways to log in of one namespace speak of the same people by the same ids."
        >
          <TextField
            label="Namespace"
            value={value.namespace ?? ''}
            change={(namespace) => set({ namespace: namespace || undefined })}
            wrong={wrong.namespace}
            hint="Share a name only where sub is the same for the same person. Left empty, these people are this provider’s own."
            code
          />
        </Section>
      </>
    )}
  </SettingsForm>
);

/** What to register at the provider: logins end at the brand's own pages. */
function RedirectAddresses() {
  const { value } = useResource('GET /api/manage/authentication', {});
  if (!value) return null;
  return value.returnAddresses.length === 0 ? (
    <p class="notice careful">
      Logins end nowhere yet: register a <a href={to('authentication')}>return address</a>, here and at the
      provider.
    </p>
  ) : (
    <CodeBlock label="Redirect addresses: tell the provider" text={value.returnAddresses.join('\n')} />
  );
}
