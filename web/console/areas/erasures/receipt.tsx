import { useEffect } from 'preact/hooks';
import { type Answer, call } from '../../api.ts';
import { to } from '../../route.ts';
import { Section } from '../../section.tsx';
import { Failed, Head, Loading } from '../../states.tsx';
import { useAction } from '../../use-action.ts';
import { useResource } from '../../use-resource.ts';
import { UserName } from '../../user-name.tsx';
import { When } from '../../when.tsx';

type Erasure = Answer<'GET /api/manage/erasures/{erasure}'>;

const remnants: Readonly<Record<Erasure['remains'][number]['what'], string>> = {
  conversations: 'Of the conversations',
  log: 'In the log',
  sessions: 'Sessions and tokens',
  customer_records: 'Your customer records',
  backups: 'Backups',
  events: 'Events that were delivered',
  application_logs: 'Logs of the functions',
};

const counts = [
  ['conversations', 'Conversations'],
  ['messages', 'Messages'],
  ['entries', 'Entries between them'],
  ['others', 'Protected requests and the like'],
  ['logEntries', 'Entries of the log'],
] as const;

/** What an erasure has done, and what it leaves. While it runs, this page goes on with it. */
export function Receipt({ id }: { readonly id: string }) {
  const params = { erasure: id };
  const { value, failure, reload, replace } = useResource('GET /api/manage/erasures/{erasure}', { params });
  const { run, busy, problem } = useAction();
  const running = value?.state === 'running';

  async function goOn() {
    const answered = await run(call('POST /api/manage/erasures/{erasure}/continue', { params }));
    if (answered) replace(answered);
  }
  // Each call works for some seconds; the next one goes on from there.
  useEffect(() => {
    if (running && !busy && !problem) void goOn();
  }, [value]);

  if (!value) return failure ? <Failed failure={failure} again={reload} /> : <Loading />;
  return (
    <>
      <Head
        title="Receipt of an erasure"
        back={[to('erasures'), 'Erasures']}
        action={running ? <span class="badge careful">Running</span> : <span class="badge good">Done</span>}
      >
        Ordered <When at={value.requestedAt} /> by <UserName user={value.by} />
        {value.finishedAt !== undefined && (
          <>
            , done <When at={value.finishedAt} />
          </>
        )}
        . It names nobody.
      </Head>
      <div role="status" class="told">
        {running && (
          <p class="notice careful">
            It is still running: this page goes on with it, and an hourly run does so by itself.
          </p>
        )}
      </div>
      {problem && <Failed failure={{ code: 'unreachable', title: problem, retryable: true }} again={goOn} />}
      <Section title="Erased">
        <dl class="facts-list">
          {counts.map(([what, words]) => (
            <Counted key={what} words={words} count={value.erased[what]} />
          ))}
          <dt>Id</dt>
          <dd class="code">{value.id}</dd>
        </dl>
      </Section>
      <Section title="What is left, and why">
        <dl class="facts-list stacked">
          {value.remains.map(({ what, why }) => (
            <Remnant key={what} what={remnants[what]} why={why} />
          ))}
        </dl>
      </Section>
    </>
  );
}

const Counted = ({ words, count }: { readonly words: string; readonly count: number }) => (
  <>
    <dt>{words}</dt>
    <dd>{count}</dd>
  </>
);

const Remnant = ({ what, why }: { readonly what: string; readonly why: string }) => (
  <>
    <dt>{what}</dt>
    <dd>{why}</dd>
  </>
);
