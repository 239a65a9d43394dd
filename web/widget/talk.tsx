import type { ConsumerClient, ConsumerView, Failure, Outcome } from '../client/index.ts';
import { Composer } from '../ui/composer.tsx';
import { failureSentence } from '../ui/sentences.ts';
import { Timeline } from '../ui/timeline.tsx';
import { LoginArea } from './login-area.tsx';

interface TalkProps {
  readonly client: ConsumerClient;
  readonly view: ConsumerView;
  readonly problem: Failure | undefined;
  readonly run: (act: Promise<Outcome<unknown>>) => void;
  readonly startOver: () => void;
}

/** The conversation, what there is to do about logging in, and the field to write in. */
export function Talk({ client, view, problem, run, startOver }: TalkProps) {
  const { conversation, items } = view;
  const agent = conversation?.agent?.name;
  const closed = conversation?.state === 'closed';
  return (
    <>
      {!conversation && view.unsent.length === 0 && !view.held && (
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
    </>
  );
}
