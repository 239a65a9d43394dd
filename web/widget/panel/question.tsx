import { useEffect, useRef } from 'preact/hooks';
import type { TextName } from '../texts/english.ts';
import { useWords } from './words.tsx';

export interface QuestionProps {
  readonly ask: TextName;
  readonly yes: TextName;
  readonly act: () => void;
}

/** Asks before something is done that cannot be taken back. */
export function Question({ ask, yes, act, close }: QuestionProps & { readonly close: () => void }) {
  const { say, text } = useWords();
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  return (
    <div
      class="question"
      role="alertdialog"
      aria-label={text(ask)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <p>{say(ask)}</p>
      <div class="answers">
        <button
          type="button"
          class="button main"
          onClick={() => {
            close();
            act();
          }}
        >
          {say(yes)}
        </button>
        <button type="button" class="button" ref={no} onClick={close}>
          {say('goBack')}
        </button>
      </div>
    </div>
  );
}
