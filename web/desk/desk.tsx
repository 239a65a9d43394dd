import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { AgentClient, SignInSession } from '../client/index.ts';
import { Lock } from '../ui/icons.tsx';
import { Toasts } from '../ui/toast.tsx';
import { Bar } from './bar.tsx';
import { Inbox } from './inbox/inbox.tsx';
import { newsOf } from './inbox/news.ts';
import { useNotices } from './notify/notices.ts';
import { readPreferences, savePreferences } from './notify/preferences.ts';
import { PersonPanel } from './person/person.tsx';
import { nameOrVisitor } from './sentences.ts';
import { listenForShortcuts, ShortcutHelp, useShortcut } from './shortcuts.tsx';
import { Talk } from './talk/talk.tsx';
import { useOwn } from './use-own.ts';
import { useSelected } from './use-selected.ts';

interface DeskProps {
  readonly client: AgentClient;
  /** Undefined until the server has said who is signed in. */
  readonly me: SignInSession | undefined;
  readonly signOut: () => void;
}

/** From here on the person has a place of her own beside the conversation. */
const wide = matchMedia('(width >= 72rem)');
/** Below this there is one thing at a time. */
const narrow = matchMedia('(width < 48rem)');

/** The agent's desk: who waits, who is talked to, and the conversation itself. */
export function Desk({ client, me, signOut }: DeskProps) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [selected, select] = useSelected(client);
  const [preferences, setPreferences] = useState(readPreferences);
  const [panel, setPanel] = useState(wide.matches);
  const [help, setHelp] = useState(false);
  const agent = me?.agent ?? '';
  const isAdmin = me?.role === 'admin';
  const [notice, dismiss] = useNotices({ client, me: agent, selected, preferences, select });
  useOwn(client, agent, selected);

  useEffect(() => client.on('change', () => redraw(undefined)), [client]);
  useEffect(() => {
    const changed = () => setPanel(wide.matches);
    wide.addEventListener('change', changed);
    return () => wide.removeEventListener('change', changed);
  }, []);
  useEffect(() => listenForShortcuts(() => readPreferences().keys), []);
  const first = useRef(true);
  useEffect(() => {
    // What had the focus has made room for something else.
    if (narrow.matches && !first.current) goTo(selected === undefined ? 'inbox' : 'conversation');
    first.current = false;
  }, [selected]);

  const unread = client.inbox
    .lines('open')
    .reduce((sum, line) => sum + (line.agent?.id === agent ? newsOf(client, agent, line).unread : 0), 0);
  const unseen = client.inbox.lines('waiting').filter(({ id }) => !client.inbox.hasSeen(id)).length;
  useEffect(() => {
    const count = preferences.title ? unread + unseen : 0;
    document.title = `${count > 0 ? `(${count}) ` : ''}Desk · ${client.desk.settings?.brandName ?? 'Doorstep'}`;
  }, [unread, unseen, preferences.title, client.desk.settings?.brandName]);

  useShortcut('?', () => setHelp(true));
  useShortcut('i', selected === undefined ? undefined : () => setPanel(!panel));
  useShortcut('Escape', () => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLTextAreaElement || activeElement instanceof HTMLInputElement)
      goTo('conversation');
    else if (panel && !wide.matches) setPanel(false);
    else select(undefined);
  });

  const open = selected === undefined ? undefined : client.open(selected);
  return (
    <div class={`desk${open ? ' talking' : ''}${panel && open ? ' with-person' : ''}`}>
      <button type="button" class="button skip" onClick={() => goTo('inbox')}>
        Go to the inbox
      </button>
      <button type="button" class="button skip" onClick={() => goTo('conversation')}>
        Go to the conversation
      </button>
      <Bar
        client={client}
        me={me}
        preferences={preferences}
        change={(some) => {
          const next = { ...preferences, ...some };
          setPreferences(next);
          savePreferences(next);
        }}
        help={() => setHelp(true)}
        signOut={signOut}
      />
      <div class="strips">
        {client.status === 'waiting' && (
          <p class="notice careful strip" role="alert">
            There is no connection. What you write is kept, and sent as soon as it is back.
          </p>
        )}
        {notice && (
          <div class="notice good strip" role="status">
            <Lock />
            <span>
              {nameOrVisitor(notice.name)} logged in: the conversation is now with a verified person.
            </span>
            {notice.id !== selected && (
              <button type="button" class="button small" onClick={() => select(notice.id)}>
                Open it
              </button>
            )}
            <button type="button" class="button small" onClick={dismiss}>
              Dismiss
            </button>
          </div>
        )}
      </div>
      <Inbox client={client} me={agent} isAdmin={isAdmin} selected={selected} select={select} />
      {open ? (
        <Talk
          key={open.id}
          client={client}
          open={open}
          me={agent}
          isAdmin={isAdmin}
          back={() => select(undefined)}
          panel={{ open: panel, toggle: () => setPanel(!panel) }}
        />
      ) : (
        <main class="talk nobody" id="conversation" tabIndex={-1}>
          <div class="empty-state">
            <h2>No conversation is open</h2>
            <p>
              Choose one on the left, or press <kbd>j</kbd>. New ones appear there by themselves. <kbd>?</kbd>{' '}
              shows every shortcut.
            </p>
          </div>
        </main>
      )}
      {open && panel && (
        <PersonPanel key={open.id} client={client} open={open} me={agent} close={() => setPanel(false)} />
      )}
      <Toasts />
      {help && <ShortcutHelp close={() => setHelp(false)} />}
    </div>
  );
}

const goTo = (id: string): void => document.getElementById(id)?.focus();
