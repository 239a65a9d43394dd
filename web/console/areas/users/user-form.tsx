import { Choice, SelectField, TextField } from '../../../ui/field.tsx';
import type { Answer } from '../../api.ts';
import { NumberField } from '../../number-field.tsx';
import { Section } from '../../section.tsx';
import { SettingsForm } from '../../settings-form.tsx';
import { SkillChecks } from '../../skill-checks.tsx';
import type { Resource } from '../../use-resource.ts';
import { forgetName } from '../../user-name.tsx';
import { limitHint, roles } from './words.ts';

type User = Answer<'GET /api/manage/users/{user}'>;

const settingsOf = ({ name, role, disabled, skills, openLimit }: User) => ({
  name,
  role,
  disabled,
  skills,
  ...(openLimit === undefined ? {} : { openLimit }),
});

interface UserFormProps {
  readonly user: Resource<User>;
  /** One's own role stays, and nobody shuts oneself out. */
  readonly own: boolean;
}

/** What a user is and may do. */
export const UserForm = ({ user, own }: UserFormProps) => (
  <SettingsForm
    resource={user}
    save="PUT /api/manage/users/{user}"
    params={{ user: user.value?.id ?? '' }}
    pick={settingsOf}
  >
    {({ value, set, wrong }, saved) => {
      const ends = value.role !== saved.role || (value.disabled && !saved.disabled);
      return (
        <Section title="Profile">
          <div class="columns">
            <TextField
              label="Name"
              value={value.name}
              change={(name) => {
                forgetName(saved.id);
                set({ name });
              }}
              wrong={wrong.name}
              maxLength={80}
              required
            />
            <NumberField
              label="Open conversations at most"
              value={value.openLimit}
              change={(openLimit) => set({ openLimit })}
              min={1}
              max={50}
              hint={limitHint}
              wrong={wrong.openLimit}
            />
          </div>
          {!own && (
            <SelectField
              label="Role"
              value={value.role === 'admin' ? 'admin' : 'agent'}
              options={roles}
              change={(role) => set({ role })}
            />
          )}
          <SkillChecks chosen={value.skills ?? []} change={(skills) => set({ skills: [...skills] })} />
          {!own && (
            <Choice
              look="switch"
              label="Disabled"
              hint="Cannot sign in. Everything stays, and can be given back."
              checked={value.disabled}
              change={(disabled) => set({ disabled })}
            />
          )}
          {ends && (
            <p class="notice careful" role="status">
              Saving signs <bdi>{saved.name}</bdi> out everywhere at once.
            </p>
          )}
        </Section>
      );
    }}
  </SettingsForm>
);
