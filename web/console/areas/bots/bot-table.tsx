import { useState } from 'preact/hooks';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { call } from '../../api.ts';
import { ListView } from '../../list-view.tsx';
import { go, to } from '../../route.ts';
import { SkillChecks, useSkillNames } from '../../skill-checks.tsx';
import { Empty, Head } from '../../states.tsx';
import { useAction } from '../../use-action.ts';
import { useList } from '../../use-list.ts';

/** Bots, and how to make one. */
export function BotTable() {
  const list = useList('GET /api/manage/users', {}, ({ role }) => role === 'bot');
  const skillNames = useSkillNames();
  const [making, setMaking] = useState(false);
  const action = (
    <button type="button" class="button main" onClick={() => setMaking(true)}>
      New bot
    </button>
  );
  return (
    <>
      <Head title="Bots" action={action}>
        A bot takes part in conversations through the same interface as an agent. It does not sign in: it
        works with a key.
      </Head>
      <ListView
        list={list}
        label="Bots"
        columns={['Name', 'Skills', 'State']}
        row={({ id, name, skills, disabled }) => (
          <tr key={id}>
            <td>
              <a href={to('bots', id)}>
                <bdi>{name}</bdi>
              </a>
            </td>
            <td>{skillNames(skills)}</td>
            <td>
              {disabled ? <span class="badge bad">Disabled</span> : <span class="badge good">At work</span>}
            </td>
          </tr>
        )}
        empty={
          <Empty title="No bots yet">
            <p>
              A bot can answer first, ask for a login, and carry out protected requests. Make one, and give
              its key to your program.
            </p>
          </Empty>
        }
      />
      {making && <NewBot close={() => setMaking(false)} />}
    </>
  );
}

function NewBot({ close }: { readonly close: () => void }) {
  const [name, setName] = useState('');
  const [skills, setSkills] = useState<readonly string[]>([]);
  const { run, busy, problem, wrong } = useAction();

  async function submit() {
    const made = await run(
      call('POST /api/manage/bots', { body: { name: name.trim(), skills: [...skills] } }),
    );
    if (!made) return;
    toast(`${name} was made. Next: a key`);
    go('bots', made.body.id);
  }

  return (
    <Dialog title="New bot" close={close} submit={submit} action="Create" busy={busy} problem={problem}>
      <TextField
        label="Name"
        value={name}
        change={setName}
        wrong={wrong.name}
        hint="As colleagues and consumers see it."
        maxLength={80}
        required
      />
      <SkillChecks chosen={skills} change={setSkills} />
    </Dialog>
  );
}
