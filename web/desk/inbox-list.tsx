import { useEffect, useState } from 'preact/hooks';
import type { AgentClient, InboxLine } from '../client/index.ts';
import { Lock, OpenLock } from '../ui/icons.tsx';
import { when } from '../ui/sentences.ts';

interface InboxListProps {
  readonly client: AgentClient;
  /** The agent's own id. */
  readonly me: string;
  readonly selected: string | undefined;
  readonly select: (id: string) => void;
}

const tabs = [
  { state: 'waiting', label: 'Waiting', none: 'Nobody is waiting.' },
  { state: 'open', label: 'Mine', none: 'You have no open conversation.' },
  { state: 'closed', label: 'Closed', none: 'No closed conversations yet.' },
] as const;

type State = (typeof tabs)[number]['state'];

/** The inbox by state; the open ones are the agent's own. */
export function InboxList({ client, me, selected, select }: InboxListProps) {
  const [state, setState] = useState<State>('waiting');
  const [steppedUp, setSteppedUp] = useState(false);
  const isOpen = selected !== undefined && client.inbox.line(selected)?.state === 'open';
  // The list follows a conversation that is accepted: it is among one's own from then on.
  useEffect(() => {
    if (isOpen) setState('open');
  }, [isOpen]);
  const of = (which: State): readonly InboxLine[] =>
    client.inbox
      .lines(which)
      .filter((line) => which !== 'open' || line.agent?.id === me)
      .filter((line) => !steppedUp || line.steppedUp);

  function show(which: State, filtered = steppedUp) {
    setState(which);
    setSteppedUp(filtered);
    void client.loadInbox({ state: which, steppedUp: filtered });
  }

  const lines = of(state);
  return (
    <nav class="inbox" aria-label="Inbox">
      <div class="tabs">
        {tabs.map((tab) => (
          <button
            key={tab.state}
            type="button"
            aria-pressed={tab.state === state}
            onClick={() => show(tab.state)}
          >
            {tab.label}
            {tab.state !== 'closed' && <span class="count">{of(tab.state).length}</span>}
          </button>
        ))}
      </div>
      <label class="filter">
        <input
          type="checkbox"
          checked={steppedUp}
          onChange={(event) => show(state, event.currentTarget.checked)}
        />
        Only those stepped up
      </label>
      <ul>
        {lines.map((line) => (
          <li key={line.id}>
            <button
              type="button"
              class="line"
              aria-current={line.id === selected ? 'true' : undefined}
              onClick={() => select(line.id)}
            >
              <span class={line.steppedUp ? 'who verified' : 'who'}>
                {line.steppedUp ? <Lock /> : <OpenLock />}
                {line.name ?? 'Anonymous visitor'}
              </span>
              <time dateTime={new Date(line.changedAt).toISOString()}>{when(line.changedAt)}</time>
              <span class="where">
                {line.engagement}
                {line.steppedUp && <span class="chip">stepped up</span>}
                {line.steppedUp && !client.people.hasNoted(line.id) && <span class="chip new">new</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {lines.length === 0 && <p class="hint">{tabs.find((tab) => tab.state === state)?.none}</p>}
      {client.inbox.hasMore({ state, steppedUp }) && (
        <button
          type="button"
          class="button"
          onClick={() => void client.loadInbox({ state, steppedUp }, true)}
        >
          Show more
        </button>
      )}
    </nav>
  );
}
