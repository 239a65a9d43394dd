import { to } from '../../route.ts';
import { Section } from '../../section.tsx';
import { useList } from '../../use-list.ts';
import { UserName } from '../../user-name.tsx';
import { ago } from '../../when.tsx';
import { eventWords } from '../log/words.ts';

const most = 6;

/** What happened last, in the log's words. */
export function Recent() {
  const { items } = useList('GET /api/manage/log', {}, ({ says }) => says !== undefined);
  if (!items?.length) return null;
  return (
    <Section title="Lately" action={<a href={to('log')}>The whole log</a>}>
      <ul class="plain-list">
        {items.slice(0, most).map(({ account, conversation, n, at, says }) => (
          <li key={`${account ?? conversation} ${n}`} class="row apart">
            <span>
              {eventWords(says?.event ?? '')} {says?.ok === false && <span class="badge bad">Failed</span>}{' '}
              {account !== undefined && account !== 'nobody' && <UserName user={account} />}
              {conversation !== undefined && <a href={to('conversations', conversation)}>Conversation</a>}
            </span>
            <span class="hint">{ago(at)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
