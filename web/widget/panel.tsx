import { useEffect, useRef, useState } from 'preact/hooks';
import {
  type ConsumerClient,
  type ConsumerView,
  type Failure,
  isAuthenticated,
  type Outcome,
} from '../client/index.ts';
import { Check, Cross } from '../ui/icons.tsx';
import { failureSentence, loggedInAs } from '../ui/sentences.ts';
import { Assurance } from './assurance.tsx';
import { EarlierChats } from './earlier-chats.tsx';
import { Talk } from './talk.tsx';

interface PanelProps {
  readonly client: ConsumerClient;
  readonly view: ConsumerView;
  readonly close: () => void;
}

/** The open chat: who one talks to, as whom, the conversation, and the field to write in. */
export function Panel({ client, view, close }: PanelProps) {
  const { conversation, items } = view;
  const [banner, setBanner] = useState<string>();
  const [problem, setProblem] = useState<Failure>();
  const [showsEarlier, setShowsEarlier] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const last = items.at(-1)?.seq ?? 0;

  useEffect(
    () =>
      client.on('steppedUp', ({ name }) => {
        setProblem(undefined);
        setBanner(loggedInAs(name));
      }),
    [client],
  );
  useEffect(() => client.on('loginFailed', setProblem), [client]);
  useEffect(() => void client.prepare(), [client]);
  useEffect(() => panel.current?.querySelector('textarea')?.focus(), []);
  useEffect(() => {
    const mark = () => {
      if (last > 0 && document.visibilityState === 'visible') client.read(last);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [client, last]);

  async function run(act: Promise<Outcome<unknown>>) {
    setProblem(undefined);
    const outcome = await act;
    if (!outcome.ok) setProblem(outcome.failure);
  }

  function startOver() {
    setProblem(undefined);
    client.startOver();
  }

  const verified = conversation && isAuthenticated(conversation.assurance, Date.now());
  const agent = conversation?.agent?.name;
  return (
    <section
      class="panel"
      ref={panel}
      aria-label="Chat"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <header>
        <div>
          <h2>{agent ?? 'Chat with us'}</h2>
          <Assurance client={client} view={view} run={run} />
          {verified && !showsEarlier && (
            <button type="button" class="link" onClick={() => setShowsEarlier(true)}>
              Your other chats
            </button>
          )}
        </div>
        <button type="button" class="plain" aria-label="Close chat" onClick={close}>
          <Cross />
        </button>
      </header>
      {banner && (
        <p class="banner" role="status">
          <Check />
          <span>{banner}</span>
          <button type="button" class="plain" aria-label="Dismiss" onClick={() => setBanner(undefined)}>
            <Cross />
          </button>
        </p>
      )}
      <Connection view={view} />
      {verified && showsEarlier ? (
        <EarlierChats client={client} current={conversation.id} back={() => setShowsEarlier(false)} />
      ) : (
        <Talk client={client} view={view} problem={problem} run={run} startOver={startOver} />
      )}
    </section>
  );
}

/** Says so when the conversation is not live. */
function Connection({ view }: { view: ConsumerView }) {
  const words = connectionWords(view);
  return (
    <p
      class={words ? `connection${view.status === 'connecting' ? ' soon' : ''}` : 'visually-hidden'}
      role="status"
    >
      {words}
    </p>
  );
}

function connectionWords({ status, failure, items }: ConsumerView): string | undefined {
  switch (status) {
    case 'offline':
      return 'No connection. What you write is kept and sent as soon as it is back.';
    case 'connecting':
      return items.length > 0 ? 'Connecting …' : undefined;
    case 'ended':
      return `${failure ? failureSentence(failure) : 'This conversation has ended.'} Your next message begins a new one.`;
    case 'failed':
      return 'The chat is not available here right now.';
    default:
      return undefined;
  }
}
