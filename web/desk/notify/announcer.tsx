import { useEffect, useState } from 'preact/hooks';
import type { AgentClient, AgentConversation, Item } from '../../client/index.ts';
import { entrySentence, nameOrVisitor } from '../sentences.ts';

interface Said {
  readonly seq: number;
  readonly words: string;
}

/** So much of a long message is read out; the rest is there to be read. */
const longest = 300;

/** Tells a screen reader what is new in the conversation that is open, once, and nothing of what is scrolled by. */
export function Announcer({
  client,
  open,
}: {
  readonly client: AgentClient;
  readonly open: AgentConversation;
}) {
  const [said, setSaid] = useState<readonly Said[]>([]);
  useEffect(
    () =>
      client.on('items', ({ conversation, items }) => {
        if (conversation !== open.id) return;
        const news = items
          .map((item) => ({ seq: item.seq, words: words(item, open) }))
          .filter((one): one is Said => one.words !== undefined);
        if (news.length > 0) setSaid(news);
      }),
    [client, open],
  );
  return (
    <div class="visually-hidden" role="status">
      {said.map(({ seq, words }) => (
        <p key={seq}>{words}</p>
      ))}
    </div>
  );
}

function words(item: Item, open: AgentConversation): string | undefined {
  if (item.kind === 'entry') return entrySentence(item);
  if (item.kind !== 'message' || item.from.role !== 'consumer') return undefined;
  const text = item.text.length > longest ? `${item.text.slice(0, longest)} …` : item.text;
  return `${nameOrVisitor(open.conversation?.name)} wrote: ${text}`;
}
