import { Choice } from '../../../ui/field.tsx';
import type { BrandSettings } from '../../brand.ts';
import { NumberField } from '../../number-field.tsx';
import { Section } from '../../section.tsx';
import type { Draft } from '../../settings-form.tsx';

/** What holds where a brand says nothing. */
const usual = { lockMinutes: 5, idleMinutes: 60, overallHours: 24, passwordLength: 8 };

/** Rules for passwords, codes and sessions: the usual ones, or the brand's own. */
export function Policy({ draft: { value, set, wrong } }: { readonly draft: Draft<BrandSettings> }) {
  const own = value.signInPolicy;
  const fields = [
    [
      'passwordLength',
      'Fewest characters of a password',
      8,
      64,
      'Without a second factor 15 at least. For new passwords.',
    ],
    [
      'lockMinutes',
      'Minutes without codes after five refused ones',
      1,
      60,
      'Only who knows the password gets that far.',
    ],
    ['idleMinutes', 'Minutes without use until a session ends', 5, 60, 'An open desk is in use.'],
    ['overallHours', 'Hours until a session ends, used or not', 1, 24, 'Then everybody signs in again.'],
  ] as const;
  return (
    <Section title="Sign-ins and sessions" lead="Changes hold for sign-ins from now on.">
      <Choice
        look="switch"
        label="Rules of your own"
        hint={
          own
            ? undefined
            : 'The usual ones hold: passwords of 8 characters and more, a pause of 5 minutes after five refused codes, and sessions that end after 60 minutes without use, or 24 hours in all.'
        }
        checked={own !== undefined}
        change={(on) => set({ signInPolicy: on ? usual : undefined })}
      />
      {own && (
        <div class="columns">
          {fields.map(([name, label, min, max, hint]) => (
            <NumberField
              key={name}
              label={label}
              value={own[name]}
              change={(number) => set({ signInPolicy: { ...own, [name]: number } })}
              min={min}
              max={max}
              hint={hint}
              wrong={wrong[`signInPolicy.${name}`]}
              required
            />
          ))}
        </div>
      )}
    </Section>
  );
}
