import { useEffect, useState } from 'preact/hooks';
import { type AgentClient, type Failure, isAuthenticated, isOpen, type Outcome } from '../client/index.ts';
import { Composer } from '../ui/composer.tsx';
import { failureSentence } from '../ui/sentences.ts';
import { Timeline } from '../ui/timeline.tsx';
import { AskToLogIn } from './ask.tsx';
import { Person } from './person.tsx';

interface ConversationProps {
  readonly client: AgentClient;
  readonly id: string;
  readonly me: string;
  readonly select: (id: string) => void;
}

/** One conversation: who it is with, what was said, and what the agent can do. */
export function Conversation({ client, id, me, select }: ConversationProps) {
  const open = client.open(id);
  const head = open.conversation;
  const [failure, setFailure] = useState<Failure>();
  const last = open.items.at(-1)?.seq ?? 0;

  useEffect(() => {
    const mine = head?.agent?.id === me;
    if (mine && last > 0 && document.visibilityState === 'visible') open.read(last);
  }, [open, last, head?.agent?.id, me]);
  useEffect(
    () =>
      client.on('refused', (refused) => {
        if (refused.conversation === id) setFailure(refused.failure);
      }),
    [client, id],
  );

  async function run(act: Promise<Outcome<unknown>>): Promise<boolean> {
    setFailure(undefined);
    const outcome = await act;
    if (!outcome.ok) setFailure(outcome.failure);
    return outcome.ok;
  }

  if (!head) {
    return <main class="empty">{failure ? failureSentence(failure) : 'Opening …'}</main>;
  }
  const mine = head.state === 'open' && head.agent?.id === me;
  return (
    <main class="conversation" aria-label="Conversation">
      <div class="actions">
        <Person client={client} head={head} items={open.items} select={select} />
        {head.state === 'waiting' && (
          <button type="button" class="button main" onClick={() => void run(open.accept())}>
            Accept
          </button>
        )}
        {mine && (
          <AskToLogIn
            waiting={isOpen(head.challenge)}
            ask={(reason, wanted) => run(open.ask(reason, wanted))}
          />
        )}
        {mine && isAuthenticated(head.assurance, Date.now()) && (
          <button type="button" class="button" onClick={() => void run(open.stepDown())}>
            End the verified period
          </button>
        )}
        {mine && (
          <button type="button" class="button" onClick={() => void run(open.close())}>
            Close
          </button>
        )}
      </div>
      {failure && (
        <p class="notice" role="alert">
          {failureSentence(failure)}
        </p>
      )}
      <Timeline
        reader="agent"
        items={open.items}
        unsent={open.unsent}
        hasEarlier={open.hasEarlier}
        typing={open.typing ? (head.name ?? 'The visitor') : undefined}
        otherRead={head.read.consumer}
        earlier={() => void open.earlier()}
        retry={(key) => open.retry(key)}
        discard={(key) => open.discard(key)}
      />
      {mine && (
        <Composer label="Write an answer" send={(text) => open.send(text)} type={(on) => open.type(on)} />
      )}
      {head.state === 'waiting' && <p class="foot">Accept the conversation to answer.</p>}
      {head.state === 'closed' && <p class="foot">This conversation is closed.</p>}
      {head.state === 'open' && !mine && (
        <p class="foot">{head.agent?.name ?? 'Another agent'} has this conversation.</p>
      )}
    </main>
  );
}
