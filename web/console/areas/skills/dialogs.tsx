import { useState } from 'preact/hooks';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { type Answer, call } from '../../api.ts';
import { asItIs } from '../../as-it-is.ts';
import { Confirm } from '../../confirm.tsx';
import { useAction } from '../../use-action.ts';

export type Skill = Answer<'GET /api/manage/skills/{skill}'>;

interface StepProps {
  readonly close: () => void;
  readonly done: (said: string) => void;
}

const idOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 32);

/** Asks what a new skill is called. */
export function NewSkill({ close, done }: StepProps) {
  const [name, setName] = useState('');
  const [id, setId] = useState<string>();
  const { run, busy, problem, wrong } = useAction();
  const body = { id: id ?? idOf(name), name };

  async function submit() {
    if (await run(call('POST /api/manage/skills', { body }))) done(`${name} was made`);
  }

  return (
    <Dialog title="New skill" close={close} submit={submit} action="Create" busy={busy} problem={problem}>
      <TextField label="Name" value={name} change={setName} wrong={wrong.name} required />
      <TextField
        label="Id"
        value={body.id}
        change={setId}
        wrong={wrong.id}
        hint="Small letters, digits and hyphens. It stays."
        code
        required
      />
    </Dialog>
  );
}

/** Asks for another name. */
export function Rename({ skill, close, done }: StepProps & { readonly skill: Skill }) {
  const [name, setName] = useState(skill.name);
  const { run, busy, problem, wrong } = useAction();
  const params = { skill: skill.id };

  async function submit() {
    const renamed = asItIs(call('GET /api/manage/skills/{skill}', { params }), (version) =>
      call('PUT /api/manage/skills/{skill}', { params, body: { name }, version }),
    );
    if (await run(renamed)) done('Renamed');
  }

  return (
    <Dialog
      title={`Rename ${skill.name}`}
      close={close}
      submit={submit}
      action="Rename"
      busy={busy}
      problem={problem}
    >
      <TextField label="Name" value={name} change={setName} wrong={wrong.name} required />
    </Dialog>
  );
}

/** Asks before a skill goes. */
export const Delete = ({ skill, close, done }: StepProps & { readonly skill: Skill }) => (
  <Confirm
    title={`Delete ${skill.name}?`}
    action="Delete"
    close={close}
    act={() =>
      asItIs(call('GET /api/manage/skills/{skill}', { params: { skill: skill.id } }), (version) =>
        call('DELETE /api/manage/skills/{skill}', { params: { skill: skill.id }, version }),
      )
    }
    done={() => done(`${skill.name} was deleted`)}
  >
    <p>
      Users lose it. A skill that an engagement names, or under which conversations wait or are open, stays
      until they do not.
    </p>
  </Confirm>
);
