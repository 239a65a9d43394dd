import { useState } from 'preact/hooks';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { type Answer, call } from '../api.ts';
import { asItIs } from '../as-it-is.ts';
import { Confirm } from '../confirm.tsx';
import { ListView } from '../list-view.tsx';
import { to } from '../route.ts';
import { Empty, Head } from '../states.tsx';
import { useAction } from '../use-action.ts';
import { useList } from '../use-list.ts';

type Skill = Answer<'GET /api/manage/skills/{skill}'>;
type Open = { readonly kind: 'new' } | { readonly kind: 'rename' | 'delete'; readonly skill: Skill };

/** What some agents can do and others cannot; conversations are routed by them. */
export default function Skills() {
  const list = useList('GET /api/manage/skills', {});
  const users = useList('GET /api/manage/users', {});
  const [open, setOpen] = useState<Open>();
  const create = (
    <button type="button" class="button main" onClick={() => setOpen({ kind: 'new' })}>
      New skill
    </button>
  );

  function done(said: string) {
    setOpen(undefined);
    toast(said);
    void list.reload();
  }

  return (
    <>
      <Head title="Skills" action={create}>
        A language, a department: an engagement asks for a skill, and its conversations go to the agents who
        have it.
      </Head>
      <ListView
        list={list}
        label="Skills"
        columns={['Name', 'Id', 'Who has it', '']}
        row={(skill) => (
          <tr key={skill.id}>
            <td>
              <bdi>{skill.name}</bdi>
            </td>
            <td class="code">{skill.id}</td>
            <td>
              <Holders users={users} skill={skill.id} />
            </td>
            <td class="last">
              <button type="button" class="button small" onClick={() => setOpen({ kind: 'rename', skill })}>
                Rename<span class="visually-hidden"> {skill.name}</span>
              </button>{' '}
              <button
                type="button"
                class="button small danger"
                onClick={() => setOpen({ kind: 'delete', skill })}
              >
                Delete<span class="visually-hidden"> {skill.name}</span>
              </button>
            </td>
          </tr>
        )}
        empty={
          <Empty title="No skills yet">
            <p>
              Without skills every conversation is for every agent. Make one, and give it to users and
              engagements.
            </p>
          </Empty>
        }
      />
      {open?.kind === 'new' && <NewSkill close={() => setOpen(undefined)} done={done} />}
      {open?.kind === 'rename' && <Rename skill={open.skill} close={() => setOpen(undefined)} done={done} />}
      {open?.kind === 'delete' && <Delete skill={open.skill} close={() => setOpen(undefined)} done={done} />}
    </>
  );
}

type Users = ReturnType<typeof useList<'GET /api/manage/users'>>;
const namedAtMost = 3;

/** Who has a skill, as far as users were read. */
function Holders({ users: { items, more }, skill }: { readonly users: Users; readonly skill: string }) {
  const holders = items?.filter(({ skills }) => skills.includes(skill)) ?? [];
  if (items && holders.length === 0)
    return <span class="hint">{more ? `Nobody among the first ${items.length}` : 'Nobody'}</span>;
  const others = holders.length - namedAtMost;
  return (
    <>
      {holders.slice(0, namedAtMost).map(({ id, name, role }, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <a href={to(role === 'bot' ? 'bots' : 'users', id)}>
            <bdi>{name}</bdi>
          </a>
        </span>
      ))}
      {others > 0 && ` and ${others}${more ? ' or more' : ''} others`}
    </>
  );
}

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

function NewSkill({ close, done }: StepProps) {
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

function Rename({ skill, close, done }: StepProps & { readonly skill: Skill }) {
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

const Delete = ({ skill, close, done }: StepProps & { readonly skill: Skill }) => (
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
