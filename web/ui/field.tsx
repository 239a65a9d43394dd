import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** What is wrong with what was entered. */
  readonly wrong?: string | undefined;
  /** The control, with what ties it to its label and words. */
  readonly children: (tied: Tied) => JSX.Element;
}

export interface Tied {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: 'true';
}

/** A control with its label, what helps, and what is wrong: each tied to it for who cannot see them together. */
export function Field({ label, hint, wrong, children }: FieldProps) {
  const id = useId();
  const words = [hint !== undefined && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        ...(words ? { 'aria-describedby': words } : {}),
        ...(wrong ? { 'aria-invalid': 'true' } : {}),
      })}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
    </div>
  );
}

/** Apart, because each type of input has attributes of its own. */
const kinds = {
  text: { type: 'text' },
  url: { type: 'url' },
  number: { type: 'number' },
  search: { type: 'search' },
  email: { type: 'email' },
  date: { type: 'date' },
} as const;

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly hint?: ComponentChildren;
  readonly wrong?: string | undefined;
  readonly required?: boolean;
  readonly type?: keyof typeof kinds;
  /** So many lines; one when left out. */
  readonly lines?: number;
  readonly code?: boolean;
  readonly placeholder?: string;
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
}

/** A text, in one line or more. */
export function TextField(props: TextFieldProps) {
  const { label, value, change, hint, wrong, lines = 1, code, type = 'text', ...rest } = props;
  const common = {
    class: code ? 'code' : '',
    autocomplete: 'off',
    spellcheck: !code,
    value,
    ...rest,
  } as const;
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(tied) =>
        lines > 1 ? (
          <textarea
            {...tied}
            {...common}
            rows={lines}
            onInput={(event) => change(event.currentTarget.value)}
          />
        ) : (
          <input
            {...tied}
            {...common}
            {...kinds[type]}
            onInput={(event) => change(event.currentTarget.value)}
          />
        )
      }
    </Field>
  );
}

interface SelectFieldProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** Each value and its words. */
  readonly options: readonly (readonly [T, string])[];
  readonly change: (value: T) => void;
  readonly hint?: ComponentChildren;
}

/** One of a few. */
export function SelectField<T extends string>({ label, value, options, change, hint }: SelectFieldProps<T>) {
  return (
    <Field label={label} hint={hint}>
      {(tied) => (
        <select {...tied} value={value} onChange={(event) => change(event.currentTarget.value as T)}>
          {options.map(([one, words]) => (
            <option key={one} value={one}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface ChoiceProps {
  readonly label: ComponentChildren;
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
  readonly hint?: ComponentChildren;
  readonly disabled?: boolean;
}

/** On or off. As a switch it says that something is in force; as a box, that it is chosen. */
export function Choice(props: ChoiceProps & { readonly look?: 'switch' | 'box' }) {
  const { label, checked, change, hint, disabled = false, look = 'box' } = props;
  const id = useId();
  return (
    <div class="choice">
      <input
        id={id}
        type="checkbox"
        {...(look === 'switch' ? { class: 'switch', role: 'switch' as const } : {})}
        checked={checked}
        disabled={disabled}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
