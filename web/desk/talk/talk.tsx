import { useEffect, useState } from 'preact/hooks';
import { type AgentClient, type AgentConversation, isAuthenticated, isOpen } from '../../client/index.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { Dropdown } from '../dropdown.tsx';
import { Clock, More } from '../icons.tsx';
import { Announcer } from '../notify/announcer.tsx';
import { failureSentence, nameOrVisitor, when } from '../sentences.ts';
import { useShortcut } from '../shortcuts.tsx';
import { stepUpOf } from '../step-up.ts';
import { useNow } from '../use-now.ts';
import { AskDialog } from './ask.tsx';
import { Composer } from './composer.tsx';
import { HandOnDialog } from './hand-on.tsx';
import { Header } from './header.tsx';
import { RequestDialog } from './request.tsx';
import { Timeline } from './timeline.tsx';
import { takeTranscript } from './transcript.ts';
import { UnsentLines } from './unsent.tsx';
import { useAction } from './use-action.ts';

interface TalkProps {
  readonly client: AgentClient;
  readonly open: AgentConversation;
  readonly me: string;
  readonly isAdmin: boolean;
  readonly back: () => void;
  readonly panel: { readonly open: boolean; toggle(): void };
}

type Asking = 'login' | 'hand-on' | 'request' | 'close';

/** One conversation: who it is with, what was said, and what the agent can do. */
export function Talk({ client, open, me, isAdmin, back, panel }: TalkProps) {
  const head = open.conversation;
  const { run, busy, failure, setFailure } = useAction();
  /** Just now: the next thing is to write. */
  const [accepted, setAccepted] = useState(false);
  const [asking, setAsking] = useState<Asking>();
  const now = useNow(head?.assurance.level === 'authenticated', 15_000);
  const { last } = open;
  const mine = head?.state === 'open' && head.agent?.id === me;
  const mayHandOn = mine || (isAdmin && head?.state === 'open');

  useEffect(() => {
    if (mine && last > 0 && document.visibilityState === 'visible') open.read(last);
  }, [open, last, mine]);
  useEffect(
    () =>
      client.on('refused', (refused) => {
        if (refused.conversation === open.id) setFailure(refused.failure);
      }),
    [client, open],
  );

  const close = () => void run(() => open.close());
  const accept = () => void run(() => open.accept()).then((done) => done && setAccepted(true));
  useShortcut('a', head?.state === 'waiting' ? accept : undefined);
  useShortcut('l', mine ? () => setAsking('login') : undefined);
  useShortcut('p', mine ? () => setAsking('request') : undefined);
  useShortcut('t', mayHandOn ? () => setAsking('hand-on') : undefined);
  // A key is easily hit by mistake, and what is closed stays closed.
  useShortcut('e', mine ? () => setAsking('close') : undefined);

  if (!head) {
    return (
      <main class="talk" id="conversation" tabIndex={-1} aria-busy={!failure}>
        {failure ? (
          <div class="empty-state">
            <h2>This conversation cannot be shown</h2>
            <p>{failureSentence(failure)}</p>
            <button type="button" class="button" onClick={back}>
              Back to the inbox
            </button>
          </div>
        ) : (
          <TalkSkeleton />
        )}
      </main>
    );
  }

  const ended = () => setAsking(undefined);
  return (
    <main
      class="talk"
      id="conversation"
      tabIndex={-1}
      aria-label={`Conversation with ${nameOrVisitor(head.name)}`}
    >
      <Header head={head} stepUp={stepUpOf(open)} now={now} back={back} panel={panel} />
      <div class="actions">
        {mine && (
          <>
            <button type="button" class="button small" onClick={() => setAsking('login')}>
              {isOpen(head.challenge) ? 'Ask again to log in' : 'Ask to log in'}
            </button>
            <button type="button" class="button small" onClick={() => setAsking('request')}>
              Protected request
            </button>
          </>
        )}
        {mayHandOn && (
          <button type="button" class="button small" onClick={() => setAsking('hand-on')}>
            Hand on
          </button>
        )}
        {mine && (
          <button type="button" class="button small" disabled={busy} onClick={close}>
            Close
          </button>
        )}
        <Dropdown class="button small icon-only" name="More" label={<More />}>
          {(done) => (
            <div class="menu">
              {mayHandOn && (
                <button
                  type="button"
                  onClick={() => {
                    done();
                    void run(() => open.release());
                  }}
                >
                  Give it back to those who wait
                </button>
              )}
              <button
                type="button"
                onClick={() => {
                  done();
                  void takeTranscript(open.id).then((taken) =>
                    toast(
                      taken ? 'The transcript is saved.' : 'The transcript could not be read. Try again.',
                    ),
                  );
                }}
              >
                Save the transcript
              </button>
            </div>
          )}
        </Dropdown>
      </div>
      {failure && (
        <p class="notice" role="alert">
          {failureSentence(failure)}
        </p>
      )}
      {isOpen(head.challenge) && (
        <p class="waiting-login">
          <Clock />
          <span>
            {head.challenge.state === 'started' ? 'Logging in now' : 'Asked to log in'}
            {head.challenge.acr !== undefined && `, at level ${head.challenge.acr}`}
            {head.challenge.expiresAt !== undefined && `, until ${when(head.challenge.expiresAt)}`}
          </span>
          {mine && (
            <button
              type="button"
              class="link"
              onClick={() => head.challenge && run(() => open.withdraw(head.challenge?.id ?? ''))}
            >
              Take it back
            </button>
          )}
        </p>
      )}
      <Timeline source={open} label="Conversation" me={me} otherRead={head.read.consumer}>
        <UnsentLines open={open} />
        {open.typing && <p class="typing">{nameOrVisitor(head.name)} is typing …</p>}
      </Timeline>
      <Announcer client={client} open={open} />
      {mine && isAuthenticated(head.assurance, now) === false && head.assurance.level === 'authenticated' && (
        <p class="foot">The verified period is over. Ask to log in again if you need it.</p>
      )}
      {mine && <Composer client={client} open={open} focus={accepted} />}
      {head.state === 'waiting' && (
        <div class="foot">
          <p>Nobody has this conversation yet.</p>
          <button type="button" class="button main" disabled={busy} onClick={accept}>
            Accept
          </button>
        </div>
      )}
      {head.state === 'closed' && <p class="foot">This conversation is closed.</p>}
      {head.state === 'open' && !mine && (
        <p class="foot">{head.agent?.name ?? 'Another agent'} has this conversation.</p>
      )}
      {asking === 'login' && (
        <AskDialog
          waiting={isOpen(head.challenge)}
          scale={client.desk.settings?.acrScale ?? []}
          ask={(reason, wanted) => open.ask(reason, wanted)}
          close={ended}
        />
      )}
      {asking === 'close' && (
        <Dialog
          title="Close the conversation?"
          action="Close it"
          close={ended}
          submit={() => {
            ended();
            close();
          }}
        >
          <p>It stays to be read. A new message of the consumer begins another one.</p>
        </Dialog>
      )}
      {asking === 'request' && (
        <RequestDialog
          client={client}
          open={open}
          close={ended}
          done={(title, state) => {
            ended();
            toast(
              state === 'waiting'
                ? `${title}: the consumer was asked to log in`
                : `${title}: it is under way`,
            );
          }}
        />
      )}
      {asking === 'hand-on' && (
        <HandOnDialog
          client={client}
          holder={head.agent?.id}
          transfer={(to, note) => open.transfer(to, note)}
          close={ended}
          done={(to) => {
            ended();
            toast(`Handed on to ${to}`);
            void open.rejoin();
          }}
        />
      )}
    </main>
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
