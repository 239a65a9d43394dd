import { useState } from 'preact/hooks';
import { toast } from '../../../ui/toast.tsx';
import { ListView } from '../../list-view.tsx';
import { Empty, Head } from '../../states.tsx';
import { useList, useWholeList } from '../../use-list.ts';
import { Delete, NewSkill, Rename, type Skill } from './dialogs.tsx';
import { Holders } from './holders.tsx';

type Open = { readonly kind: 'new' } | { readonly kind: 'rename' | 'delete'; readonly skill: Skill };

/** What some agents can do and others cannot; conversations are routed by them. */
export default function Skills() {
  const list = useList('GET /api/manage/skills', {});
  const users = useWholeList('GET /api/manage/users');
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
