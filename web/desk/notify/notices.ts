import { useEffect, useRef, useState } from 'preact/hooks';
import type { AgentClient, InboxLine } from '../../client/index.ts';
import { toast } from '../../ui/toast.tsx';
import { nameOrVisitor } from '../sentences.ts';
import type { Preferences } from './preferences.ts';
import { chime } from './sound.ts';

interface Desk {
  readonly client: AgentClient;
  readonly me: string;
  readonly selected: string | undefined;
  readonly preferences: Preferences;
  readonly select: (id: string) => void;
}

/** Tells the agent what happens elsewhere. Answers the step-up that was told last, until it is dismissed. */
export function useNotices(desk: Desk): readonly [InboxLine | undefined, () => void] {
  const [steppedUp, setSteppedUp] = useState<InboxLine>();
  const now = useRef(desk);
  now.current = desk;
  const { client } = desk;

  useEffect(() => {
    const stopInbox = client.on('inbox', ({ line, why, notify }) => {
      const { me } = now.current;
      const offered = line.state === 'waiting' && ['started', 'transferred', 'released'].includes(why);
      if (why === 'stepped_up' && notify) {
        setSteppedUp(line);
        tell(now.current, line.id, `${nameOrVisitor(line.name)} logged in`, false);
      } else if (offered) tell(now.current, line.id, 'Somebody is waiting', true);
      else if (why === 'transferred' && line.agent?.id === me)
        tell(now.current, line.id, `${nameOrVisitor(line.name)} was handed on to you`, true);
    });
    const stopItems = client.on('items', ({ conversation, items }) => {
      const line = client.inbox.line(conversation);
      const written = items.some((item) => item.kind === 'message' && item.from.role === 'consumer');
      if (!written || line?.agent?.id !== now.current.me) return;
      const looking = now.current.selected === conversation && document.visibilityState === 'visible';
      if (!looking) tell(now.current, conversation, `${nameOrVisitor(line.name)} wrote`, true);
    });
    return () => {
      stopInbox();
      stopItems();
    };
  }, [client]);

  return [steppedUp, () => setSteppedUp(undefined)];
}

/** No text of a conversation is in it: it may be read by whoever stands behind one. */
function tell(
  { preferences, selected, select }: Desk,
  conversation: string,
  words: string,
  passing: boolean,
): void {
  if (preferences.sound) void chime();
  if (passing && preferences.toasts && selected !== conversation)
    toast(words, { action: 'Open it', run: () => select(conversation) });
  if (!preferences.browser || document.visibilityState === 'visible') return;
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
  const shown = new Notification(words, { tag: conversation });
  shown.onclick = () => {
    focus();
    select(conversation);
    shown.close();
  };
}
