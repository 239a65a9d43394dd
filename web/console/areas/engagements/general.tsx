import { SelectField, TextField } from '../../../ui/field.tsx';
import { Added } from '../../added.tsx';
import { firstWrong } from '../../first-wrong.ts';
import { NumberField } from '../../number-field.tsx';
import { to } from '../../route.ts';
import { Section } from '../../section.tsx';
import { useWholeList } from '../../use-list.ts';
import { readOrigin } from '../login/addresses.ts';
import { EngagementForm, type PartProps } from './form.tsx';
import { KindFields } from './kind.tsx';

/** What it is called, where it is, and who answers. */
export function General(props: PartProps) {
  const skills = useWholeList('GET /api/manage/skills');
  return (
    <EngagementForm {...props}>
      {({ value, set, wrong }) => (
        <>
          <Section title="What it is">
            <TextField
              label="Name"
              value={value.name}
              change={(name) => set({ name })}
              wrong={wrong.name}
              maxLength={80}
              required
            />
            <KindFields value={value} change={set} />
            {value.channel === 'live_chat' && value.authentication === 'on' && (
              <p class="notice">
                A live chat carries no login. Switch{' '}
                <a href={to('engagements', props.id, 'login')}>authentication</a> off before you save this.
              </p>
            )}
          </Section>
          {value.platform === 'web' && (
            <Section
              title="Origins"
              lead="The pages that may carry the chat, each by its exact origin: scheme, host, and port if there is one. From any other page it does not open."
            >
              <Added
                label="Origins"
                adding="Add an origin"
                items={value.origins}
                change={(origins) => set({ origins })}
                read={readOrigin}
                placeholder="https://www.example.com"
                hint="Paste the address of a page: its origin is taken."
                max={20}
                wrong={firstWrong(wrong, 'origins')}
                none="None yet: no page can carry the chat."
              />
            </Section>
          )}
          <Section title="Conversations">
            <div class="columns">
              <SelectField
                label="Skill"
                value={value.skill ?? ''}
                options={[
                  ['', 'None: for every agent'],
                  ...(skills.items ?? []).map(({ id, name }): [string, string] => [id, name]),
                  ...(value.skill && !skills.items?.some(({ id }) => id === value.skill)
                    ? [[value.skill, value.skill] as [string, string]]
                    : []),
                ]}
                change={(skill) => set({ skill: skill || undefined })}
                hint={
                  <>
                    Its conversations go to the agents who have it. <a href={to('skills')}>Skills</a>
                  </>
                }
              />
              <NumberField
                label="Anonymous sessions end after (minutes)"
                value={value.idleMinutes}
                change={(idleMinutes) => set({ idleMinutes })}
                min={5}
                max={1440}
                wrong={wrong.idleMinutes}
                hint="Without a sign of the visitor. Whoever sits down next at a shared device finds nothing then."
              />
            </div>
          </Section>
        </>
      )}
    </EngagementForm>
  );
}
