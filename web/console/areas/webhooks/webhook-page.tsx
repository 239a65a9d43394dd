import { useState } from 'preact/hooks';
import { Choice, TextField } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { call } from '../../api.ts';
import { Confirm } from '../../confirm.tsx';
import { go, to } from '../../route.ts';
import { Section } from '../../section.tsx';
import { SettingsForm } from '../../settings-form.tsx';
import { Failed, Head, Loading } from '../../states.tsx';
import { useResource } from '../../use-resource.ts';
import { inWords } from '../../when.tsx';
import { Delivery } from './delivery.tsx';
import { Events } from './events.tsx';
import { Secrets } from './secrets.tsx';

/** Edit webhook: where to, what, how it went, and what it is signed with. */
export function WebhookPage({ id }: { readonly id: string }) {
  const params = { webhook: id };
  const webhook = useResource('GET /api/manage/webhooks/{webhook}', { params });
  const [asking, setAsking] = useState(false);
  const { value } = webhook;
  if (!value)
    return webhook.failure ? <Failed failure={webhook.failure} again={webhook.reload} /> : <Loading />;
  return (
    <>
      <Head
        back={[to('webhooks'), 'Webhooks']}
        title={URL.canParse(value.url) ? new URL(value.url).host : 'Webhook'}
        action={value.enabled ? <span class="badge good">On</span> : <span class="badge">Off</span>}
      >
        Made {inWords(value.createdAt)}
      </Head>
      <SettingsForm
        resource={webhook}
        save="PUT /api/manage/webhooks/{webhook}"
        params={params}
        pick={({ url, events, enabled }) => ({ url, events, enabled })}
      >
        {({ value: draft, set, wrong }) => (
          <Section title="Settings">
            <TextField
              label="Address"
              type="url"
              value={draft.url}
              change={(url) => set({ url })}
              wrong={wrong.url}
              hint="What is still being tried goes to the new address."
              maxLength={2048}
              required
            />
            <Choice
              look="switch"
              label="On"
              hint="Off, nothing is posted, and what happens meanwhile is not told later."
              checked={draft.enabled}
              change={(enabled) => set({ enabled })}
            />
            <Events chosen={draft.events} change={(events) => set({ events })} wrong={wrong.events} />
          </Section>
        )}
      </SettingsForm>
      <Delivery webhook={value} reload={webhook.reload} />
      <Secrets webhook={value} reload={webhook.reload} />
      <Section
        title="Delete"
        lead="To stop it for a while, turn it off instead."
        action={
          <button type="button" class="button danger" onClick={() => setAsking(true)}>
            Delete this webhook
          </button>
        }
      >
        {asking && (
          <Confirm
            title={`Delete the webhook to ${value.url}?`}
            action="Delete"
            close={() => setAsking(false)}
            act={() => call('DELETE /api/manage/webhooks/{webhook}', { params, version: webhook.version })}
            done={() => {
              toast('The webhook was deleted');
              go('webhooks');
            }}
          >
            <p>What was still to be delivered to it is given up, and its secrets are gone.</p>
          </Confirm>
        )}
      </Section>
    </>
  );
}
