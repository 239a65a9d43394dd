import type { AgentClient, InboxLine } from '../../client/index.ts';

/** What one's own conversation has to say in its line: how much was not read yet, and what was said last. */
export function newsOf(
  client: AgentClient,
  me: string,
  line: InboxLine,
): { unread: number; preview: string | undefined } {
  const open = line.agent?.id === me && line.state === 'open' ? client.opened(line.id) : undefined;
  const head = open?.conversation;
  if (!open || !head) return { unread: 0, preview: undefined };
  const last = open.items.findLast((item) => item.kind === 'message');
  const unread = open.items.filter(
    (item) => item.kind === 'message' && item.from.role === 'consumer' && item.seq > head.read.agent,
  ).length;
  if (open.typing) return { unread, preview: 'typing …' };
  const own = last && last.from.role !== 'consumer';
  return { unread, preview: last && `${own ? 'You: ' : ''}${last.text.slice(0, 120)}` };
}
