import type { ComponentChildren } from 'preact';
import { Choice } from '../ui/field.tsx';

interface ChecksProps<T extends string> {
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** Each value, its words, and what helps. */
  readonly options: readonly (readonly [T, ComponentChildren, string?])[];
  readonly chosen: readonly T[];
  readonly change: (chosen: readonly T[]) => void;
  /** What stands in the place of the choices where there are none. */
  readonly none?: ComponentChildren;
  readonly wrong?: string | undefined;
}

/** Any of several. */
export function Checks<T extends string>(props: ChecksProps<T>) {
  const { label, hint, options, chosen, change, none, wrong } = props;
  return (
    <fieldset class="checks">
      <legend>{label}</legend>
      {hint && <p class="hint">{hint}</p>}
      <div class="checks-list">
        {options.map(([value, words, help]) => (
          <Choice
            key={value}
            label={words}
            hint={help}
            checked={chosen.includes(value)}
            change={(on) => change(on ? [...chosen, value] : chosen.filter((one) => one !== value))}
          />
        ))}
        {options.length === 0 && <p class="hint">{none}</p>}
      </div>
      {wrong && <p class="wrong">{wrong}</p>}
    </fieldset>
  );
}
