import { useState } from 'preact/hooks';
import type { Outcome, Wanted } from '../../client/index.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { failureSentence } from '../sentences.ts';
import { useAction } from './use-action.ts';

interface AskProps {
  /** A request is open already: the new one takes its place. */
  readonly waiting: boolean;
  /** The brand's levels, the weakest first. */
  readonly scale: readonly string[];
  readonly ask: (reason: string | undefined, wanted: Wanted) => Promise<Outcome<unknown>>;
  readonly close: () => void;
}

/** Reasons that fit most conversations; each can be changed before it is sent. */
const reasons = [
  'To see your order',
  'To look at your account',
  'To change your details',
  'To be sure that it is you',
] as const;

/** The server takes 280 bytes. */
const longest = 140;

/** Asks the consumer to log in: with the reason that they will read, and how strong and fresh the login must be. */
export function AskDialog({ waiting, scale, ask, close }: AskProps) {
  const [reason, setReason] = useState('');
  const [level, setLevel] = useState('');
  const [minutes, setMinutes] = useState('');
  const { run, busy, failure } = useAction();

  async function submit() {
    const wanted: Wanted = {
      ...(level === '' ? {} : { acr: level }),
      ...(minutes === '' ? {} : { maxAge: Math.round(Number(minutes) * 60) }),
    };
    if (await run(() => ask(reason.trim() || undefined, wanted))) close();
  }

  return (
    <Dialog
      title="Ask to log in"
      action="Ask"
      close={close}
      submit={() => void submit()}
      busy={busy}
      problem={failure && failureSentence(failure)}
    >
      {waiting && <p class="notice calm">The request that is open now is replaced by this one.</p>}
      <TextField
        label="Why should the consumer log in? They will read this."
        value={reason}
        change={setReason}
        maxLength={longest}
      />
      <fieldset class="row reasons">
        <legend class="visually-hidden">Reasons to choose from</legend>
        {reasons.map((one) => (
          <button key={one} type="button" class="button small" onClick={() => setReason(one)}>
            {one}
          </button>
        ))}
      </fieldset>
      {scale.length > 0 && (
        <SelectField
          label="Level, if one is needed"
          hint="From the weakest to the strongest. A stronger login than asked for will do, too."
          value={level}
          change={setLevel}
          options={[['', 'Any login will do'], ...scale.map((one) => [one, one] as const)]}
        />
      )}
      <TextField
        label="At most so many minutes old"
        hint="Left empty, a login of earlier will do."
        type="number"
        value={minutes}
        change={setMinutes}
        min={0}
        max={525_600}
      />
    </Dialog>
  );
}
