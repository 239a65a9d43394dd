import { useState } from 'preact/hooks';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { call } from '../../api.ts';
import { idOf } from '../../named.ts';
import { useAction } from '../../use-action.ts';
import { readOrigin } from '../login/addresses.ts';
import { KindFields, type Settings } from './kind.tsx';

interface NewEngagementProps {
  readonly close: () => void;
  readonly made: (id: string) => void;
}

/** What an engagement needs to begin with; everything else has a setting that will do. */
export function NewEngagement({ close, made }: NewEngagementProps) {
  const [name, setName] = useState('');
  const [ownId, setOwnId] = useState<string>();
  const [kind, setKind] = useState<Pick<Settings, 'channel' | 'platform'>>({
    channel: 'messaging',
    platform: 'web',
  });
  const [origin, setOrigin] = useState('');
  const [refused, setRefused] = useState<string>();
  const { run, busy, problem, wrong } = useAction();
  const id = ownId ?? idOf(name);

  async function submit() {
    const read = kind.platform === 'app' || origin.trim() === '' ? undefined : readOrigin(origin.trim());
    setRefused(read && 'wrong' in read ? read.wrong : undefined);
    if (read && 'wrong' in read) return;
    const body = { id, name: name.trim(), ...kind, origins: read ? [read.value] : [] };
    const answered = await run(call('POST /api/manage/engagements', { body }));
    if (!answered) return;
    toast(`${answered.body.name} was made`);
    made(answered.body.id);
  }

  return (
    <Dialog
      title="New engagement"
      close={close}
      submit={submit}
      action="Create"
      busy={busy}
      problem={problem}
      wide
    >
      <div class="columns">
        <TextField
          label="Name"
          value={name}
          change={setName}
          wrong={wrong.name}
          hint="As you call it: “Website”, “Help centre”."
          maxLength={80}
          required
        />
        <TextField
          label="Id"
          value={id}
          change={setOwnId}
          wrong={wrong.id}
          hint="Small letters, digits and hyphens. Your pages name it, so it stays."
          code
          required
        />
      </div>
      <KindFields value={kind} change={(some) => setKind({ ...kind, ...some })} />
      {kind.platform === 'web' && (
        <TextField
          label="Origin of your pages"
          value={origin}
          change={setOrigin}
          wrong={refused ?? wrong['origins.0']}
          placeholder="https://www.example.com"
          hint="Only pages of this origin may carry the chat. You can add more, or do this later."
          code
        />
      )}
    </Dialog>
  );
}
