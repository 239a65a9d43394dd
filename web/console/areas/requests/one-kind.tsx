import { useState } from 'preact/hooks';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { type Answer, call } from '../../api.ts';
import { Confirm } from '../../confirm.tsx';
import { NumberField } from '../../number-field.tsx';
import { go, to } from '../../route.ts';
import { Section } from '../../section.tsx';
import { SettingsForm } from '../../settings-form.tsx';
import { Head } from '../../states.tsx';
import { useResource } from '../../use-resource.ts';
import { ageInWords } from './age.ts';
import { SchemaField } from './schema-field.tsx';

type Settings = Omit<Answer<'GET /api/manage/protected-requests/{request}'>, 'name'>;

/** One kind of protected request. */
export function OneRequestKind({ name }: { readonly name: string }) {
  const params = { request: name };
  const resource = useResource('GET /api/manage/protected-requests/{request}', { params });
  const { value: brand } = useResource('GET /api/manage/authentication', {});
  const [deleting, setDeleting] = useState(false);
  const scale = brand?.acrScale ?? [];
  return (
    <>
      <Head
        title={resource.value?.title ?? name}
        back={[to('requests'), 'Protected requests']}
        action={
          resource.value && (
            <button type="button" class="button danger" onClick={() => setDeleting(true)}>
              Delete
            </button>
          )
        }
      >
        <span class="code">{name}</span> · Changes count for requests from now on.
      </Head>
      <SettingsForm
        resource={resource}
        save="PUT /api/manage/protected-requests/{request}"
        params={params}
        pick={({ name: _, ...settings }): Settings => settings}
      >
        {({ value, set, wrong }) => (
          <>
            <Section title="What it is">
              <TextField
                label="Title"
                value={value.title}
                change={(title) => set({ title })}
                wrong={wrong.title}
                hint="As both sides read it in the conversation."
                maxLength={80}
                required
              />
            </Section>
            <Section
              title="How well the consumer must be known"
              lead="Checked at the moment of the release. Who is not known so well is asked to log in first."
            >
              <div class="columns">
                <SelectField
                  label="Level"
                  value={value.acr ?? ''}
                  options={[
                    ['', 'Any login'],
                    ...[...new Set([...scale, ...(value.acr ? [value.acr] : [])])].map(
                      (one): [string, string] => [one, `${one}, or stronger`],
                    ),
                  ]}
                  change={(acr) => set({ acr: acr || undefined })}
                  hint={
                    <>
                      By your <a href={to('authentication')}>levels</a>.
                    </>
                  }
                />
                <NumberField
                  label="The login is at most so old (seconds)"
                  value={value.maxAge}
                  change={(maxAge) => set({ maxAge })}
                  min={0}
                  max={31_536_000}
                  placeholder="Any age"
                  wrong={wrong.maxAge}
                  hint={
                    value.maxAge === undefined
                      ? 'Left empty, any age will do.'
                      : `That is ${ageInWords(value.maxAge)}.`
                  }
                />
              </div>
              {wrong.acr && <p class="notice">Level: {wrong.acr}</p>}
            </Section>
            <Section title="What must be given">
              <SchemaField value={value.input} change={(input) => set({ input })} wrong={wrong.input} />
            </Section>
          </>
        )}
      </SettingsForm>
      {deleting && (
        <Confirm
          title={`Delete ${resource.value?.title ?? name}?`}
          action="Delete the kind"
          close={() => setDeleting(false)}
          act={() =>
            call('DELETE /api/manage/protected-requests/{request}', { params, version: resource.version })
          }
          done={() => {
            toast('The kind was deleted');
            go('requests');
          }}
        >
          <p>Nobody can ask for it any more. Requests that were made go on.</p>
        </Confirm>
      )}
    </>
  );
}
