import { useState } from 'preact/hooks';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { call } from '../../api.ts';
import type { AreaProps } from '../../areas.ts';
import { ListView } from '../../list-view.tsx';
import { idOf } from '../../named.ts';
import { go, to } from '../../route.ts';
import { Empty, Head } from '../../states.tsx';
import { useAction } from '../../use-action.ts';
import { useList } from '../../use-list.ts';
import { ageInWords } from './age.ts';
import { OneRequestKind } from './one-kind.tsx';

/** What agents and bots may ask for on a consumer's behalf. */
export default function Requests({ rest }: AreaProps) {
  const [name] = rest;
  return name ? <OneRequestKind name={name} /> : <AllKinds />;
}

function AllKinds() {
  const list = useList('GET /api/manage/protected-requests', {});
  const [making, setMaking] = useState(false);
  const create = (
    <button type="button" class="button main" onClick={() => setMaking(true)}>
      New kind
    </button>
  );
  return (
    <>
      <Head title="Protected requests" action={create}>
        What an agent or bot may ask for on the consumer’s behalf, such as an account statement, and how well
        the consumer must be known for it. It goes on by itself once they have logged in, and is posted to{' '}
        <a href={to('webhooks')}>your systems</a>.
      </Head>
      <ListView
        list={list}
        label="Kinds of protected requests"
        columns={['Title', 'Name', 'Level', 'Login at most']}
        row={({ name, title, acr, maxAge }) => (
          <tr key={name}>
            <td>
              <a href={to('requests', name)}>
                <bdi>{title}</bdi>
              </a>
            </td>
            <td class="code">{name}</td>
            <td>{acr === undefined ? 'Any login' : <bdi class="code">{acr}</bdi>}</td>
            <td>{maxAge === undefined ? 'Any age' : `${ageInWords(maxAge)} old`}</td>
          </tr>
        )}
        empty={
          <Empty title="No kinds yet">
            <p>
              Define one for each thing that only a known person may have: a statement, a new address, a
              refund.
            </p>
          </Empty>
        }
      />
      {making && <NewKind close={() => setMaking(false)} />}
    </>
  );
}

function NewKind({ close }: { readonly close: () => void }) {
  const [title, setTitle] = useState('');
  const [ownName, setOwnName] = useState<string>();
  const { run, busy, problem, wrong } = useAction();
  const name = ownName ?? idOf(title);

  async function submit() {
    const input = { type: 'object', properties: {}, additionalProperties: false };
    const body = { name, title: title.trim(), input };
    if (!(await run(call('POST /api/manage/protected-requests', { body })))) return;
    toast('The kind was made. Now what it needs');
    go('requests', name);
  }

  return (
    <Dialog
      title="New kind of protected request"
      close={close}
      submit={submit}
      action="Create"
      busy={busy}
      problem={problem}
    >
      <TextField
        label="Title"
        value={title}
        change={setTitle}
        wrong={wrong.title}
        hint="As both sides read it in the conversation: “Account statement”."
        maxLength={80}
        required
      />
      <TextField
        label="Name"
        value={name}
        change={setOwnName}
        wrong={wrong.name}
        hint="As bots and your systems name it. It stays."
        code
        required
      />
    </Dialog>
  );
}
