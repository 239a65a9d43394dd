import { useState } from 'preact/hooks';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { type Answer, call } from '../../api.ts';
import { Checks } from '../../checks.tsx';
import { useAction } from '../../use-action.ts';

type Scope = Answer<'POST /api/manage/users/{user}/keys'>['scopes'][number];

/** What a key may be good for, in a word. */
export const scopeWords: Readonly<Record<Scope, string>> = {
  read: 'Read',
  write: 'Write',
  ask: 'Ask for a login',
  request: 'Protected requests',
};

const scopes = [
  ['read', scopeWords.read, 'Lists, conversations, and what is said in them.'],
  ['write', scopeWords.write, 'Accept, send, hand on, close.'],
  ['ask', scopeWords.ask, 'And end a verified period.'],
  ['request', scopeWords.request, "What is to be done on the consumer's behalf."],
] as const;

interface NewKeyProps {
  readonly bot: Answer<'GET /api/manage/users/{user}'>;
  readonly close: () => void;
  readonly done: (made: Answer<'POST /api/manage/users/{user}/keys'>) => void;
}

/** Asks what a new key is for. */
export function NewKey({ bot, close, done }: NewKeyProps) {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Scope[]>(['read', 'write']);
  const { run, busy, problem, wrong } = useAction();

  async function submit() {
    const body = { name: name.trim(), scopes: [...chosen] };
    const made = await run(call('POST /api/manage/users/{user}/keys', { params: { user: bot.id }, body }));
    if (made) done(made.body);
  }

  return (
    <Dialog
      title={`New key for ${bot.name}`}
      close={close}
      submit={submit}
      action="Make the key"
      busy={busy}
      ready={chosen.length > 0}
      problem={problem}
    >
      <TextField
        label="Name"
        value={name}
        change={setName}
        wrong={wrong.name}
        hint="To tell keys apart: where it is used, or since when."
        maxLength={80}
        required
      />
      <Checks
        label="What it may do"
        hint="As little as the program needs."
        options={scopes}
        chosen={chosen}
        change={setChosen}
        wrong={wrong.scopes}
      />
    </Dialog>
  );
}
