import type { ConsumerView } from '../../client/index.ts';
import type { Chat } from '../chat.ts';
import type { Memory } from '../memory.ts';
import { Composer } from './composer.tsx';
import { LoginArea } from './login-area.tsx';
import { Timeline } from './timeline.tsx';
import type { Login } from './use-login.ts';
import { useWords } from './words.tsx';

interface TalkProps {
  readonly chat: Chat;
  readonly memory: Memory;
  readonly view: ConsumerView;
  readonly login: Login;
  readonly startOver: () => void;
}

/** The conversation, what there is to do about logging in, and the field to write in. */
export function Talk({ chat: { client }, memory, view, login, startOver }: TalkProps) {
  const { say, text } = useWords();
  const { conversation, items } = view;
  const isNew = !conversation && items.length === 0 && view.unsent.length === 0;
  return (
    <>
      {isNew && !view.held && (
        <p class="welcome" dir="auto">
          {view.available === false && view.awayMessage ? view.awayMessage : say('welcome')}
        </p>
      )}
      <Timeline
        items={items}
        unsent={view.unsent}
        hasEarlier={view.hasEarlier}
        typing={view.typing ? (conversation?.agent?.name ?? text('somebody')) : undefined}
        otherRead={conversation?.read.agent ?? 0}
        earlier={() => void client.earlier()}
        retry={(key) => client.retry(key)}
        discard={(key) => client.discard(key)}
      />
      <LoginArea client={client} view={view} login={login} startOver={startOver} />
      {conversation?.state === 'closed' ? (
        <p class="over">
          <span>{say('closed')}</span>
          <button type="button" class="button main" onClick={startOver}>
            {say('startNew')}
          </button>
        </p>
      ) : view.held ? null : (
        <Composer client={client} memory={memory} />
      )}
    </>
  );
}
