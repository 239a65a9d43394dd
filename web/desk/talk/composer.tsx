import { useEffect, useRef, useState } from 'preact/hooks';
import type { AgentClient, AgentConversation, CannedAnswer } from '../../client/index.ts';
import { Send } from '../../ui/icons.tsx';
import { failureSentence } from '../sentences.ts';
import { useShortcut } from '../shortcuts.tsx';
import { findAnswers, wantedAnswer } from './canned.ts';
import { keepDraft, readDraft } from './drafts.ts';

interface ComposerProps {
  readonly client: AgentClient;
  readonly open: AgentConversation;
  /** Whether one is about to write. */
  readonly focus: boolean;
}

/** The field to write in. Enter sends; a slash at the beginning looks for a canned answer. */
export function Composer({ client, open, focus }: ComposerProps) {
  const [text, setText] = useState(() => readDraft(open.id));
  const [problem, setProblem] = useState<string>();
  const [answers, setAnswers] = useState<readonly CannedAnswer[]>();
  const [active, setActive] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const wanted = wantedAnswer(text);
  const found = wanted === undefined || !answers ? undefined : findAnswers(answers, wanted);
  const chosen = found?.[Math.min(active, found.length - 1)];

  useEffect(() => {
    if (wanted === undefined || answers) return;
    void client.desk.answers().then((read) => {
      setAnswers(read.ok ? read.value : []);
      if (!read.ok) setProblem(failureSentence(read.failure));
    });
  }, [client, wanted, answers]);

  useEffect(() => {
    if (focus) field.current?.focus();
  }, [focus]);

  function write(next: string) {
    setText(next);
    setActive(0);
    keepDraft(open.id, next);
    open.type(next !== '' && wantedAnswer(next) === undefined);
  }

  function insert(answer: CannedAnswer) {
    write(answer.text);
    field.current?.focus();
  }

  function submit() {
    const trimmed = text.trim();
    if (trimmed === '') return;
    const outcome = open.send(trimmed);
    setProblem(outcome.ok ? undefined : failureSentence(outcome.failure));
    if (outcome.ok) write('');
  }

  function pressed(event: KeyboardEvent) {
    // While a word is being composed (Japanese, say), keys belong to the input method.
    if (event.isComposing) return;
    const { key } = event;
    if (found && found.length > 0 && (key === 'ArrowDown' || key === 'ArrowUp')) {
      event.preventDefault();
      setActive((now) => (now + (key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
    } else if (wanted !== undefined && key === 'Escape') {
      event.preventDefault();
      write('');
    } else if (chosen && (key === 'Tab' || (key === 'Enter' && !event.shiftKey))) {
      event.preventDefault();
      insert(chosen);
    } else if (key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  }

  useShortcut('r', () => field.current?.focus());
  useShortcut('/', () => {
    if (text === '') write('/');
    field.current?.focus();
  });

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
      {found && <Answers found={found} chosen={chosen} insert={insert} />}
      <textarea
        ref={field}
        aria-label="Write an answer"
        placeholder="Write an answer, or / for a canned one"
        rows={1}
        value={text}
        aria-autocomplete="list"
        aria-controls={found ? 'canned-answers' : undefined}
        aria-activedescendant={chosen ? `answer-${chosen.id}` : undefined}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={pressed}
      />
      <button type="submit" class="send" aria-label="Send" disabled={text.trim() === ''}>
        <Send />
      </button>
    </form>
  );
}

interface AnswersProps {
  readonly found: readonly CannedAnswer[];
  readonly chosen: CannedAnswer | undefined;
  readonly insert: (answer: CannedAnswer) => void;
}

function Answers({ found, chosen, insert }: AnswersProps) {
  if (found.length === 0)
    return (
      <p class="answers hint" role="status">
        No canned answer has these words. Admins write them in the console.
      </p>
    );
  return (
    <div class="answers" id="canned-answers" role="listbox" aria-label="Canned answers">
      {found.map((answer) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active one.
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are taken in the field.
        <div
          key={answer.id}
          id={`answer-${answer.id}`}
          role="option"
          aria-selected={answer === chosen}
          onClick={() => insert(answer)}
        >
          <bdi>{answer.name}</bdi>
          <span>{answer.text}</span>
        </div>
      ))}
    </div>
  );
}
