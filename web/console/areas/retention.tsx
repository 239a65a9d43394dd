import { Choice } from '../../ui/field.tsx';
import { NumberField } from '../number-field.tsx';
import { to } from '../route.ts';
import { Section } from '../section.tsx';
import { SettingsForm } from '../settings-form.tsx';
import { Head } from '../states.tsx';
import { useResource } from '../use-resource.ts';

const year = 365;

/** For how long things are kept. */
export default function Retention() {
  const retention = useResource('GET /api/manage/retention', {});
  return (
    <>
      <Head title="Retention">
        For how long things are kept. It holds at once for what is shown; what is over is deleted within
        hours, and does not come back. To erase one person, use an <a href={to('erasures')}>erasure</a>.
      </Head>
      <SettingsForm resource={retention} save="PUT /api/manage/retention" pick={(value) => value}>
        {({ value, set, wrong }, saved) => (
          <>
            <Kept
              title="Conversations"
              lead="Counted from when a conversation was closed, or from when its consumer had gone."
              days={value.retentionDays}
              change={(retentionDays) => set({ retentionDays })}
              wrong={wrong.retentionDays}
            />
            <Kept
              title="The log"
              lead="After that an entry loses what it says. It stays as a link of its chain, which can still be verified."
              days={value.logRetentionDays}
              change={(logRetentionDays) => set({ logRetentionDays })}
              wrong={wrong.logRetentionDays}
            />
            {(shortens(saved.retentionDays, value.retentionDays) ||
              shortens(saved.logRetentionDays, value.logRetentionDays)) && (
              <p class="notice careful" role="status">
                Saving this deletes what is older. It cannot be undone.
              </p>
            )}
          </>
        )}
      </SettingsForm>
    </>
  );
}

const shortens = (before: number | null, after: number | null): boolean =>
  after !== null && (before === null || after < before);

interface KeptProps {
  readonly title: string;
  readonly lead: string;
  readonly days: number | null;
  readonly change: (days: number | null) => void;
  readonly wrong: string | undefined;
}

const Kept = ({ title, lead, days, change, wrong }: KeptProps) => (
  <Section title={title} lead={lead}>
    <Choice
      look="switch"
      label="Delete after a time"
      hint={days === null ? 'Kept for ever now.' : undefined}
      checked={days !== null}
      change={(on) => change(on ? year : null)}
    />
    {days !== null && (
      <NumberField
        label={`Days that ${title === 'The log' ? 'the log' : 'conversations'} are kept`}
        value={days}
        change={change}
        min={1}
        max={3650}
        wrong={wrong}
        required
      />
    )}
  </Section>
);
