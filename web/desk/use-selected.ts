import { useEffect, useState } from 'preact/hooks';
import type { AgentClient } from '../client/index.ts';

const inAddress = (): string | undefined => {
  const id = location.hash.slice(1);
  return /^[A-Za-z0-9_-]{8,64}$/.test(id) ? id : undefined;
};

/** Which conversation is open: the page's address says it, so that a reload and the way back from signing in find it again. */
export function useSelected(client: AgentClient) {
  const [selected, setSelected] = useState(inAddress);
  useEffect(() => {
    const moved = () => setSelected(inAddress());
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, []);
  useEffect(() => {
    if (selected !== undefined) client.inbox.see(selected);
  }, [client, selected]);

  function select(id: string | undefined) {
    if (id === inAddress()) return;
    history.pushState(null, '', id === undefined ? location.pathname : `#${id}`);
    setSelected(id);
  }
  return [selected, select] as const;
}
