import { useEffect, useState } from 'preact/hooks';
import type { ConsumerClient, Failure, Item, Outcome, PastConversation } from '../../client/index.ts';
import { failureWords } from './failure-words.ts';
import { Back } from './icons.tsx';
import { Timeline } from './timeline.tsx';
import { useWords } from './words.tsx';

interface EarlierChatsProps {
  readonly client: ConsumerClient;
  readonly current: string | undefined;
  readonly back: () => void;
}

/** The chats of the person who is logged in, on whatever device they began: to read, and to go on with. */
export function EarlierChats({ client, current, back }: EarlierChatsProps) {
  const words = useWords();
  const { say, text, dayAndTime } = words;
  const [chats, setChats] = useState<readonly PastConversation[]>();
  const [cursor, setCursor] = useState<string>();
  const [read, setRead] = useState<{ readonly id: string; readonly items: readonly Item[] }>();
  const [problem, setProblem] = useState<Failure>();

  function taken<T>(outcome: Outcome<T>): T | undefined {
    setProblem(outcome.ok ? undefined : outcome.failure);
    return outcome.ok ? outcome.value : undefined;
  }

  async function load(from?: string) {
    const page = taken(await client.history(from));
    if (!page) return;
    setChats((known) => [...((from && known) || []), ...page.items]);
    setCursor(page.cursor);
  }

  async function open(id: string, before?: number) {
    const page = taken(await client.readHistory(id, before));
    if (page) setRead({ id, items: [...page.items, ...(read?.id === id && before ? read.items : [])] });
  }

  async function goOn(id: string) {
    if (taken(await client.goOnWith(id))) back();
  }

  useEffect(() => void load(), []);
  const others = chats?.filter(({ id }) => id !== current);
  const first = read?.items[0]?.seq ?? 1;
  return (
    <section class="chats" aria-label={text('chats')}>
      <button type="button" class="link back" onClick={read ? () => setRead(undefined) : back}>
        <Back />
        {say('back')}
      </button>
      {problem && (
        <p class="notice" role="alert">
          {failureWords(words, problem)}
        </p>
      )}
      {read ? (
        <>
          <Timeline
            items={read.items}
            unsent={[]}
            hasEarlier={first > 1}
            typing={undefined}
            otherRead={0}
            earlier={() => void open(read.id, first)}
            retry={() => {}}
            discard={() => {}}
          />
          <button type="button" class="button main" onClick={() => void goOn(read.id)}>
            {say('goOnWithChat')}
          </button>
        </>
      ) : (
        <ul>
          {others?.map(({ id, at }) => (
            <li key={id}>
              <button type="button" class="button" onClick={() => void open(id)}>
                {say('chatOf', { time: dayAndTime(at) })}
              </button>
            </li>
          ))}
        </ul>
      )}
      {others?.length === 0 && !read && !cursor && <p class="hint">{say('noChats')}</p>}
      {cursor && !read && (
        <button type="button" class="link" onClick={() => void load(cursor)}>
          {say('moreChats')}
        </button>
      )}
    </section>
  );
}
