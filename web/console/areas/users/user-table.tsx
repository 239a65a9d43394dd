import { useState } from 'preact/hooks';
import type { Answer } from '../../api.ts';
import { ListView } from '../../list-view.tsx';
import { go, to } from '../../route.ts';
import { useSkillNames } from '../../skill-checks.tsx';
import { Empty, Head } from '../../states.tsx';
import { useList } from '../../use-list.ts';
import { Invite } from './invite.tsx';
import { LinkShown } from './link-shown.tsx';
import { UserState } from './user-state.tsx';

type Invited = Answer<'POST /api/manage/users'>;
type Found = Pick<Answer<'GET /api/manage/users/{user}'>, 'id' | 'name' | 'role' | 'disabled'> & {
  readonly loginName?: string | undefined;
  readonly factor?: boolean;
  readonly invited?: boolean;
};

/** Agents and admins, and how to find one among many. */
export function UserTable() {
  const [name, setName] = useState('');
  const [inviting, setInviting] = useState(false);
  const [invited, setInvited] = useState<Invited>();
  const action = (
    <button type="button" class="button main" onClick={() => setInviting(true)}>
      Invite somebody
    </button>
  );

  return (
    <>
      <Head title="Users" action={action}>
        The agents and admins of your brand. An invitation is a link that works once, for a day.
      </Head>
      <input
        type="search"
        class="input filter"
        aria-label="Find by name"
        placeholder="Find by the beginning of a name"
        maxLength={80}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      {name.trim() === '' ? <Everybody /> : <FoundUsers name={name.trim()} />}
      {inviting && (
        <Invite
          close={() => setInviting(false)}
          done={(made) => {
            setInviting(false);
            setInvited(made);
          }}
        />
      )}
      {invited && (
        <LinkShown
          title={`${invited.user.name} is invited`}
          invitation={invited.invitation}
          close={() => go('users', invited.user.id)}
        />
      )}
    </>
  );
}

const isPerson = ({ role }: Found): boolean => role !== 'bot';

function Everybody() {
  const skills = useSkillNames();
  const list = useList('GET /api/manage/users', {}, isPerson);
  return (
    <ListView
      list={list}
      label="Users"
      columns={['Name', 'Role', 'Skills', 'State']}
      row={(user) => <Row key={user.id} user={user} skills={skills(user.skills)} />}
      empty={<Empty title="Nobody yet" />}
    />
  );
}

function FoundUsers({ name }: { readonly name: string }) {
  const list = useList('GET /api/manage/found-users', { query: { name } }, isPerson);
  return (
    <ListView
      list={list}
      label="Users"
      columns={['Name', 'Role', 'State']}
      row={(user) => <Row key={user.id} user={user} />}
      empty={
        <Empty title="Nobody is called that">
          <p>
            Names and sign-in names are found by how they begin. A bot is under <a href={to('bots')}>Bots</a>.
          </p>
        </Empty>
      }
    />
  );
}

const Row = ({ user, skills }: { readonly user: Found; readonly skills?: string }) => (
  <tr>
    <td>
      <a href={to('users', user.id)}>
        <bdi>{user.name}</bdi>
      </a>
      {user.loginName && (
        <div class="hint">
          <bdi>{user.loginName}</bdi>
        </div>
      )}
    </td>
    <td>{user.role === 'admin' ? 'Admin' : 'Agent'}</td>
    {skills !== undefined && <td>{skills}</td>}
    <td>
      <UserState user={user} />
    </td>
  </tr>
);
