import { Choice } from '../../../ui/field.tsx';
import { Radios } from '../../../ui/radios.tsx';
import { NumberField } from '../../number-field.tsx';
import { to } from '../../route.ts';
import { Section } from '../../section.tsx';
import { useResource } from '../../use-resource.ts';
import { RequestLifetime } from '../login/lifetimes.tsx';
import { Methods, methodName } from '../login/methods.tsx';
import { EngagementForm, type PartProps } from './form.tsx';

const lasting = (minutes: number | null): string =>
  minutes === null ? 'As long as the conversation.' : `${minutes} minutes.`;

/** Whether one must log in, and where this engagement has settings of its own. */
export function LoginPart(props: PartProps) {
  const { value: brand } = useResource('GET /api/manage/authentication', {});
  return (
    <EngagementForm {...props}>
      {({ value, set, wrong }) => {
        const live = value.channel === 'live_chat';
        return (
          <>
            <Section title="Authentication">
              <Choice
                look="switch"
                label={value.authentication === 'on' ? 'Authentication is on' : 'Authentication is off'}
                checked={value.authentication === 'on'}
                disabled={live && value.authentication !== 'on'}
                change={(on) => set({ authentication: on ? 'on' : 'off' })}
              />
              <dl class="facts-list">
                <dt>Off</dt>
                <dd>
                  Visitors begin anonymously. When the matter needs it, the agent or bot asks for a login, and
                  the same conversation goes on authenticated: a step-up.
                </dd>
                <dt>On</dt>
                <dd>
                  Members only. The chat opens with a login, no agent sees the conversation before it, and
                  step-up is for nobody here: everybody has logged in.
                </dd>
              </dl>
              {wrong.authentication && <p class="notice">{wrong.authentication}</p>}
              {live && (
                <p class="notice careful">
                  This is a live chat. It is always anonymous: nobody can log in, and an agent who asks for a
                  login is told so. For step-up make it{' '}
                  <a href={to('engagements', props.id)}>a messaging engagement</a>.
                </p>
              )}
            </Section>
            {!live && brand && (
              <>
                <Section title="Ways to log in">
                  <Radios
                    label="Which"
                    value={value.methods ? 'own' : 'brand'}
                    options={[
                      [
                        'brand',
                        'As the brand’s settings say',
                        `${brand.methods.map(methodName).join(', then ')}.`,
                      ],
                      ['own', 'Its own', 'These alone are offered here.'],
                    ]}
                    change={(which) => set({ methods: which === 'own' ? [...brand.methods] : undefined })}
                  />
                  {value.methods && (
                    <Methods
                      value={value.methods}
                      change={(methods) => set({ methods })}
                      wrong={wrong.methods}
                    />
                  )}
                </Section>
                <Section title="How long">
                  <RequestLifetime
                    value={value.requestMinutes}
                    otherwise={lasting(brand.requestMinutes)}
                    change={(requestMinutes) => set({ requestMinutes })}
                    wrong={wrong.requestMinutes}
                  />
                  <NumberField
                    label="A login lasts (minutes)"
                    value={value.authenticatedMinutes}
                    change={(authenticatedMinutes) => set({ authenticatedMinutes })}
                    min={1}
                    max={1440}
                    placeholder={String(brand.authenticatedMinutes)}
                    wrong={wrong.authenticatedMinutes}
                    hint={`The authenticated period: after it the conversation is anonymous again. Left empty, ${brand.authenticatedMinutes} minutes as for the brand.`}
                  />
                  <p class="hint">
                    The brand’s own: <a href={to('authentication')}>authentication settings</a>.
                  </p>
                </Section>
              </>
            )}
          </>
        );
      }}
    </EngagementForm>
  );
}
