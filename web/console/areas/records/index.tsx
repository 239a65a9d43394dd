import { useCallback, useEffect, useState } from 'preact/hooks';
import { TextField } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { call } from '../../api.ts';
import { Confirm } from '../../confirm.tsx';
import { to } from '../../route.ts';
import { Section } from '../../section.tsx';
import { Head } from '../../states.tsx';
import { useResource } from '../../use-resource.ts';
import { deleteAll } from './delete-all.ts';
import { FieldsPart } from './fields-part.tsx';
import { UploadPart } from './upload-part.tsx';

/** Counts the records, page by page. */
function useCount() {
  const [count, setCount] = useState<number>();
  const read = useCallback(async () => {
    let sum = 0;
    let cursor: string | undefined;
    do {
      const query: { cursor?: string } = cursor === undefined ? {} : { cursor };
      const outcome = await call('GET /api/manage/customer-records/count', { query });
      if (!outcome.ok) return;
      sum += outcome.value.body.count;
      cursor = outcome.value.body.cursor;
    } while (cursor !== undefined);
    setCount(sum);
  }, []);
  useEffect(() => void read(), [read]);
  return { count, read };
}

/** Customers whom private data finds. */
export default function Records() {
  const resource = useResource('GET /api/manage/customer-records/settings', {});
  const { count, read } = useCount();
  const fields = resource.value?.fields ?? [];
  return (
    <>
      <Head title="Customer records">
        Customers without an account, whom you know by what they can tell: a customer number and a date of
        birth, say. A visitor who enters data that fit exactly one record is logged in as that customer, if
        private data is one of the <a href={to('authentication')}>ways to log in</a>.
      </Head>
      <p class="notice calm">
        What is stored of the data is one keyed digest for each customer. It is the weakest login: whoever
        knows the data passes.
      </p>
      <FieldsPart resource={resource} />
      {fields.length > 0 && (
        <>
          <UploadPart fields={fields} version={resource.version ?? ''} loaded={() => void read()} />
          <Stored count={count} changed={() => void read()} />
        </>
      )}
    </>
  );
}

function Stored({ count, changed }: { readonly count: number | undefined; readonly changed: () => void }) {
  const [subject, setSubject] = useState('');
  const [open, setOpen] = useState<'one' | 'all'>();
  const close = () => setOpen(undefined);
  const done = (said: string) => {
    close();
    setSubject('');
    toast(said);
    changed();
  };
  return (
    <Section
      title="Stored records"
      lead={
        <span role="status">
          {count === undefined
            ? 'Counting …'
            : count === 1
              ? 'There is one record.'
              : `There are ${count} records.`}
        </span>
      }
      action={
        count ? (
          <button type="button" class="button danger" onClick={() => setOpen('all')}>
            Delete all
          </button>
        ) : undefined
      }
    >
      <form
        class="field-row"
        onSubmit={(event) => {
          event.preventDefault();
          setOpen('one');
        }}
      >
        <TextField
          label="Delete one: its subject"
          value={subject}
          change={setSubject}
          placeholder="customer-7"
          code
          required
        />
        <button type="submit" class="button danger">
          Delete it
        </button>
      </form>
      {open === 'one' && (
        <Confirm
          title={`Delete the record of ${subject}?`}
          action="Delete the record"
          close={close}
          act={() =>
            call('POST /api/manage/customer-records/deletions', { body: { subject: subject.trim() } })
          }
          done={({ deleted }) =>
            done(deleted > 0 ? 'The record was deleted' : 'There was no record of that subject')
          }
        >
          <p>Private data finds this customer no more. Conversations stay as they are.</p>
        </Confirm>
      )}
      {open === 'all' && (
        <Confirm
          title="Delete all customer records?"
          action="Delete all"
          typed="all records"
          typedIs="these words"
          close={close}
          act={deleteAll}
          done={({ deleted }) => done(`${deleted} records were deleted`)}
        >
          <p>
            Private data finds nobody any more until records are loaded again. Conversations stay as they are.
          </p>
        </Confirm>
      )}
    </Section>
  );
}
