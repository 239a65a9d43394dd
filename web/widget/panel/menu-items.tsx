import type { ConsumerClient, ConsumerView, Failure, Outcome } from '../../client/index.ts';
import type { MenuItem } from './menu.tsx';
import type { QuestionProps } from './question.tsx';
import { saveFile } from './save-file.ts';
import type { Words } from './words.tsx';

interface Doings {
  readonly client: ConsumerClient;
  readonly view: ConsumerView;
  readonly words: Words;
  readonly verified: boolean;
  readonly logOut: (everywhere: boolean) => Promise<boolean>;
  readonly startOver: () => void;
  readonly setQuestion: (question: QuestionProps) => void;
  readonly setProblem: (problem: Failure | undefined) => void;
  readonly setShowsEarlier: (shows: boolean) => void;
}

/** What there is to do with the chat as it stands. */
export function menuOf(doings: Doings): readonly MenuItem[] {
  const { client, view, words, verified, setQuestion } = doings;
  const { conversation } = view;
  const items: (MenuItem | false)[] = [
    verified && { key: 'chats', label: words.say('otherChats'), act: () => doings.setShowsEarlier(true) },
    conversation !== undefined && {
      key: 'save',
      label: words.say('saveChat'),
      act: () => void save(),
    },
    conversation !== undefined && {
      key: 'new',
      label: words.say('newChat'),
      act: () => setQuestion({ ask: 'newChatAsk', yes: 'newChat', act: doings.startOver }),
    },
    (conversation?.state === 'open' || conversation?.state === 'waiting') && {
      key: 'end',
      label: words.say('endChat'),
      act: () => setQuestion({ ask: 'endChatAsk', yes: 'endChat', act: () => void tell(client.close()) }),
    },
    verified && {
      key: 'out',
      label: words.say('logOut'),
      act: () => setQuestion({ ask: 'logOutAsk', yes: 'logOut', act: () => void doings.logOut(false) }),
    },
    verified && {
      key: 'everywhere',
      label: words.say('logOutEverywhere'),
      act: () =>
        setQuestion({
          ask: 'logOutEverywhereAsk',
          yes: 'logOutEverywhere',
          act: () => void doings.logOut(true),
        }),
    },
  ];
  return items.filter((item) => item !== false);

  async function tell<T>(act: Promise<Outcome<T>>): Promise<T | undefined> {
    const outcome = await act;
    doings.setProblem(outcome.ok ? undefined : outcome.failure);
    return outcome.ok ? outcome.value : undefined;
  }

  async function save() {
    const text = await tell(client.transcript());
    if (text !== undefined) saveFile(`${words.text('chatFile')}.txt`, text);
  }
}
