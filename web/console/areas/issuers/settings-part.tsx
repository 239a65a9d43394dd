import { Choice, TextField } from '../../../ui/field.tsx';
import { Added } from '../../added.tsx';
import { firstWrong } from '../../first-wrong.ts';
import { Section } from '../../section.tsx';
import { SettingsForm } from '../../settings-form.tsx';
import type { Resource } from '../../use-resource.ts';
import { ClaimsPart } from './claims-part.tsx';
import type { Issuer } from './key-pair.ts';
import { settingsOf } from './keys-part.tsx';

/** What a token of this issuer must say, and what is taken from it. */
export const SettingsPart = ({ resource }: { readonly resource: Resource<Issuer> }) => (
  <SettingsForm
    resource={resource}
    save="PUT /api/manage/issuers/{issuer}"
    params={{ issuer: resource.value?.id ?? '' }}
    pick={settingsOf}
  >
    {(draft) => {
      const { value, set, wrong } = draft;
      return (
        <>
          <Section title="What a token must say" lead="Letter by letter.">
            <div class="columns">
              <div class="field">
                <span class="label">Issuer (iss)</span>
                <bdi class="code">{value.iss}</bdi>
                <p class="hint">It stays: another name is another issuer.</p>
              </div>
              <TextField
                label="Audience (aud)"
                value={value.aud}
                change={(aud) => set({ aud })}
                wrong={wrong.aud}
                maxLength={255}
                code
                required
              />
            </div>
            <Choice
              look="switch"
              label="A token must carry the nonce of its login request"
              checked={value.nonce}
              change={(nonce) => set({ nonce })}
            />
            {!value.nonce && (
              <p class="notice careful">
                Without it a token that somebody got hold of answers any login request until it ends. Leave it
                on, unless your backend cannot be given the nonce yet.
              </p>
            )}
            <Choice
              look="switch"
              label="A token may carry private data in the place of a subject"
              checked={value.privateData ?? false}
              change={(on) => set({ privateData: on || undefined })}
              hint="For visitors without an account, whom your customer records know."
            />
          </Section>
          <ClaimsPart {...draft} />
          <Section
            title="What agents see"
            lead="Attributes that your tokens carry, by name. Others are not kept anywhere."
          >
            <Choice
              look="switch"
              label="Only certain attributes"
              checked={value.attributes !== undefined}
              change={(on) => set({ attributes: on ? [] : undefined })}
              hint={value.attributes ? undefined : 'While this is off, agents see all of them.'}
            />
            {value.attributes && (
              <Added
                label="Attributes that agents may see"
                adding="Add an attribute"
                items={value.attributes}
                change={(attributes) => set({ attributes })}
                placeholder="tier"
                max={20}
                wrong={firstWrong(wrong, 'attributes')}
                none="None: agents see the name alone."
              />
            )}
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
              hint="Share a name with another issuer or provider only where the ids are the same for the same person. Left empty, these people are this issuer’s own."
              code
            />
          </Section>
        </>
      );
    }}
  </SettingsForm>
);
