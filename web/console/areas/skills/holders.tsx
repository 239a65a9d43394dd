import { to } from '../../route.ts';
import type { useList } from '../../use-list.ts';

type Users = ReturnType<typeof useList<'GET /api/manage/users'>>;
const namedAtMost = 3;

/** Who has a skill, as far as users were read. */
export function Holders({
  users: { items, more },
  skill,
}: {
  readonly users: Users;
  readonly skill: string;
}) {
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
