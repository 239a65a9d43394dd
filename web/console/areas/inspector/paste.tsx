import { useRef, useState } from 'preact/hooks';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { call } from '../../api.ts';
import { to } from '../../route.ts';
import { Section } from '../../section.tsx';
import { useAction } from '../../use-action.ts';
import { useWholeList } from '../../use-list.ts';
import { Checks, type Inspected, verdict } from './report.tsx';
import { Who } from './who.tsx';

const productNames = {
  liveperson: 'LivePerson',
  iadvize: 'iAdvize',
  zendesk: 'Zendesk',
  intercom: 'Intercom',
} as const;

/** A pasted token, and every check of it. */
export function Paste() {
  const issuers = useWholeList('GET /api/manage/issuers');
  const engagements = useWholeList('GET /api/manage/engagements');
  const [token, setToken] = useState('');
  const [nonce, setNonce] = useState('');
  const [issuer, setIssuer] = useState('');
  const [engagement, setEngagement] = useState('');
  const [report, setReport] = useState<Inspected>();
  const result = useRef<HTMLHeadingElement>(null);
  const { run, busy, problem } = useAction();

  async function inspect() {
    const body = {
      token: token.trim(),
      ...(nonce.trim() ? { nonce: nonce.trim() } : {}),
      ...(issuer ? { issuer } : {}),
      ...(engagement ? { engagement } : {}),
    };
    const answered = await run(call('POST /api/manage/token-inspector', { body }));
    setReport(answered?.body);
    if (answered) requestAnimationFrame(() => result.current?.focus());
  }

  return (
    <>
      <Section
        title="Paste a token"
        lead="Nothing of it is stored or logged, and it is not used up. Until its exp a token is a login: paste one of your own account, or one that has ended."
      >
        <form
          class="settings"
          onSubmit={(event) => {
            event.preventDefault();
            void inspect();
          }}
        >
          <TextField
            label="Token"
            value={token}
            change={setToken}
            lines={5}
            maxLength={16_384}
            placeholder="eyJ…"
            code
            required
          />
          <div class="columns">
            <SelectField
              label="Issuer"
              value={issuer}
              options={[
                ['', 'The one that it names'],
                ...(issuers.items ?? []).map(({ id, iss }): [string, string] => [id, iss]),
              ]}
              change={setIssuer}
              hint="If it names none that is registered."
            />
            <SelectField
              label="Engagement"
              value={engagement}
              options={[
                ['', 'Any'],
                ...(engagements.items ?? []).map(({ id, name }): [string, string] => [id, name]),
              ]}
              change={setEngagement}
              hint="Whether one can log in there so."
            />
            <TextField
              label="Nonce"
              value={nonce}
              change={setNonce}
              maxLength={256}
              hint="As the page was given it. Left empty, it only has to be there."
              code
            />
          </div>
          {problem && (
            <p class="notice" role="alert">
              {problem}
            </p>
          )}
          <div class="row">
            <button type="submit" class="button main" disabled={busy}>
              {busy ? 'Checking …' : 'Inspect'}
            </button>
          </div>
        </form>
      </Section>
      {report && (
        <>
          <h2 ref={result} tabIndex={-1} class={report.accepted ? 'verdict notice good' : 'verdict notice'}>
            {verdict(report)}
          </h2>
          {report.looksLike && !report.accepted && (
            <p class="notice calm">
              It looks like a token for {productNames[report.looksLike]}. Its claim names can stay: set them
              under{' '}
              <a href={report.issuer ? to('issuers', report.issuer, 'settings') : to('issuers')}>
                issuers and keys
              </a>
              .
            </p>
          )}
          <Who {...report} />
          <Checks checks={report.checks} />
        </>
      )}
    </>
  );
}
