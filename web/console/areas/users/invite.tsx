import { useState } from 'preact/hooks';
import { Dialog } from '../../../ui/dialog.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { type Answer, call } from '../../api.ts';
import { NumberField } from '../../number-field.tsx';
import { SkillChecks } from '../../skill-checks.tsx';
import { useAction } from '../../use-action.ts';
import { limitHint, roles } from './words.ts';

interface InviteProps {
  readonly close: () => void;
  readonly done: (made: Answer<'POST /api/manage/users'>) => void;
}

/** Asks who shall come. */
export function Invite({ close, done }: InviteProps) {
  const [loginName, setLoginName] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<'agent' | 'admin'>('agent');
  const [skills, setSkills] = useState<readonly string[]>([]);
  const [openLimit, setOpenLimit] = useState<number>();
  const { run, busy, problem, wrong } = useAction();

  async function submit() {
    const limit = openLimit === undefined ? {} : { openLimit };
    const body = { loginName: loginName.trim(), name: name.trim(), role, skills: [...skills], ...limit };
    const answered = await run(call('POST /api/manage/users', { body }));
    if (answered) done(answered.body);
  }

  return (
    <Dialog
      title="Invite somebody"
      close={close}
      submit={submit}
      action="Make the link"
      busy={busy}
      problem={problem}
    >
      <TextField
        label="Sign-in name"
        value={loginName}
        change={setLoginName}
        wrong={wrong.loginName}
        hint="An e-mail address as a rule. It stays."
        maxLength={254}
        required
      />
      <TextField
        label="Name"
        value={name}
        change={setName}
        wrong={wrong.name}
        hint="As colleagues and consumers see it."
        maxLength={80}
        required
      />
      <SelectField label="Role" value={role} options={roles} change={setRole} />
      <SkillChecks chosen={skills} change={setSkills} />
      <NumberField
        label="Open conversations at most"
        value={openLimit}
        change={setOpenLimit}
        min={1}
        max={50}
        hint={limitHint}
        wrong={wrong.openLimit}
      />
    </Dialog>
  );
}
