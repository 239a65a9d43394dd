import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Outcome } from '../client/outcome.ts';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import type { Answered } from './api.ts';
import { useAction } from './use-action.ts';

interface ConfirmProps<T> {
  readonly title: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly close: () => void;
  readonly act: () => Promise<Outcome<Answered<T>>>;
  readonly done: (answer: T) => void;
  /** What must be typed first, where a slip would cost too much. */
  readonly typed?: string;
  /** What that is: “the name of the user”. */
  readonly typedIs?: string;
  /** It takes nothing from anybody. */
  readonly harmless?: boolean;
  readonly children?: ComponentChildren;
}

const same = (a: string, b: string): boolean =>
  a.trim().normalize('NFKC').toLowerCase() === b.trim().normalize('NFKC').toLowerCase();

/** Asks before something that cannot be taken back: what it is, what comes of it, and for the worst, its name by hand. */
export function Confirm<T>(props: ConfirmProps<T>) {
  const { title, action, close, act, done, typed, typedIs = 'its name', harmless = false, children } = props;
  const [entered, setEntered] = useState('');
  const { run, busy, problem } = useAction();

  async function submit() {
    const answered = await run(act());
    if (answered) done(answered.body);
  }

  return (
    <Dialog
      title={title}
      close={close}
      submit={submit}
      action={action}
      danger={!harmless}
      busy={busy}
      ready={typed === undefined || same(entered, typed)}
      problem={problem}
    >
      {children}
      {typed !== undefined && (
        <TextField
          label={`Type ${typedIs} to confirm`}
          value={entered}
          change={setEntered}
          hint={
            <>
              Here: <bdi class="code">{typed}</bdi>
            </>
          }
          required
        />
      )}
    </Dialog>
  );
}
