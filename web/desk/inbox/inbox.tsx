import { useEffect, useRef, useState } from 'preact/hooks';
import type { AgentClient } from '../../client/index.ts';
import { useShortcut } from '../shortcuts.tsx';
import { InboxList } from './list.tsx';
import { countOf, filterOf, linesOf, nothing, type Shown, type View, views } from './views.ts';

interface InboxProps {
  readonly client: AgentClient;
  /** The agent's own id. */
  readonly me: string;
  readonly isAdmin: boolean;
  readonly selected: string | undefined;
  readonly select: (id: string) => void;
}

/** Who waits, whom one talks to, whom others talk to, and what is over. */
export function Inbox({ client, me, isAdmin, selected, select }: InboxProps) {
  const [shown, setShown] = useState<Shown>({ view: 'waiting', steppedUp: false, skill: undefined });
  const loading = useRef(false);
  const line = selected === undefined ? undefined : client.inbox.line(selected);
  const isMine = line?.state === 'open' && line.agent?.id === me;
  // The list follows a conversation that is accepted: it is among one's own from then on.
  useEffect(() => {
    if (isMine) setShown((now) => ({ ...now, view: 'mine' }));
  }, [isMine, selected]);

  const lines = linesOf(client, me, shown);
  const filter = filterOf(shown);
  const hasMore = shown.view === 'mine' ? false : client.inbox.hasMore(filter);
  const { skills: own = [], brandSkills = [] } = client.desk.settings ?? {};
  const skills = isAdmin ? brandSkills : own;

  async function load(more: boolean) {
    if (loading.current) return;
    loading.current = true;
    await client.loadInbox(filter, more);
    loading.current = false;
  }

  useEffect(() => {
    // What waits and what is open is loaded with the connection; the rest when somebody looks at it.
    const isPlain = !shown.steppedUp && shown.skill === undefined && shown.view !== 'closed';
    if (client.status === 'open' && !isPlain && shown.view !== 'mine' && hasMore === undefined)
      void load(false);
    // A filtered page may be short and have a next one all the same.
    else if (hasMore && lines.length < 10) void load(true);
  });

  function step(by: number) {
    const at = lines.findIndex(({ id }) => id === selected);
    const next = lines[at < 0 ? 0 : at + by];
    if (next) select(next.id);
  }
  useShortcut('j', () => step(1));
  useShortcut('k', () => step(-1));

  const show = (view: View) => setShown((now) => ({ ...now, view }));
  const loaded = shown.view === 'mine' || hasMore !== undefined;
  return (
    <nav class="inbox" aria-label="Inbox" id="inbox" tabIndex={-1}>
      <div class="inbox-head">
        <fieldset class="tabs">
          <legend class="visually-hidden">Show</legend>
          {views.map(({ view, label }) => (
            <button key={view} type="button" aria-pressed={view === shown.view} onClick={() => show(view)}>
              <span>{label}</span>
              {(view === 'waiting' || view === 'mine') && (
                <span class="count">{countOf(client, me, view)}</span>
              )}
            </button>
          ))}
        </fieldset>
        <div class="row">
          <label class="filter">
            <input
              type="checkbox"
              checked={shown.steppedUp}
              onChange={(event) => setShown({ ...shown, steppedUp: event.currentTarget.checked })}
            />
            Only those stepped up
          </label>
          {skills.length > 0 && (
            <select
              class="input skill"
              aria-label="Skill"
              value={shown.skill ?? ''}
              onChange={(event) => setShown({ ...shown, skill: event.currentTarget.value || undefined })}
            >
              <option value="">All skills</option>
              {skills.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </div>
      </div>
      {lines.length > 0 ? (
        <InboxList
          client={client}
          me={me}
          lines={lines}
          selected={selected}
          select={select}
          nearEnd={() => {
            if (hasMore) void load(true);
          }}
        />
      ) : loaded ? (
        <div class="empty-state">
          <h2>{nothing[shown.view].title}</h2>
          <p>{nothing[shown.view].words}</p>
        </div>
      ) : (
        <div class="inbox-skeleton" aria-hidden="true">
          {[1, 2, 3, 4].map((one) => (
            <div key={one} class="skeleton" />
          ))}
        </div>
      )}
    </nav>
  );
}
