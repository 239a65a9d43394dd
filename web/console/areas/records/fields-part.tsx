import { SelectField, TextField } from '../../../ui/field.tsx';
import { Cross } from '../../../ui/icons.tsx';
import type { Answer } from '../../api.ts';
import { Section } from '../../section.tsx';
import { SettingsForm } from '../../settings-form.tsx';
import type { Resource } from '../../use-resource.ts';

export type Settings = Answer<'GET /api/manage/customer-records/settings'>;
type Form = Settings['fields'][number]['as'];

const forms: readonly (readonly [Form, string])[] = [
  ['text', 'Text: without regard to case and extra spaces'],
  ['exact', 'Exactly as it is'],
  ['digits', 'Digits alone: +49 30/12 and 493012 are the same'],
  ['letters_and_digits', 'Letters and digits alone: SW1A 2AA and sw1a2aa'],
  ['date', 'A day as YYYY-MM-DD'],
];

/** By which fields customers are matched. */
export const FieldsPart = ({ resource }: { readonly resource: Resource<Settings> }) => (
  <SettingsForm
    resource={resource}
    save="PUT /api/manage/customer-records/settings"
    pick={({ fields }): Settings => ({ fields })}
  >
    {({ value: { fields }, set, wrong }, saved) => {
      const put = (at: number, some: Partial<Settings['fields'][number]>) =>
        set({ fields: fields.map((one, index) => (index === at ? { ...one, ...some } : one)) });
      return (
        <Section
          title="Fields"
          lead="What a visitor enters and a record holds. All of them must fit: choose fields that no two customers share."
        >
          {fields.map((field, at) => (
            <div class="field-row" key={at}>
              <TextField
                label={`Field ${at + 1}`}
                value={field.name}
                change={(name) => put(at, { name })}
                wrong={wrong[`fields.${at}.name`]}
                placeholder="customer_number"
                code
                required
              />
              <SelectField
                label="Compared as"
                value={field.as}
                options={forms}
                change={(as) => put(at, { as })}
              />
              <button
                type="button"
                class="button icon-only"
                aria-label={`Remove field ${at + 1}`}
                disabled={fields.length === 1}
                onClick={() => set({ fields: fields.filter((_, index) => index !== at) })}
              >
                <Cross />
              </button>
            </div>
          ))}
          {wrong.fields && <p class="notice">{wrong.fields}</p>}
          <div class="row">
            <button
              type="button"
              class="button"
              disabled={fields.length >= 10}
              onClick={() => set({ fields: [...fields, { name: '', as: 'text' }] })}
            >
              Add a field
            </button>
            <span class="hint">Names: small letters, digits and underscores.</span>
          </div>
          {saved.fields.length > 0 && (
            <p class="notice careful">
              Other fields, or other forms, match no record that was loaded before: load the records again
              after a change.
            </p>
          )}
        </Section>
      );
    }}
  </SettingsForm>
);
