import { useEffect, useState } from 'preact/hooks';
import type { Failure, StepUpDone } from '../../client/index.ts';
import type { Chat } from '../chat.ts';
import type { Memory } from '../memory.ts';
import { Connection } from './connection.tsx';
import { EarlierChats } from './earlier-chats.tsx';
import { failureWords } from './failure-words.ts';
import { Header } from './header.tsx';
import { Check, Cross } from './icons.tsx';
import { menuOf } from './menu-items.tsx';
import { useNow } from './now.ts';
import { Question, type QuestionProps } from './question.tsx';
import { Talk } from './talk.tsx';
import { useLogin } from './use-login.ts';
import { useView } from './use-view.ts';
import { useWords } from './words.tsx';

export interface PanelProps {
  readonly chat: Chat;
  readonly memory: Memory;
  readonly close: () => void;
  readonly logOut: (everywhere: boolean) => Promise<boolean>;
}

/** The open chat: who one talks to, as whom, the conversation, and the field to write in. */
export function ChatPanel({ chat, memory, close, logOut }: PanelProps) {
  const { client } = chat;
  const view = useView(client);
  const login = useLogin(client, view.challenge?.id);
  const words = useWords();
  const [done, setDone] = useState<StepUpDone>();
  const [problem, setProblem] = useState<Failure>();
  const [showsEarlier, setShowsEarlier] = useState(false);
  const [question, setQuestion] = useState<QuestionProps>();
  const last = view.items.at(-1)?.seq ?? 0;
  const assurance = view.conversation?.assurance;
  // The banner goes with the login, to the second.
  useNow(done && assurance?.level === 'authenticated' ? assurance.until : undefined);
  const verified = chat.isVerified;

  useEffect(() => client.on('steppedUp', setDone), [client]);
  useEffect(() => void client.prepare(), [client]);
  useEffect(() => {
    const mark = () => {
      if (last > 0 && document.visibilityState === 'visible') chat.saw(last);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [chat, last]);

  function startOver() {
    login.dismiss();
    setDone(undefined);
    chat.forget();
    client.startOver();
    void client.prepare();
  }

  const items = menuOf({
    client,
    view,
    words,
    verified,
    logOut,
    startOver,
    setQuestion,
    setProblem,
    setShowsEarlier,
  });
  return (
    <>
      <Header chat={chat} view={view} login={login} items={items} close={close} />
      {done && verified && (
        <p class="banner" role="status">
          <Check />
          <span>{done.name ? words.say('loggedInAs', { name: done.name }) : words.say('loggedIn')}</span>
          <button
            type="button"
            class="plain"
            aria-label={words.text('dismiss')}
            onClick={() => setDone(undefined)}
          >
            <Cross />
          </button>
        </p>
      )}
      <Connection view={view} />
      {problem && (
        <p class="problem" role="alert">
          <span>{failureWords(words, problem)}</span>
          <button
            type="button"
            class="plain"
            aria-label={words.text('dismiss')}
            onClick={() => setProblem(undefined)}
          >
            <Cross />
          </button>
        </p>
      )}
      {verified && showsEarlier ? (
        <EarlierChats client={client} current={view.conversation?.id} back={() => setShowsEarlier(false)} />
      ) : (
        <Talk chat={chat} memory={memory} view={view} login={login} startOver={startOver} />
      )}
      {question && <Question {...question} close={() => setQuestion(undefined)} />}
    </>
  );
}
