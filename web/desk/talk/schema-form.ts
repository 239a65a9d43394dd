import type { RequestKind } from '../../client/index.ts';

/** A field of a form, made from a property of a JSON Schema (2020-12). */
export interface SchemaField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required: boolean;
  readonly look: 'text' | 'date' | 'number' | 'whole' | 'yes' | 'choice' | 'json';
  readonly choices: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The fields of a kind of request; undefined where its schema says more than a form can show, so that JSON must do. */
export function fieldsOf({ input }: Pick<RequestKind, 'input'>): readonly SchemaField[] | undefined {
  const known = ['type', 'properties', 'required', 'additionalProperties', 'title', 'description', '$schema'];
  if (Object.keys(input).some((key) => !known.includes(key))) return undefined;
  const { properties = {}, required } = input;
  if (!isObject(properties)) return undefined;
  const owed = Array.isArray(required) ? required : [];
  return Object.entries(properties).map(([name, schema]) => fieldOf(name, schema, owed.includes(name)));
}

function fieldOf(name: string, schema: unknown, required: boolean): SchemaField {
  const { title, description, pattern, ...rest } = isObject(schema) ? schema : {};
  const hint = text(description) ?? formOf(text(pattern));
  return {
    name,
    label: text(title) ?? sentenceCase(name),
    ...(hint ? { hint } : {}),
    required,
    ...lookOf(rest),
  };
}

/** What a simple pattern looks like: `^\d{4}-\d{2}$` is 0000-00. A pattern of other signs says nothing to people. */
function formOf(pattern = ''): string | undefined {
  const form = pattern
    .replaceAll(/^\^|\$$/g, '')
    .replaceAll(/(?:\\d|\[0-9\])(?:\{(\d{1,2})\})?/g, (_, count) => '0'.repeat(Number(count ?? 1)))
    .replaceAll(/\[A-Z\](?:\{(\d{1,2})\})?/g, (_, count) => 'A'.repeat(Number(count ?? 1)));
  return form !== '' && /^[\w .:/-]+$/.test(form) ? `In the form ${form}` : undefined;
}

function lookOf(schema: Json): Pick<SchemaField, 'look' | 'choices'> {
  const choices = Array.isArray(schema.enum) ? schema.enum : [];
  if (choices.length > 0 && choices.every((one) => typeof one === 'string'))
    return { look: 'choice', choices };
  const looks = { string: 'text', number: 'number', integer: 'whole', boolean: 'yes' } as const;
  if (schema.type === 'string' && schema.format === 'date') return { look: 'date', choices: [] };
  const look = looks[schema.type as keyof typeof looks];
  return { look: look ?? 'json', choices: [] };
}

const sentenceCase = (name: string): string => {
  const words = name.replaceAll(/[_-]+|(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What was entered, as the schema wants it; or the names of the fields that are wrong, each with why. */
export function inputOf(
  fields: readonly SchemaField[],
  entered: Readonly<Record<string, string>>,
): { readonly input: Json; readonly wrong: Readonly<Record<string, string>> } {
  const wrong: Record<string, string> = {};
  const pairs = fields.flatMap((field): [string, unknown][] => {
    const value = entered[field.name] ?? '';
    if (field.look === 'yes') return [[field.name, value === 'true']];
    if (value.trim() === '') {
      if (field.required) wrong[field.name] = 'is needed';
      return [];
    }
    const read = typed(field, value);
    if (read === undefined) wrong[field.name] = field.look === 'json' ? 'is no JSON' : 'is no number';
    return [[field.name, read]];
  });
  return { input: Object.fromEntries(pairs), wrong };
}

function typed({ look }: SchemaField, value: string): unknown {
  if (look === 'number' || look === 'whole') {
    const number = Number(value);
    return Number.isFinite(number) && (look === 'number' || Number.isInteger(number)) ? number : undefined;
  }
  return look === 'json' ? readJson(value) : value;
}

export function readJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
