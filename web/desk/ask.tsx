import { useState } from 'preact/hooks';
import type { Wanted } from '../client/index.ts';

interface AskProps {
  /** A request is open already. */
  readonly waiting: boolean;
  readonly ask: (reason: string | undefined, wanted: Wanted) => Promise<boolean>;
}

/** Asks the consumer to log in: with the reason that they will read, and how strong and fresh the login must be. */
export function AskToLogIn({ waiting, ask }: AskProps) {
  const [open, setOpen] = useState(false);

  if (!open) {
    return (
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {waiting ? 'Ask again to log in' : 'Ask to log in'}
      </button>
    );
  }
  return <AskForm close={() => setOpen(false)} ask={ask} />;
}

function AskForm({ close, ask }: Pick<AskProps, 'ask'> & { close: () => void }) {
  const [reason, setReason] = useState('');
  const [level, setLevel] = useState('');
  const [minutes, setMinutes] = useState('');

  async function submit() {
    const wanted = {
      ...(level.trim() === '' ? {} : { acr: level.trim() }),
      ...(minutes === '' ? {} : { maxAge: Math.round(Number(minutes) * 60) }),
    };
    if (await ask(reason.trim() || undefined, wanted)) close();
  }

  return (
    <form
      class="ask"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <div class="field reason">
        <label for="reason">Why should the consumer log in? They will read this.</label>
        <input
          id="reason"
          autocomplete="off"
          maxLength={140}
          value={reason}
          ref={(input) => {
            if (input && document.activeElement?.closest('form') !== input.form) input.focus();
          }}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for="level">Level, if one is needed</label>
        <input
          id="level"
          autocomplete="off"
          spellcheck={false}
          maxLength={100}
          value={level}
          onInput={(event) => setLevel(event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for="minutes">At most so many minutes old</label>
        <input
          id="minutes"
          type="number"
          min={0}
          max={525_600}
          value={minutes}
          onInput={(event) => setMinutes(event.currentTarget.value)}
        />
      </div>
      <button type="submit" class="button main">
        Ask
      </button>
      <button type="button" class="button" onClick={close}>
        Cancel
      </button>
    </form>
  );
}
