import type { ConsumerView } from '../../client/index.ts';
import type { Chat } from '../chat.ts';
import { Assurance } from './assurance.tsx';
import { Avatar } from './avatar.tsx';
import { Cross } from './icons.tsx';
import { Menu, type MenuItem } from './menu.tsx';
import type { Login } from './use-login.ts';
import { useWords } from './words.tsx';

interface HeaderProps {
  readonly chat: Chat;
  readonly view: ConsumerView;
  readonly login: Login;
  readonly items: readonly MenuItem[];
  readonly close: () => void;
}

/** Who one talks to, whether they are there, and as whom one writes. */
export function Header({ chat, view, login, items, close }: HeaderProps) {
  const { say, text } = useWords();
  const { conversation, available } = view;
  const agent = conversation?.agent?.name;
  const presence = presenceOf(view);
  const isThere = presence === 'presenceHere' || (!conversation && available === true);
  return (
    <div class="head">
      <span class={isThere ? 'face there' : 'face'}>
        <Avatar name={agent} />
      </span>
      <div class="who">
        <h2>{agent ? <bdi>{agent}</bdi> : say('title')}</h2>
        {presence && <p class="presence">{say(presence)}</p>}
      </div>
      {items.length > 0 && <Menu items={items} />}
      <button type="button" class="plain" aria-label={text('close')} onClick={close}>
        <Cross />
      </button>
      <Assurance chat={chat} view={view} login={login} />
    </div>
  );
}

function presenceOf({ conversation, available }: ConsumerView) {
  if (conversation?.state === 'closed') return 'presenceOver';
  if (conversation?.state === 'open') return 'presenceHere';
  if (available === false) return 'presenceAway';
  return conversation ? 'presenceSoon' : undefined;
}
