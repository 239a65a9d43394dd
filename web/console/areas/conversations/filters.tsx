import { SelectField, TextField } from '../../../ui/field.tsx';
import type { Query } from '../../route.ts';
import { useWholeList } from '../../use-list.ts';
import { UserPicker } from '../../user-picker.tsx';

interface FiltersProps {
  readonly query: Query;
  readonly change: (some: { readonly [name: string]: string | undefined }) => void;
  readonly clear: () => void;
}

/** What the conversations that are shown have in common. */
export function Filters({ query, change, clear }: FiltersProps) {
  const { items: engagements = [] } = useWholeList('GET /api/manage/engagements');
  const { items: skills = [] } = useWholeList('GET /api/manage/skills');
  const select = (name: string, label: string, options: readonly (readonly [string, string])[]) => (
    <SelectField
      label={label}
      value={query[name] ?? ''}
      options={[['', 'Any'], ...options]}
      change={(value) => change({ [name]: value })}
    />
  );
  const named = ({ id, name }: { readonly id: string; readonly name: string }) => [id, name] as const;
  return (
    <search class="filters card">
      <TextField
        type="date"
        label="Begun from"
        value={query.from ?? ''}
        change={(from) => change({ from })}
      />
      <TextField
        type="date"
        label="Begun until"
        value={query.to ?? ''}
        change={(until) => change({ to: until })}
      />
      {select('state', 'State', [
        ['waiting', 'Waiting'],
        ['open', 'Open'],
        ['closed', 'Closed'],
      ])}
      {select('steppedUp', 'Consumer', [
        ['true', 'Was verified'],
        ['false', 'Anonymous'],
      ])}
      {select('engagement', 'Engagement', engagements.map(named))}
      {select('skill', 'Skill', skills.map(named))}
      <UserPicker label="Agent" value={query.agent} change={(agent) => change({ agent })} />
      <div class="row filters-end">
        {query.identity && (
          <button type="button" class="badge accent chip" onClick={() => change({ identity: undefined })}>
            One person's conversations ×<span class="visually-hidden"> show everybody's</span>
          </button>
        )}
        {Object.keys(query).length > 0 && (
          <button type="button" class="link" onClick={clear}>
            Clear all
          </button>
        )}
      </div>
    </search>
  );
}
