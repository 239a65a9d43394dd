import { Field, SelectField, TextField } from '../../../ui/field.tsx';
import type { Query } from '../../route.ts';
import { UserPicker } from '../../user-picker.tsx';
import { eventGroups, eventWords } from './words.ts';

interface LogFiltersProps {
  readonly query: Query;
  readonly change: (some: { readonly [name: string]: string | undefined }) => void;
  readonly clear: () => void;
}

/** What the entries that are shown have in common. */
export const LogFilters = ({ query, change, clear }: LogFiltersProps) => (
  <search class="filters card">
    <TextField type="date" label="From" value={query.from ?? ''} change={(from) => change({ from })} />
    <TextField type="date" label="Until" value={query.to ?? ''} change={(until) => change({ to: until })} />
    <Field label="Event">
      {(tied) => (
        <select
          {...tied}
          value={query.event ?? ''}
          onChange={(event) => change({ event: event.currentTarget.value })}
        >
          <option value="">Any</option>
          {eventGroups.map(({ title, events }) => (
            <optgroup key={title} label={title}>
              {events.map((event) => (
                <option key={event} value={event}>
                  {eventWords(event)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      )}
    </Field>
    <SelectField
      label="Result"
      value={query.ok ?? ''}
      options={[
        ['', 'Any'],
        ['true', 'Done'],
        ['false', 'Failed'],
      ]}
      change={(ok) => change({ ok })}
    />
    <UserPicker
      label="Account"
      value={query.account}
      change={(account) => change({ account, conversation: undefined })}
    />
    <TextField
      label="Conversation"
      value={query.conversation ?? ''}
      change={(conversation) => change({ conversation: conversation.trim(), account: undefined })}
      placeholder="Any id"
      code
    />
    {Object.keys(query).length > 0 && (
      <div class="row filters-end">
        <button type="button" class="link" onClick={clear}>
          Clear all
        </button>
      </div>
    )}
  </search>
);
