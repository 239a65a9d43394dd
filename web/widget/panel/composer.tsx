import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConsumerClient } from '../../client/index.ts';
import type { Memory } from '../memory.ts';
import { failureWords } from './failure-words.ts';
import { Up } from './icons.tsx';
import { useWords } from './words.tsx';

interface ComposerProps {
  readonly client: ConsumerClient;
  /** Keeps what was begun to write. */
  readonly memory: Memory;
}

/** Whether something that was dropped or pasted brings a file. */
const bringsFile = (data: DataTransfer | null): boolean => [...(data?.types ?? [])].includes('Files');

/** The field to write in: Enter sends, Shift and Enter begins a new line. */
export function Composer({ client, memory }: ComposerProps) {
  const words = useWords();
  const { text: word } = words;
  const [text, setText] = useState(memory.draft);
  const [problem, setProblem] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);

  // A login in a window of its own, or a reload, may end this panel at any time.
  useEffect(() => {
    memory.draft = text;
  }, [memory, text]);

  function submit() {
    const trimmed = text.trim();
    if (trimmed === '') return;
    const outcome = client.send(trimmed);
    setProblem(outcome.ok ? undefined : failureWords(words, outcome.failure));
    if (outcome.ok) setText('');
    field.current?.focus();
  }

  function refuseFiles(event: Event, data: DataTransfer | null) {
    if (!bringsFile(data)) return;
    event.preventDefault();
    setProblem(word('noFiles'));
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onDragOver={(event) => bringsFile(event.dataTransfer) && event.preventDefault()}
      onDrop={(event) => refuseFiles(event, event.dataTransfer)}
    >
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      <textarea
        ref={field}
        aria-label={word('write')}
        placeholder={word('write')}
        rows={1}
        dir="auto"
        enterkeyhint="send"
        value={text}
        onInput={({ currentTarget: { value } }) => {
          setText(value);
          setProblem(undefined);
          client.type(value !== '');
        }}
        onPaste={(event) => refuseFiles(event, event.clipboardData)}
        onKeyDown={(event) => {
          // While a word is being composed (Japanese, say), Enter belongs to the input method.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      <button type="submit" class="send" aria-label={word('send')} disabled={text.trim() === ''}>
        <Up />
      </button>
    </form>
  );
}
