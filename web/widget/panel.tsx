import { useEffect, useRef, useState } from 'preact/hooks';
import { type ConsumerClient, type ConsumerView, isAuthenticated } from '../client/index.ts';
import { Composer } from '../ui/composer.tsx';
import { Check, Cross, Lock, OpenLock } from '../ui/icons.tsx';
import { failureSentence, loggedInAs } from '../ui/sentences.ts';
import { Timeline } from '../ui/timeline.tsx';
import { LoginCard } from './login-card.tsx';

interface PanelProps {
  readonly client: ConsumerClient;
  readonly view: ConsumerView;
  readonly close: () => void;
}

/** The open chat: who one talks to, as whom, the conversation, and the field to write in. */
export function Panel({ client, view, close }: PanelProps) {
  const { conversation, items } = view;
  const [banner, setBanner] = useState<string>();
  const panel = useRef<HTMLElement>(null);
  const last = items.at(-1)?.seq ?? 0;

  useEffect(() => client.on('steppedUp', ({ name }) => setBanner(loggedInAs(name))), [client]);
  useEffect(() => panel.current?.querySelector('textarea')?.focus(), []);
  useEffect(() => {
    const mark = () => {
      if (last > 0 && document.visibilityState === 'visible') client.read(last);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [client, last]);

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
          <Assurance view={view} />
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
      {items.length === 0 && view.unsent.length === 0 && (
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
      {view.challenge && !closed && (
        <LoginCard client={client} challenge={view.challenge} busy={view.loggingIn} />
      )}
      {closed ? (
        <p class="over">
          <span>This conversation is closed.</span>
          <button type="button" class="button" onClick={() => client.startOver()}>
            Start a new one
          </button>
        </p>
      ) : (
        <Composer label="Write a message" send={(text) => client.send(text)} type={(on) => client.type(on)} />
      )}
    </section>
  );
}

function Assurance({ view }: { view: ConsumerView }) {
  const { conversation } = view;
  const verified = conversation && isAuthenticated(conversation.assurance, Date.now());
  return (
    <p class={verified ? 'assurance verified' : 'assurance'}>
      {verified ? <Lock /> : <OpenLock />}
      <span>{verified ? loggedInAs(conversation.name) : 'You are not logged in'}</span>
    </p>
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
