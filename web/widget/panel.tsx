import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConsumerClient, ConsumerView, Failure, Outcome } from '../client/index.ts';
import { Composer } from '../ui/composer.tsx';
import { Check, Cross } from '../ui/icons.tsx';
import { failureSentence, loggedInAs } from '../ui/sentences.ts';
import { Timeline } from '../ui/timeline.tsx';
import { Assurance } from './assurance.tsx';
import { LoginArea } from './login-area.tsx';

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

  const agent = conversation?.agent?.name;
  const closed = conversation?.state === 'closed';
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
      {items.length === 0 && view.unsent.length === 0 && !view.held && (
        <p class="welcome">Hello! Write to us, and somebody will answer here. No login is needed to begin.</p>
      )}
      <Timeline
        reader="consumer"
        items={items}
        unsent={view.unsent}
        hasEarlier={view.hasEarlier}
        typing={view.typing ? (agent ?? 'Somebody') : undefined}
        otherRead={conversation?.read.agent ?? 0}
        earlier={() => void client.earlier()}
        retry={(key) => client.retry(key)}
        discard={(key) => client.discard(key)}
      />
      {problem && (
        <p class="notice" role="alert">
          {failureSentence(problem)}
          {problem.code === 'other_identity' && (
            <button type="button" class="link" onClick={startOver}>
              Start a new one
            </button>
          )}
        </p>
      )}
      <LoginArea client={client} view={view} run={run} />
      {view.held ? null : closed ? (
        <p class="over">
          <span>This conversation is closed.</span>
          <button type="button" class="button" onClick={startOver}>
            Start a new one
          </button>
        </p>
      ) : (
        <Composer label="Write a message" send={(text) => client.send(text)} type={(on) => client.type(on)} />
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
