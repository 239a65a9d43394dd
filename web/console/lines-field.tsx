import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { TextField } from '../ui/field.tsx';

interface LinesFieldProps {
  readonly label: string;
  readonly hint: ComponentChildren;
  readonly value: readonly string[];
  readonly change: (value: string[]) => void;
  readonly wrong?: string | undefined;
  readonly placeholder?: string;
  readonly code?: boolean;
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** Several short texts, one a line. What is typed stays as it is typed while it says the same. */
export function LinesField({ value, change, ...rest }: LinesFieldProps) {
  const [text, setText] = useState(value.join('\n'));
  const shown = linesOf(text).join('\n') === value.join('\n') ? text : value.join('\n');
  return (
    <TextField
      {...rest}
      lines={Math.min(8, Math.max(3, value.length + 1))}
      value={shown}
      change={(typed) => {
        setText(typed);
        change(linesOf(typed));
      }}
    />
  );
}
