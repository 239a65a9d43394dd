import { useState } from 'preact/hooks';

interface AskProps {
  /** A request is open already. */
  readonly waiting: boolean;
  readonly ask: (reason?: string) => Promise<boolean>;
}

/** Asks the consumer to log in, with the reason that they will read. */
export function AskToLogIn({ waiting, ask }: AskProps) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');

  async function submit() {
    const text = reason.trim();
    if (await ask(text === '' ? undefined : text)) {
      setOpen(false);
      setReason('');
    }
  }

  if (!open) {
    return (
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {waiting ? 'Ask again to log in' : 'Ask to log in'}
      </button>
    );
  }
  return (
    <form
      class="ask"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setOpen(false);
      }}
    >
      <div class="field">
        <label for="reason">Why should the consumer log in? They will read this.</label>
        <input
          id="reason"
          autocomplete="off"
          maxLength={140}
          value={reason}
          ref={(input) => {
            if (input && document.activeElement?.id !== 'reason') input.focus();
          }}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      <button type="submit" class="button main">
        Ask
      </button>
      <button type="button" class="button" onClick={() => setOpen(false)}>
        Cancel
      </button>
    </form>
  );
}
