import { useEffect, useState } from 'preact/hooks';
import type { AgentClient, AgentConversation } from '../../client/index.ts';
import { useAction } from './use-action.ts';

const visible = (): boolean => document.visibilityState === 'visible';

/** Whether the page is looked at. */
function useVisible(): boolean {
  const [seen, setSeen] = useState(visible);
  useEffect(() => {
    const changed = () => setSeen(visible());
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, []);
  return seen;
}

/** A conversation as it stands for this agent, what can be done with it, and why something could not be. */
export function useConversation(client: AgentClient, open: AgentConversation, me: string, isAdmin: boolean) {
  const head = open.conversation;
  const { run, busy, failure, setFailure } = useAction();
  /** Just now: the next thing is to write. */
  const [accepted, setAccepted] = useState(false);
  const isSeen = useVisible();
  const { last } = open;
  const mine = head?.state === 'open' && head.agent?.id === me;

  useEffect(() => {
    if (mine && last > 0 && isSeen) open.read(last);
  }, [open, last, mine, isSeen]);
  useEffect(
    () =>
      client.on('refused', (refused) => {
        if (refused.conversation === open.id) setFailure(refused.failure);
      }),
    [client, open],
  );

  return {
    head,
    mine,
    mayHandOn: mine || (isAdmin && head?.state === 'open'),
    accepted,
    busy,
    failure,
    accept: () => void run(() => open.accept()).then((done) => done && setAccepted(true)),
    close: () => void run(() => open.close()),
    release: () => void run(() => open.release()),
    withdraw: (challenge: string) => void run(() => open.withdraw(challenge)),
  };
}

/** What an agent can do with a conversation at this moment. */
export type Doing = ReturnType<typeof useConversation>;
