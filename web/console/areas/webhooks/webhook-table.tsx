import { useState } from 'preact/hooks';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { type Answer, call } from '../../api.ts';
import { ListView } from '../../list-view.tsx';
import { go, to } from '../../route.ts';
import { Empty, Head } from '../../states.tsx';
import { useAction } from '../../use-action.ts';
import { useList } from '../../use-list.ts';
import { type EventName, Events } from './events.tsx';
import { SecretShown } from './secret-shown.tsx';

type Made = Answer<'POST /api/manage/webhooks'>;

/** Webhooks, and how to make one. */
export function WebhookTable() {
  const list = useList('GET /api/manage/webhooks', {});
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Made>();
  const action = (
    <button type="button" class="button main" onClick={() => setMaking(true)}>
      New webhook
    </button>
  );
  return (
    <>
      <Head title="Webhooks" action={action}>
        Your systems are told what happens: a signed POST to an address of yours, tried again until it is
        taken.
      </Head>
      <ListView
        list={list}
        label="Webhooks"
        columns={['Address', 'Events', 'State']}
        row={({ id, url, events, enabled }) => (
          <tr key={id}>
            <td>
              <a href={to('webhooks', id)}>
                <bdi>{url}</bdi>
              </a>
            </td>
            <td>{events.length === 0 ? 'All' : events.join(', ')}</td>
            <td>{enabled ? <span class="badge good">On</span> : <span class="badge">Off</span>}</td>
          </tr>
        )}
        empty={
          <Empty title="No webhooks yet">
            <p>
              A CRM that wants to know who was verified, a system that carries out protected requests: give
              each an address.
            </p>
          </Empty>
        }
      />
      {making && (
        <NewWebhook
          close={() => setMaking(false)}
          done={(webhook) => {
            setMaking(false);
            setMade(webhook);
          }}
        />
      )}
      {made && <SecretShown secret={made.secret} close={() => go('webhooks', made.id)} />}
    </>
  );
}

interface NewWebhookProps {
  readonly close: () => void;
  readonly done: (made: Made) => void;
}

function NewWebhook({ close, done }: NewWebhookProps) {
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<EventName[]>([]);
  const { run, busy, problem, wrong } = useAction();

  async function submit() {
    const made = await run(
      call('POST /api/manage/webhooks', { body: { url: url.trim(), events, enabled: true } }),
    );
    if (made) done(made.body);
  }

  return (
    <Dialog
      title="New webhook"
      close={close}
      submit={submit}
      action="Create"
      busy={busy}
      problem={problem}
      wide
    >
      <TextField
        label="Address"
        type="url"
        value={url}
        change={setUrl}
        wrong={wrong.url}
        placeholder="https://crm.example.com/doorstep"
        hint="https, reachable from the internet, without user name and fragment."
        maxLength={2048}
        required
      />
      <Events chosen={events} change={setEvents} wrong={wrong.events} />
    </Dialog>
  );
}
