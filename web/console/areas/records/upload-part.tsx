import { useState } from 'preact/hooks';
import { Field } from '../../../ui/field.tsx';
import { CodeBlock } from '../../code-block.tsx';
import { DownloadButton } from '../../download-button.tsx';
import { Section } from '../../section.tsx';
import { sentence } from '../../sentences.ts';
import { type Upload, useUpload } from './use-upload.ts';

const why: Readonly<Record<Upload['refused'][number]['why'], string>> = {
  malformed: 'is not of the documented form',
  subject_wrong: 'has no subject, or one that is not a text of 1 to 255 characters',
  field_missing: 'has nothing in this field',
  field_wrong: 'has something in this field that its form does not take',
  name_wrong: 'has a name that is not a text of 1 to 255 characters',
  attributes_wrong: 'has attributes that are not short texts, or more than 20',
  subject_twice: 'has a subject that came earlier in the file',
  ambiguous: 'has the same data as another subject: both match nobody until one is deleted',
};

interface UploadPartProps {
  readonly fields: readonly { readonly name: string }[];
  /** The version of the fields: other fields need another upload. */
  readonly version: string;
  readonly loaded: () => void;
}

/** Loading of records from a file. */
export function UploadPart({ fields, version, loaded }: UploadPartProps) {
  const { upload, wrong, begin, stop } = useUpload(version, loaded);
  const [file, setFile] = useState<{ readonly name: string; readonly text: string }>();
  const columns = ['subject', 'name', ...fields.map(({ name }) => name), 'attributes.tier'];
  const running = upload?.state === 'running';

  return (
    <Section
      title="Load records"
      lead="From a CSV or JSON file. A later row of a subject takes the place of an earlier one; rows that are refused are listed, and the others are loaded."
    >
      <Field
        label="File"
        hint="After a failure choose the same file again: what was loaded is not loaded twice."
        wrong={wrong}
      >
        {(tied) => (
          <input
            {...tied}
            type="file"
            accept=".csv,.json,.jsonl,.ndjson,text/csv,application/json"
            disabled={running}
            onChange={async ({ currentTarget }) => {
              const chosen = currentTarget.files?.[0];
              setFile(chosen && { name: chosen.name, text: await chosen.text() });
            }}
          />
        )}
      </Field>
      <div class="row">
        <button
          type="button"
          class="button main"
          disabled={!file || running}
          onClick={() => file && void begin(file.text)}
        >
          {upload?.state === 'stopped' ? 'Go on' : 'Load'}
        </button>
        {running && (
          <button type="button" class="button" onClick={stop}>
            Stop
          </button>
        )}
      </div>
      {upload && <Report upload={upload} />}
      <details>
        <summary>What the file looks like</summary>
        <CodeBlock label="CSV: a line of column names" text={columns.join(',')} />
        <p class="hint">
          Needed: subject, which is your own id of the customer, and the fields. If you like: name, and
          attributes for agents, each as attributes. with its name. JSON: a list of objects with subject,
          data, name and attributes.
        </p>
      </details>
    </Section>
  );
}

const shownRows = 50;

function Report({ upload }: { readonly upload: Upload }) {
  const { rows, sent, loaded, refused, state, failure } = upload;
  const lines = refused.map(({ row, why: reason, field }) => ({ row, field, words: why[reason] }));
  return (
    <>
      <div class="stack">
        <progress max={rows} value={sent} aria-label="Rows sent" />
        <p role="status">
          {state === 'done' ? 'Done: ' : state === 'stopped' ? 'Stopped: ' : 'Loading: '}
          {sent} of {rows} rows sent, {loaded} loaded, {refused.length} refused.
        </p>
      </div>
      {failure && (
        <p class="notice" role="alert">
          {sentence(failure)} What was loaded stays; go on when you like.
        </p>
      )}
      {refused.length > 0 && (
        <>
          <div class="row apart">
            <h3>Refused rows</h3>
            <DownloadButton
              name="refused-rows.csv"
              label="Download all of them"
              text={[
                'row,field,why',
                ...lines.map(({ row, field = '', words }) => `${row},${field},"${words}"`),
              ].join('\n')}
            />
          </div>
          <div class="table-box">
            <table class="table" aria-label="Refused rows">
              <thead>
                <tr>
                  <th scope="col">Row</th>
                  <th scope="col">Field</th>
                  <th scope="col">Why</th>
                </tr>
              </thead>
              <tbody>
                {lines.slice(0, shownRows).map(({ row, field, words }) => (
                  <tr key={`${row} ${field}`}>
                    <td>{row}</td>
                    <td>
                      <bdi class="code">{field ?? ''}</bdi>
                    </td>
                    <td>It {words}.</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {lines.length > shownRows && (
            <p class="hint">And {lines.length - shownRows} more: download them.</p>
          )}
        </>
      )}
    </>
  );
}
