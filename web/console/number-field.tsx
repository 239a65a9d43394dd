import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { TextField } from '../ui/field.tsx';

type NumberFieldProps = {
  readonly label: string;
  readonly value: number | undefined;
  readonly min: number;
  readonly max: number;
  readonly hint?: ComponentChildren;
  readonly wrong?: string | undefined;
  readonly placeholder?: string;
} & (
  | { readonly required: true; readonly change: (value: number) => void }
  | { readonly required?: false; readonly change: (value: number | undefined) => void }
);

/** A whole number. While the field is empty, a number that is required stays what it was: the form is not sent. */
export function NumberField(props: NumberFieldProps) {
  const { value, change, ...rest } = props;
  const [text, setText] = useState<string>();
  const known = value === undefined ? '' : String(value);
  const shown = text === '' || (text !== undefined && Number(text) === value) ? text : known;
  return (
    <TextField
      {...rest}
      type="number"
      value={shown}
      change={(typed) => {
        setText(typed);
        if (typed !== '' && Number.isInteger(Number(typed))) change(Number(typed));
        else if (!props.required) props.change(undefined);
      }}
    />
  );
}
