import { Checks } from './checks.tsx';
import { to } from './route.ts';
import { useWholeList } from './use-list.ts';

interface SkillChecksProps {
  readonly chosen: readonly string[];
  readonly change: (chosen: readonly string[]) => void;
  readonly hint?: string;
  readonly wrong?: string | undefined;
}

/** The skills of the brand, to be given to somebody or something. What is given, and was deleted since, can be taken away. */
export function SkillChecks({
  chosen,
  change,
  wrong,
  hint = 'Conversations that ask for a skill go to those who have it.',
}: SkillChecksProps) {
  const { items = [] } = useWholeList('GET /api/manage/skills');
  const gone = chosen.filter((id) => items.length > 0 && !items.some((one) => one.id === id));
  return (
    <Checks
      label="Skills"
      hint={hint}
      options={[
        ...items.map(({ id, name }) => [id, <bdi key={id}>{name}</bdi>] as const),
        ...gone.map((id) => [id, id, 'This skill was deleted.'] as const),
      ]}
      chosen={chosen}
      change={change}
      wrong={wrong}
      none={
        <>
          There are none yet. Make them under <a href={to('skills')}>Skills</a>.
        </>
      }
    />
  );
}

/** What skills are called, by their ids; an id itself while that is not known. */
export function useSkillNames(): (ids: readonly string[] | undefined) => string {
  const { items = [] } = useWholeList('GET /api/manage/skills');
  const names = new Map(items.map(({ id, name }) => [id, name]));
  return (ids = []) => ids.map((id) => names.get(id) ?? id).join(', ');
}
