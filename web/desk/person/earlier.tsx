import { useMemo } from 'preact/hooks';
import type { AgentClient, PastConversation } from '../../client/index.ts';
import { Popup } from '../popup.tsx';
import { Timeline } from '../talk/timeline.tsx';
import { when } from '../times.ts';

interface EarlierProps {
  readonly client: AgentClient;
  readonly me: string;
  readonly known: readonly PastConversation[];
  readonly verified: boolean;
  readonly reading: string | undefined;
  readonly read: (id: string | undefined) => void;
}

/** The person's other conversations, to be read without leaving this one. */
export function Earlier({ client, me, known, verified, reading, read }: EarlierProps) {
  if (!verified) return null;
  const past = known.find(({ id }) => id === reading);
  return (
    <section class="earlier" aria-label="Earlier conversations">
      <h3>Earlier conversations</h3>
      {known.length === 0 && <p class="hint">This is the first one.</p>}
      <ul>
        {known.map(({ id, engagement, at }) => (
          <li key={id}>
            <button type="button" class="link" onClick={() => read(id)}>
              {when(at)}
            </button>{' '}
            <span class="hint">{engagement}</span>
          </li>
        ))}
      </ul>
      {past && <Reader key={past.id} client={client} me={me} past={past} close={() => read(undefined)} />}
    </section>
  );
}

interface ReaderProps {
  readonly client: AgentClient;
  readonly me: string;
  readonly past: PastConversation;
  readonly close: () => void;
}

function Reader({ client, me, past, close }: ReaderProps) {
  const history = useMemo(() => client.readAlong(past.id), [client, past.id]);
  if (history.last === 0) history.want(1, 1);
  return (
    <Popup title={`Conversation of ${when(past.at)}`} close={close}>
      <div class="reader">
        {history.last === 0 ? (
          <div class="skeleton" />
        ) : (
          <Timeline source={history} label="What was said then" me={me} otherRead={0} />
        )}
      </div>
    </Popup>
  );
}
