import type { ComponentChildren } from 'preact';
import { TextField } from '../ui/field.tsx';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number | undefined;
  /** Nothing, where nothing is entered. */
  readonly change: (value: number | undefined) => void;
  readonly min: number;
  readonly max: number;
  readonly hint?: ComponentChildren;
  readonly wrong?: string | undefined;
  readonly required?: boolean;
  readonly placeholder?: string;
}

/** A whole number. */
export const NumberField = ({ value, change, ...rest }: NumberFieldProps) => (
  <TextField
    {...rest}
    type="number"
    value={value === undefined ? '' : String(value)}
    change={(typed) => change(typed === '' ? undefined : Math.round(Number(typed)))}
  />
);
