import { useState } from 'preact/hooks';
import { type Answer, call } from '../../api.ts';
import { Section } from '../../section.tsx';
import { useAction } from '../../use-action.ts';
import { When } from '../../when.tsx';

type Webhook = Answer<'GET /api/manage/webhooks/{webhook}'>;

interface DeliveryProps {
  readonly webhook: Webhook;
  readonly reload: () => Promise<unknown>;
}

/** How often, and how long after each, it is looked whether the test was delivered. */
const looks = 12;
const everyMs = 1_000;

/** What came of the last try to deliver something, and a test. */
export function Delivery({ webhook, reload }: DeliveryProps) {
  const { run, busy, problem } = useAction();
  const [waiting, setWaiting] = useState(false);
  const params = { webhook: webhook.id };

  async function test() {
    const sent = await run(call('POST /api/manage/webhooks/{webhook}/test', { params }));
    if (!sent) return;
    setWaiting(true);
    for (let look = 0; look < looks; look++) {
      await new Promise((done) => setTimeout(done, everyMs));
      const read = await call('GET /api/manage/webhooks/{webhook}', { params });
      if (read.ok && read.value.body.lastDelivery?.event === sent.body.event) break;
    }
    await reload();
    setWaiting(false);
  }

  return (
    <Section
      title="Deliveries"
      lead="What is not taken is tried again, later each time, for a day."
      action={
        <button type="button" class="button" disabled={busy || waiting} onClick={() => void test()}>
          {waiting ? 'On its way …' : 'Send a test'}
        </button>
      }
    >
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      <div role="status">
        <Last delivery={webhook.lastDelivery} />
      </div>
    </Section>
  );
}

function Last({ delivery }: { readonly delivery: Webhook['lastDelivery'] }) {
  if (!delivery) return <p class="hint">Nothing was delivered yet. Send a test to see whether it arrives.</p>;
  const { ok, type, at, attempt, status, why } = delivery;
  return (
    <div class={ok ? 'notice good' : 'notice'}>
      <strong>{ok ? 'The last delivery was taken' : 'The last delivery was not taken'}</strong>
      <span class="block">
        <span class="code">{type}</span>, <When at={at} />
        {attempt > 1 && `, try ${attempt}`}
        {status !== undefined && `, the answer was ${status}`}
        {why !== undefined && `: ${why}`}
      </span>
    </div>
  );
}
