import { useState } from 'preact/hooks';
import type { SignInSession } from '../../../client/index.ts';
import { to } from '../../route.ts';
import { Failed, Head, Loading } from '../../states.tsx';
import { useResource } from '../../use-resource.ts';
import { inWords } from '../../when.tsx';
import { UserEnd } from './user-end.tsx';
import { UserFactors } from './user-factors.tsx';
import { UserForm } from './user-form.tsx';
import { UserPassword } from './user-password.tsx';
import { UserSessions } from './user-sessions.tsx';
import { UserState } from './user-state.tsx';

/** Edit user: who it is, what they may do, how they get in, where they are signed in. */
export function UserPage({ id, me }: { readonly id: string; readonly me: SignInSession }) {
  const user = useResource('GET /api/manage/users/{user}', { params: { user: id } });
  const [changes, setChanges] = useState(0);
  const { value, version } = user;
  if (!value) return user.failure ? <Failed failure={user.failure} again={user.reload} /> : <Loading />;
  const own = id === me.agent;
  // A reset or a change of role ends sessions too: what stands below is read again after each.
  const state = `${version} ${changes}`;
  const changed = () => {
    setChanges(changes + 1);
    void user.reload();
  };
  return (
    <>
      <Head back={[to('users'), 'Users']} title={value.name} action={<UserState user={value} />}>
        <bdi>{value.loginName}</bdi>, {value.role === 'admin' ? 'an admin' : 'an agent'} since{' '}
        {inWords(value.createdAt)}. <a href={`${to('log')}?account=${id}`}>What happened to this account</a>
      </Head>
      {own && (
        <p class="notice calm">
          This is you. Your password, second factors and sessions are in{' '}
          <a href="/sign-in/#account">your own account</a>.
        </p>
      )}
      <UserForm user={user} own={own} />
      {!own && (
        <>
          <UserFactors key={`factors ${state}`} user={value} changed={changed} />
          <UserPassword user={value} changed={changed} />
          <UserSessions key={`sessions ${state}`} user={value} />
          <UserEnd user={value} />
        </>
      )}
    </>
  );
}
