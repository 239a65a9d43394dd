import { useState } from 'preact/hooks';
import type { Outcome } from '../client/index.ts';
import { Send } from './icons.tsx';
import { failureSentence } from './sentences.ts';

export interface ComposerProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly send: (text: string) => Outcome<string>;
  readonly type: (on: boolean) => void;
}

/** The field to write in: Enter sends, Shift and Enter begins a new line. */
export function Composer({ label, disabled = false, send, type }: ComposerProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();

  function submit() {
    const trimmed = text.trim();
    if (trimmed === '' || disabled) return;
    const outcome = send(trimmed);
    setProblem(outcome.ok ? undefined : failureSentence(outcome.failure));
    if (outcome.ok) setText('');
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      <textarea
        aria-label={label}
        placeholder={label}
        rows={1}
        value={text}
        disabled={disabled}
        onInput={(event) => {
          setText(event.currentTarget.value);
          type(event.currentTarget.value !== '');
        }}
        onKeyDown={(event) => {
          // While a word is being composed (Japanese, say), Enter belongs to the input method.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      <button type="submit" class="send" aria-label="Send" disabled={disabled || text.trim() === ''}>
        <Send />
      </button>
    </form>
  );
}
