import { useState } from 'preact/hooks';
import { Dialog } from '../../../ui/dialog.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { call } from '../../api.ts';
import { useAction } from '../../use-action.ts';
import { claimsFor, claimsOptions } from './claims-part.tsx';

interface NewIssuerProps {
  readonly close: () => void;
  readonly made: (id: string) => void;
}

/** Registers who signs; the keys come next. */
export function NewIssuer({ close, made }: NewIssuerProps) {
  const [iss, setIss] = useState('');
  const [aud, setAud] = useState('doorstep');
  const [names, setNames] = useState<(typeof claimsOptions)[number][0]>('usual');
  const { run, busy, problem, wrong } = useAction();

  async function submit() {
    const claims = claimsFor(names);
    const body = { iss: iss.trim(), aud: aud.trim(), nonce: true, keys: [], ...(claims ? { claims } : {}) };
    const answered = await run(call('POST /api/manage/issuers', { body }));
    if (!answered) return;
    toast('The issuer is registered. Now its key');
    made(answered.body.id);
  }

  return (
    <Dialog
      title="New issuer"
      close={close}
      submit={submit}
      action="Go on to its key"
      busy={busy}
      problem={problem}
    >
      <TextField
        label="Issuer (iss)"
        value={iss}
        change={setIss}
        wrong={wrong.iss}
        placeholder="https://www.example.com"
        hint="What your tokens say who signed them, letter by letter. It stays."
        maxLength={255}
        code
        required
      />
      <TextField
        label="Audience (aud)"
        value={aud}
        change={setAud}
        wrong={wrong.aud}
        hint="What your tokens say they are for."
        maxLength={255}
        code
        required
      />
      <SelectField
        label="Names of the claims as for"
        value={names}
        options={claimsOptions}
        change={setNames}
        hint="If your backend signs tokens for another product already."
      />
    </Dialog>
  );
}
