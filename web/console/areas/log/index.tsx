import type { Input } from '../../api.ts';
import type { AreaProps } from '../../areas.ts';
import { dayBegins, dayEnds } from '../../days.ts';
import { ListView } from '../../list-view.tsx';
import { type Query, show, to } from '../../route.ts';
import { Empty, Head } from '../../states.tsx';
import { useList } from '../../use-list.ts';
import { ExportLog } from './export-log.tsx';
import { LogFilters } from './log-filters.tsx';
import { LogRow } from './log-row.tsx';

type Question = NonNullable<Input<'GET /api/manage/log'>['query']>;

/** What the server is asked, of what stands in the address. */
function asked({ from, to: until, account, conversation, event, ok }: Query): Question {
  const [begins, ends] = [dayBegins(from), dayEnds(until)];
  return {
    ...(account ? { account } : conversation ? { conversation } : {}),
    ...(event ? { event } : {}),
    ...(ok === 'true' || ok === 'false' ? { ok } : {}),
    ...(begins ? { from: begins } : {}),
    ...(ends ? { to: ends } : {}),
  };
}

/** The log: who did what, when, from where. Nobody can change it without that being seen. */
export default function Log({ query }: AreaProps) {
  const question = asked(query);
  const list = useList('GET /api/manage/log', { query: question });
  const { account, conversation } = question;
  return (
    <>
      <Head
        title="Log"
        action={<ExportLog about={account ? { account } : conversation ? { conversation } : {}} />}
      >
        Every sign-in, every change of a setting, every step of a login, newest first. It names nobody and
        holds no secret, and each entry is chained to the one before.
      </Head>
      <LogFilters
        query={query}
        change={(some) => show('log', { ...query, ...some })}
        clear={() => show('log', {})}
      />
      <ListView
        list={list}
        label="Log"
        columns={['When', 'What', 'About', 'By', 'From']}
        row={(line) => <LogRow key={`${line.account ?? line.conversation} ${line.n}`} line={line} />}
        empty={
          <Empty title="Nothing like that is in the log">
            <p>
              Leave a filter out. What is older than the <a href={to('retention')}>retention</a> says no more.
            </p>
          </Empty>
        }
      />
      <p class="hint">
        To see that nothing was changed or taken out: export the log, then{' '}
        <code class="code">npm run verify-log -- {'<file>'} --key log-key.pem</code>. It names the first entry
        that is broken.
      </p>
    </>
  );
}
