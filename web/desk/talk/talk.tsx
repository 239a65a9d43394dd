import { useState } from 'preact/hooks';
import type { AgentClient, AgentConversation, Failure } from '../../client/index.ts';
import { Announcer } from '../notify/announcer.tsx';
import { failureSentence, nameOrVisitor } from '../sentences.ts';
import { useShortcut } from '../shortcuts.tsx';
import { stepUpOf } from '../step-up.ts';
import { useNowOf } from '../use-now.ts';
import { Actions, WaitingLogin } from './actions.tsx';
import { Composer } from './composer.tsx';
import { type Asking, Dialogs } from './dialogs.tsx';
import { Header } from './header.tsx';
import { Timeline } from './timeline.tsx';
import { UnsentLines } from './unsent.tsx';
import { type Doing, useConversation } from './use-conversation.ts';

interface TalkProps {
  readonly client: AgentClient;
  readonly open: AgentConversation;
  readonly me: string;
  readonly isAdmin: boolean;
  readonly back: () => void;
  readonly panel: { readonly open: boolean; toggle(): void };
}

/** One conversation: who it is with, what was said, and what the agent can do. */
export function Talk({ client, open, me, isAdmin, back, panel }: TalkProps) {
  const doing = useConversation(client, open, me, isAdmin);
  const [asking, setAsking] = useState<Asking>();
  const { head, mine, mayHandOn, failure } = doing;
  const now = useNowOf(head?.assurance);

  useShortcut('a', head?.state === 'waiting' ? doing.accept : undefined);
  useShortcut('l', mine ? () => setAsking('login') : undefined);
  useShortcut('p', mine ? () => setAsking('request') : undefined);
  useShortcut('t', mayHandOn ? () => setAsking('hand-on') : undefined);
  // A key is easily hit by mistake, and what is closed stays closed.
  useShortcut('e', mine ? () => setAsking('close') : undefined);

  if (!head) {
    return (
      <main class="talk" id="conversation" tabIndex={-1} aria-busy={!failure}>
        {failure ? <NotShown failure={failure} back={back} /> : <TalkSkeleton />}
      </main>
    );
  }
  const name = nameOrVisitor(head.name);
  return (
    <main class="talk" id="conversation" tabIndex={-1} aria-label={`Conversation with ${name}`}>
      <Header head={head} stepUp={stepUpOf(open)} now={now} back={back} panel={panel} />
      <Actions id={open.id} doing={doing} ask={setAsking} />
      {failure && (
        <p class="notice" role="alert">
          {failureSentence(failure)}
        </p>
      )}
      <WaitingLogin doing={doing} />
      <Timeline source={open} label="Conversation" me={me} otherRead={head.read.consumer}>
        <UnsentLines open={open} />
        {open.typing && <p class="typing">{name} is typing …</p>}
      </Timeline>
      <Announcer client={client} open={open} />
      {mine ? <Composer client={client} open={open} focus={doing.accepted} /> : <Foot doing={doing} />}
      <Dialogs client={client} open={open} doing={doing} asking={asking} ended={() => setAsking(undefined)} />
    </main>
  );
}

/** Why one cannot write here, and what would change that. */
function Foot({ doing: { head, busy, accept } }: { readonly doing: Doing }) {
  switch (head?.state) {
    case 'waiting':
      return (
        <div class="foot">
          <p>Nobody has this conversation yet.</p>
          <button type="button" class="button main" disabled={busy} onClick={accept}>
            Accept
          </button>
        </div>
      );
    case 'closed':
      return <p class="foot">This conversation is closed.</p>;
    default:
      return <p class="foot">{head?.agent?.name ?? 'Another agent'} has this conversation.</p>;
  }
}

function NotShown({ failure, back }: { readonly failure: Failure; readonly back: () => void }) {
  return (
    <div class="empty-state">
      <h2>This conversation cannot be shown</h2>
      <p>{failureSentence(failure)}</p>
      <button type="button" class="button" onClick={back}>
        Back to the inbox
      </button>
    </div>
  );
}

function TalkSkeleton() {
  return (
    <div class="talk-skeleton">
      <p class="visually-hidden">Opening …</p>
      {[60, 40, 70, 30].map((width) => (
        <div key={width} class={`skeleton w${width}`} />
      ))}
    </div>
  );
}
