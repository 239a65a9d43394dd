import { useState } from 'preact/hooks';
import { Field } from '../../../ui/field.tsx';

type Schema = Record<string, unknown>;

interface SchemaFieldProps {
  readonly value: Schema;
  readonly change: (value: Schema) => void;
  readonly wrong?: string | undefined;
}

/** The schema in a text, or why it is none yet. */
function read(text: string): { readonly schema: Schema } | { readonly wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const [, at] = /position (\d+)/.exec(String(error)) ?? [];
    const line = at === undefined ? undefined : text.slice(0, Number(at)).split('\n').length;
    return { wrong: `This is not JSON yet${line === undefined ? '' : `: look at line ${line}`}.` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { wrong: 'A schema is a JSON object.' };
  if ((value as Schema).type !== 'object')
    return { wrong: 'It must be the schema of an object: "type": "object".' };
  return { schema: value as Schema };
}

const written = (schema: Schema): string => JSON.stringify(schema, null, 2);

/** What the input of a request must look like. While the text is no schema, the form is not sent. */
export function SchemaField({ value, change, wrong }: SchemaFieldProps) {
  const [text, setText] = useState(() => written(value));
  const now = read(text);
  // Discarded, or read again.
  const shown = 'wrong' in now || written(now.schema) === written(value) ? text : written(value);
  const refused = 'wrong' in now ? now.wrong : undefined;
  return (
    <Field
      label="Input (JSON Schema 2020-12)"
      wrong={refused ?? wrong}
      hint="What agents and bots must give, checked with every request. Without references to other documents."
    >
      {(tied) => (
        <textarea
          {...tied}
          ref={(area) => area?.setCustomValidity(refused ?? '')}
          class="code"
          rows={16}
          autocomplete="off"
          spellcheck={false}
          value={shown}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            const next = read(currentTarget.value);
            if ('schema' in next) change(next.schema);
          }}
        />
      )}
    </Field>
  );
}
