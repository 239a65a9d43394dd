import { useEffect } from 'preact/hooks';
import type { AgentClient } from '../client/index.ts';

/** So many of one's own conversations are kept open at once: their lines tell what is new. */
const most = 20;

/** Keeps one's own conversations joined, beside the one that is looked at, and leaves the others. */
export function useOwn(client: AgentClient, me: string, selected: string | undefined): void {
  const own = client.inbox
    .lines('open')
    .filter(({ agent }) => agent?.id === me)
    .slice(0, most)
    .map(({ id }) => id);
  const wanted = selected === undefined ? own : [...new Set([selected, ...own])];
  useEffect(() => {
    for (const id of wanted) client.open(id);
    for (const id of client.openIds) if (!wanted.includes(id)) client.leave(id);
  }, [client, wanted.join()]);
}
