import { Choice, SelectField, TextField } from '../../../ui/field.tsx';
import { Section } from '../../section.tsx';
import { Exceptions } from './exceptions.tsx';
import { EngagementForm, type PartProps } from './form.tsx';
import { Spans } from './spans.tsx';

const days = [
  ['mon', 'Monday'],
  ['tue', 'Tuesday'],
  ['wed', 'Wednesday'],
  ['thu', 'Thursday'],
  ['fri', 'Friday'],
  ['sat', 'Saturday'],
  ['sun', 'Sunday'],
] as const;

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = [...new Set([here, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
const usual = [{ from: '09:00', to: '17:00' }];
const workdays = { mon: usual, tue: usual, wed: usual, thu: usual, fri: usual };

/** When agents are there, and what is said when they are not. */
export const HoursPart = (props: PartProps) => (
  <EngagementForm {...props}>
    {({ value: { hours, awayMessage = '' }, set, wrong }) => (
      <>
        <Section
          title="Opening hours"
          lead="A conversation can begin outside of them too: it waits, and the visitor is told."
        >
          <Choice
            look="switch"
            label="Agents are there at certain hours"
            checked={hours !== undefined}
            change={(on) => set({ hours: on ? { timeZone: here, weekly: workdays } : undefined })}
            hint={hours ? undefined : 'While this is off, nobody is told to wait.'}
          />
          {hours && (
            <>
              <div class="narrow-select">
                <SelectField
                  label="Time zone"
                  value={hours.timeZone}
                  options={[...new Set([hours.timeZone, ...zones])].map((zone): [string, string] => [
                    zone,
                    zone.replaceAll('_', ' '),
                  ])}
                  change={(timeZone) => set({ hours: { ...hours, timeZone } })}
                  hint="Summer time is minded."
                />
              </div>
              <div class="week">
                {days.map(([day, name]) => (
                  <fieldset class="day" key={day} aria-label={name}>
                    <strong>{name}</strong>
                    <Spans
                      day={name}
                      value={hours.weekly[day] ?? []}
                      change={(spans) =>
                        set({ hours: { ...hours, weekly: { ...hours.weekly, [day]: spans } } })
                      }
                    />
                    {day === 'mon' && (
                      <button
                        type="button"
                        class="button plain small"
                        onClick={() => {
                          const like = hours.weekly.mon ?? [];
                          const weekly = { ...hours.weekly, tue: like, wed: like, thu: like, fri: like };
                          set({ hours: { ...hours, weekly } });
                        }}
                      >
                        The same until Friday
                      </button>
                    )}
                  </fieldset>
                ))}
              </div>
              {Object.keys(wrong).some((path) => path.startsWith('hours')) && (
                <p class="notice">Some hours end before they begin, or are no times.</p>
              )}
            </>
          )}
        </Section>
        {hours && (
          <Section
            title="Days that are different"
            lead="Holidays, and days with hours of their own. They win over the week."
          >
            <Exceptions
              value={hours.exceptions ?? []}
              change={(exceptions) =>
                set({
                  hours: {
                    timeZone: hours.timeZone,
                    weekly: hours.weekly,
                    ...(exceptions.length > 0 ? { exceptions } : {}),
                  },
                })
              }
            />
          </Section>
        )}
        {hours && (
          <Section title="Message while nobody is there">
            <TextField
              label="Away message"
              value={awayMessage}
              change={(text) => set({ awayMessage: text || undefined })}
              lines={3}
              wrong={wrong.awayMessage}
              maxLength={500}
              placeholder="We are back on Monday at nine. Write to us now, and we answer then."
              hint="The visitor reads it who begins outside of the hours. Left empty, nothing is said."
            />
          </Section>
        )}
      </>
    )}
  </EngagementForm>
);
