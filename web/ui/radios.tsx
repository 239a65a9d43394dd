import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface RadiosProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** Each value, its words, and what it means. */
  readonly options: readonly (readonly [T, string, ComponentChildren?])[];
  readonly change: (value: T) => void;
  readonly hint?: ComponentChildren;
  readonly wrong?: string | undefined;
  /** These cannot be chosen now. */
  readonly disabled?: readonly T[];
}

/** One of a few, each with what it means beside it. */
export function Radios<T extends string>(props: RadiosProps<T>) {
  const { label, value, options, change, hint, wrong, disabled = [] } = props;
  const id = useId();
  return (
    <fieldset class="radios" {...(wrong ? { 'aria-describedby': `${id}-wrong` } : {})}>
      <legend>{label}</legend>
      {hint && <p class="hint">{hint}</p>}
      {options.map(([one, words, help], index) => (
        <div class="choice" key={one}>
          <input
            id={`${id}-${index}`}
            type="radio"
            name={id}
            checked={one === value}
            disabled={disabled.includes(one)}
            {...(help === undefined ? {} : { 'aria-describedby': `${id}-${index}-hint` })}
            onChange={() => change(one)}
          />
          <label for={`${id}-${index}`}>{words}</label>
          {help !== undefined && (
            <p class="hint" id={`${id}-${index}-hint`}>
              {help}
            </p>
          )}
        </div>
      ))}
      {wrong && (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
    </fieldset>
  );
}
