import { Choice, TextField } from '../../../ui/field.tsx';
import type { Answer } from '../../api.ts';
import { NumberField } from '../../number-field.tsx';
import { to } from '../../route.ts';
import { Section } from '../../section.tsx';
import { SettingsForm } from '../../settings-form.tsx';
import { SkillChecks } from '../../skill-checks.tsx';
import { Failed, Head, Loading } from '../../states.tsx';
import { type Resource, useResource } from '../../use-resource.ts';
import { forgetName } from '../../user-name.tsx';
import { inWords } from '../../when.tsx';
import { UserEnd } from '../users/user-end.tsx';
import { BotKeys } from './bot-keys.tsx';

type Bot = Answer<'GET /api/manage/users/{user}'>;

/** Edit bot: what it is and may do, and the keys that it works with. */
export function BotPage({ id }: { readonly id: string }) {
  const bot = useResource('GET /api/manage/users/{user}', { params: { user: id } });
  const { value, version } = bot;
  if (!value) return bot.failure ? <Failed failure={bot.failure} again={bot.reload} /> : <Loading />;
  return (
    <>
      <Head
        back={[to('bots'), 'Bots']}
        title={value.name}
        action={value.disabled && <span class="badge bad">Disabled</span>}
      >
        A bot since {inWords(value.createdAt)}.{' '}
        <a href={`${to('log')}?account=${id}`}>What happened to this account</a>
      </Head>
      <BotForm bot={bot} />
      <BotKeys key={version} bot={value} />
      <UserEnd user={value} area="bots" />
    </>
  );
}

const BotForm = ({ bot }: { readonly bot: Resource<Bot> }) => (
  <SettingsForm
    resource={bot}
    save="PUT /api/manage/users/{user}"
    params={{ user: bot.value?.id ?? '' }}
    pick={({ name, role, disabled, skills, openLimit }) => ({
      name,
      role,
      disabled,
      skills,
      ...(openLimit === undefined ? {} : { openLimit }),
    })}
  >
    {({ value, set, wrong }, saved) => (
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
            hint="Empty: as many as come."
            wrong={wrong.openLimit}
          />
        </div>
        <SkillChecks chosen={value.skills ?? []} change={(skills) => set({ skills: [...skills] })} />
        <Choice
          look="switch"
          label="Disabled"
          hint="Its keys stop working at once, and are gone: enabled again, it needs new ones."
          checked={value.disabled}
          change={(disabled) => set({ disabled })}
        />
      </Section>
    )}
  </SettingsForm>
);
