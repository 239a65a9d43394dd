import { useEffect, useReducer, useState } from 'preact/hooks';
import type { AgentClient, InboxLine, SignInSession } from '../client/index.ts';
import { Lock } from '../ui/icons.tsx';
import { Conversation } from './conversation.tsx';
import { InboxList } from './inbox-list.tsx';

interface DeskProps {
  readonly client: AgentClient;
  readonly me: SignInSession;
  readonly signOut: () => void;
}

const statusWords = {
  idle: 'Not connected',
  connecting: 'Connecting …',
  open: 'Connected',
  waiting: 'No connection',
} as const;

/** The agent's desk: who waits, who is talked to, and the conversation itself. */
export function Desk({ client, me, signOut }: DeskProps) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [selected, setSelected] = useState<string>();
  const [notice, setNotice] = useState<InboxLine>();

  useEffect(() => client.on('change', () => redraw(undefined)), [client]);
  useEffect(
    () =>
      client.on('inbox', ({ line, why, notify }) => {
        if (why === 'stepped_up' && notify) setNotice(line);
      }),
    [client],
  );

  function select(id: string) {
    if (selected !== undefined && selected !== id) client.leave(selected);
    client.open(id);
    setSelected(id);
    if (notice?.id === id) setNotice(undefined);
  }

  return (
    <div class="desk">
      <header class="bar">
        <strong>Doorstep</strong>
        <span class="brand">{me.brand}</span>
        <span class={`status ${client.status}`} role="status">
          {statusWords[client.status]}
        </span>
        <span class="me">{me.name}</span>
        <button type="button" class="button" onClick={signOut}>
          Sign out
        </button>
      </header>
      {notice && (
        <div class="notice stepped-up" role="status">
          <Lock />
          <span>
            {notice.name ?? 'A consumer'} logged in: the conversation is now with a verified person.
          </span>
          {notice.id !== selected && (
            <button type="button" class="button" onClick={() => select(notice.id)}>
              Open it
            </button>
          )}
          <button type="button" class="button" onClick={() => setNotice(undefined)}>
            Dismiss
          </button>
        </div>
      )}
      <InboxList client={client} me={me.agent} selected={selected} select={select} />
      {selected === undefined ? (
        <main class="empty">
          <p>Choose a conversation. New ones appear on the left by themselves.</p>
        </main>
      ) : (
        <Conversation key={selected} client={client} id={selected} me={me.agent} select={select} />
      )}
    </div>
  );
}
