import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConsumerClient, ConsumerView } from '../client/index.ts';
import { Bubble } from '../ui/icons.tsx';
import { memory } from './memory.ts';
import { Panel } from './panel.tsx';

/** The launcher and, once opened, the conversation. */
export function Widget({ client }: { client: ConsumerClient }) {
  const [view, setView] = useState<ConsumerView>(client.view);
  const [open, setOpen] = useState(memory.wasOpen());
  const [unread, setUnread] = useState(0);
  const launcher = useRef<HTMLButtonElement>(null);

  useEffect(() => client.on('change', setView), [client]);
  useEffect(
    () =>
      client.on('items', (items) => {
        if (!open) setUnread((count) => count + items.filter(isForConsumer).length);
      }),
    [client, open],
  );

  function toggle(next: boolean) {
    memory.keepOpen(next);
    setOpen(next);
    setUnread(0);
    if (!next) requestAnimationFrame(() => launcher.current?.focus());
  }

  if (open) return <Panel client={client} view={view} close={() => toggle(false)} />;
  const news = unread > 0 ? `, ${unread} new` : '';
  return (
    <button
      type="button"
      class="launcher"
      ref={launcher}
      aria-label={`Open chat${news}`}
      onClick={() => toggle(true)}
    >
      <Bubble />
      {unread > 0 && <span class="badge">{unread}</span>}
    </button>
  );
}

const isForConsumer = (item: ConsumerView['items'][number]): boolean =>
  item.kind === 'message' && item.from.role !== 'consumer';
