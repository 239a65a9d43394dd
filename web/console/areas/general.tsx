import { Choice, TextField } from '../../ui/field.tsx';
import { brandSettings } from '../brand.ts';
import { NumberField } from '../number-field.tsx';
import { to } from '../route.ts';
import { Section } from '../section.tsx';
import { SettingsForm } from '../settings-form.tsx';
import { Head } from '../states.tsx';
import { useResource } from '../use-resource.ts';

/** What holds for the brand as a whole. */
export default function General() {
  const brand = useResource('GET /api/manage/brand', {});
  return (
    <>
      <Head title="General">
        What holds for the brand as a whole. How people get in is under{' '}
        <a href={to('access')}>Account access control</a>.
      </Head>
      <SettingsForm resource={brand} save="PUT /api/manage/brand" pick={brandSettings}>
        {({ value, set, wrong }, { id }) => (
          <>
            <Section title="Brand">
              <div class="columns">
                <TextField
                  label="Name"
                  value={value.name}
                  change={(name) => set({ name })}
                  wrong={wrong.name}
                  hint="As consumers read it."
                  maxLength={80}
                  required
                />
                <div class="field">
                  <span class="label">Id</span>
                  <span class="code">{id}</span>
                  <p class="hint">Stands in addresses and in the widget's tag, and stays.</p>
                </div>
              </div>
            </Section>
            <Section title="At the desk">
              <Choice
                look="switch"
                label="Step-up notifications"
                hint="Agents are notified when a conversation is stepped up: its consumer has logged in, and is verified. The mark in the inbox is there either way."
                checked={value.stepUpNotification !== false}
                change={(stepUpNotification) => set({ stepUpNotification })}
              />
              <NumberField
                label="Open conversations of an agent at most"
                value={value.openLimit}
                change={(openLimit) => set({ openLimit })}
                min={1}
                max={50}
                hint="Empty: no limit. A user may have one of their own."
                wrong={wrong.openLimit}
              />
            </Section>
          </>
        )}
      </SettingsForm>
    </>
  );
}
