import { useEffect, useState } from 'preact/hooks';
import { SelectField } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { call } from '../../api.ts';
import { NumberField } from '../../number-field.tsx';
import { Section } from '../../section.tsx';
import { Empty, Failed, Loading } from '../../states.tsx';
import { useAction } from '../../use-action.ts';
import { useWholeList } from '../../use-list.ts';
import { useResource } from '../../use-resource.ts';
import { When } from '../../when.tsx';
import { Checks, verdict } from './report.tsx';

/** How often new reports are looked for while a trial runs. */
const everyMs = 3_000;

/** A recorded trial: what becomes of the tokens that come at an engagement. */
export function Trial() {
  const engagements = useWholeList('GET /api/manage/engagements');
  const resource = useResource('GET /api/manage/token-trial', {});
  const [engagement, setEngagement] = useState('');
  const [minutes, setMinutes] = useState(15);
  const { run, busy, problem } = useAction();
  const { value, failure, reload } = resource;
  const trial = value?.trial;
  const running = trial !== undefined && trial.until > Date.now();
  const options = (engagements.items ?? [])
    .filter(({ channel }) => channel === 'messaging')
    .map(({ id, name }): [string, string] => [id, name]);
  const chosen = engagement || (trial?.engagement ?? options[0]?.[0] ?? '');

  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => void reload(), everyMs);
    return () => clearInterval(timer);
  }, [running, reload]);

  if (failure && !value) return <Failed failure={failure} again={reload} />;
  if (!value) return <Loading />;

  async function begin() {
    const body = { engagement: chosen, minutes };
    if (!(await run(call('PUT /api/manage/token-trial', { body })))) return;
    toast('The trial is being recorded');
    void reload();
  }

  async function end() {
    if (!(await run(call('DELETE /api/manage/token-trial', {})))) return;
    toast('The trial has ended');
    void reload();
  }

  return (
    <>
      <Section
        title="Record a trial"
        lead="When the token comes from an app, or from somebody else’s browser: for a while every login with a token at an engagement is reported, also those that work. For login requests made from then on."
      >
        {problem && (
          <p class="notice" role="alert">
            {problem}
          </p>
        )}
        {running && trial ? (
          <div class="row apart" role="status">
            <span>
              <span class="badge accent">Recording</span> at <bdi class="code">{trial.engagement}</bdi> until{' '}
              <When at={trial.until} />
            </span>
            <button type="button" class="button" disabled={busy} onClick={() => void end()}>
              End it
            </button>
          </div>
        ) : (
          <form
            class="field-row"
            onSubmit={(event) => {
              event.preventDefault();
              void begin();
            }}
          >
            <SelectField label="Engagement" value={chosen} options={options} change={setEngagement} />
            <NumberField label="Minutes" value={minutes} change={setMinutes} min={1} max={60} required />
            <button type="submit" class="button main" disabled={busy || chosen === ''}>
              Record
            </button>
          </form>
        )}
        <p class="hint">
          A report holds the checks, and no token, subject, name or attribute. The newest 20 are kept for a
          day.
        </p>
      </Section>
      {value.reports.length === 0 ? (
        trial && (
          <Empty title="Nothing came yet">
            <p>
              Let an agent ask for a login at that engagement, and log in. The report appears here by itself.
            </p>
          </Empty>
        )
      ) : (
        <section class="stack" aria-label="Reports">
          {value.reports.map((report) => (
            <details key={report.at} class="card report">
              <summary>
                <When at={report.at} />{' '}
                <span class={report.accepted ? 'badge good' : 'badge bad'}>{verdict(report)}</span>
              </summary>
              <Checks checks={report.checks} />
            </details>
          ))}
        </section>
      )}
    </>
  );
}
