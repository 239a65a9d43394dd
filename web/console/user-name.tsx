import { useEffect, useState } from 'preact/hooks';
import { call } from './api.ts';
import { to } from './route.ts';

/** Who has an id, asked for once; nothing when nobody has it any more. */
const known = new Map<string, Promise<{ readonly name: string; readonly role: string } | undefined>>();

function nameOf(user: string) {
  const asked =
    known.get(user) ??
    call('GET /api/manage/users/{user}', { params: { user } }).then((outcome) => {
      if (outcome.ok) return outcome.value.body;
      if (outcome.failure.code !== 'not_found') known.delete(user);
      return undefined;
    });
  known.set(user, asked);
  return asked;
}

/** After a change of a name. */
export const forgetName = (user: string): boolean => known.delete(user);

/** Who an id stands for, as a link to their page; the id itself where nobody has it any more. */
export function UserName({ user }: { readonly user: string }) {
  const [found, setFound] = useState<Awaited<ReturnType<typeof nameOf>>>();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    let late = false;
    void nameOf(user).then((one) => {
      if (late) return;
      setFound(one);
      setAsked(true);
    });
    return () => {
      late = true;
    };
  }, [user]);
  if (!found)
    return (
      <span class="hint">
        <span class="code">{user}</span>
        {asked && ' (no longer a user)'}
      </span>
    );
  return (
    <a href={to(found.role === 'bot' ? 'bots' : 'users', user)}>
      <bdi>{found.name}</bdi>
    </a>
  );
}
