import { SelectField, TextField } from '../../../ui/field.tsx';
import { Section } from '../../section.tsx';
import type { Draft } from '../../settings-form.tsx';
import type { Settings } from './key-pair.ts';

type Claims = NonNullable<Settings['claims']>;
type Product = Extract<Claims, string>;
type Mapping = Exclude<Claims, string>;

const usual = {
  subject: 'sub',
  name: 'name',
  attributes: 'attributes',
  acr: 'acr',
  amr: 'amr',
  authTime: 'auth_time',
  sessionEnd: 'session_exp',
} as const;
const fields = Object.keys(usual) as (keyof typeof usual)[];

const labels: Readonly<Record<keyof typeof usual, string>> = {
  subject: 'Who it is',
  name: 'Name',
  attributes: 'Attributes for agents',
  acr: 'Level',
  amr: 'How they logged in',
  authTime: 'When they logged in',
  sessionEnd: 'When their session ends',
};

/** Where the tokens of other products have it otherwise. */
const presets: Readonly<Record<Product, Partial<typeof usual> | Record<string, string>>> = {
  liveperson: { name: 'given_name and family_name', attributes: 'lp_sdes' },
  iadvize: { subject: 'https://iadvize.com/userId', attributes: 'https://iadvize.com/visitorData' },
  zendesk: { subject: 'external_id' },
  intercom: { subject: 'user_id' },
};

export const claimsOptions = [
  ['usual', 'The usual names'],
  ['liveperson', 'LivePerson'],
  ['iadvize', 'iAdvize'],
  ['zendesk', 'Zendesk'],
  ['intercom', 'Intercom'],
  ['own', 'Names of your own'],
] as const;
type Chosen = (typeof claimsOptions)[number][0];

/** The setting that a choice stands for. */
export const claimsFor = (chosen: Chosen): Claims | undefined =>
  chosen === 'usual' ? undefined : chosen === 'own' ? {} : chosen;

/** Under which names the claims about the person stand. */
export function ClaimsPart({ value: { claims }, set, wrong }: Draft<Settings>) {
  const chosen: Chosen = claims === undefined ? 'usual' : typeof claims === 'string' ? claims : 'own';
  const shown = { ...usual, ...(typeof claims === 'string' ? presets[claims] : {}) };
  const own: Mapping | undefined = typeof claims === 'object' ? claims : undefined;
  return (
    <Section
      title="Names of the claims"
      lead="If your backend signs tokens for another product already, its names can stay. What makes a token safe cannot be moved: iss, aud, iat, exp, jti and nonce."
    >
      <div class="narrow-select">
        <SelectField
          label="Names as for"
          value={chosen}
          options={claimsOptions}
          change={(one) => set({ claims: claimsFor(one) })}
        />
      </div>
      {own ? (
        <div class="columns">
          {fields.map((field) => (
            <TextField
              key={field}
              label={labels[field]}
              value={[own[field] ?? []].flat().join(' ')}
              change={(typed) => set({ claims: withName(own, field, typed) })}
              wrong={wrong[`claims.${field}`]}
              placeholder={usual[field]}
              {...(field === 'name' ? { hint: 'Up to three claims, with a space between them.' } : {})}
              code
            />
          ))}
        </div>
      ) : (
        <dl class="facts-list">
          {fields.map((field) => [
            <dt key={field}>{labels[field]}</dt>,
            <dd key={`${field}-claim`} class="code">
              {shown[field]}
            </dd>,
          ])}
        </dl>
      )}
    </Section>
  );
}

function withName(mapping: Mapping, field: keyof Mapping, typed: string): Mapping {
  const { [field]: _, ...others } = mapping;
  if (typed === '') return others;
  const parts = typed.split(/\s+/);
  if (field === 'name' && parts.length > 1) return { ...others, name: parts.filter(Boolean).slice(0, 3) };
  return { ...others, [field]: typed.trim() };
}
