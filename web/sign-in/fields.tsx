import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { problemId } from './card.tsx';

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly hint?: ComponentChildren;
  /** What went wrong is about this field. */
  readonly wrong?: boolean;
}

const words = (...ids: (string | false | undefined)[]): string | undefined =>
  ids.filter(Boolean).join(' ') || undefined;

const plain = { autocapitalize: 'off', spellcheck: false } as const;

interface EntryProps extends FieldProps {
  readonly autocomplete: 'organization' | 'username' | 'one-time-code' | 'off';
  readonly optional?: boolean;
  readonly maxLength?: number;
}

/** A line of text. Its name and `autocomplete` are what password managers go by. */
export function Entry(props: EntryProps) {
  const { id, label, value, change, hint, wrong, autocomplete, optional = false, maxLength } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...plain}
        type="text"
        id={id}
        name={id}
        required={!optional}
        autocomplete={autocomplete}
        {...(maxLength === undefined ? {} : { maxLength })}
        value={value}
        onInput={(event) => change(event.currentTarget.value)}
        aria-invalid={wrong || undefined}
        aria-describedby={words(hint !== undefined && `${id}-hint`, wrong && problemId)}
      />
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface PasswordProps extends FieldProps {
  readonly autocomplete: 'current-password' | 'new-password';
}

/** A password, which can be looked at; Caps Lock is told of, because nobody sees what it does. */
export function PasswordField({ id, label, value, change, hint, wrong, autocomplete }: PasswordProps) {
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="secret">
        <input
          {...plain}
          {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
          id={id}
          name={id}
          required
          autocomplete={autocomplete}
          value={value}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))}
          onBlur={() => setCaps(false)}
          aria-invalid={wrong || undefined}
          aria-describedby={words(hint !== undefined && `${id}-hint`, `${id}-caps`, wrong && problemId)}
        />
        <button type="button" class="button plain small" onClick={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Show'}
          <span class="visually-hidden"> what I type</span>
        </button>
      </div>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <p class="hint caps" id={`${id}-caps`} role="status">
        {caps ? 'Caps Lock is on.' : ''}
      </p>
    </div>
  );
}

interface CodeProps extends Pick<FieldProps, 'value' | 'change' | 'wrong'> {
  /** Six digits are there. */
  readonly full: (code: string) => void;
}

/** Six digits, typed or pasted in any spacing, or filled in by the browser. */
export function CodeField({ value, change, full, wrong }: CodeProps) {
  return (
    <div class="field">
      <label for="code">Six-digit code</label>
      <input
        {...plain}
        type="text"
        id="code"
        name="code"
        class="digits"
        required
        inputMode="numeric"
        autocomplete="one-time-code"
        pattern="[0-9]{6}"
        title="Six digits"
        value={value}
        onInput={(event) => {
          const input = event.currentTarget;
          const before = value;
          // Other scripts have digits of their own, which NFKC or nothing makes ours.
          input.value = input.value
            .normalize('NFKC')
            .replaceAll(/[^0-9]/g, '')
            .slice(0, 6);
          change(input.value);
          if (input.value.length === 6 && input.value !== before) full(input.value);
        }}
        aria-invalid={wrong || undefined}
        aria-describedby={words('code-hint', wrong && problemId)}
      />
      <p class="hint" id="code-hint">
        It is sent by itself after the sixth digit.
      </p>
    </div>
  );
}
