import { useEffect, useState } from 'preact/hooks';
import {
  type AgentClient,
  type AgentConversation,
  type Conversation,
  isAuthenticated,
} from '../../client/index.ts';
import { Check, Cross } from '../../ui/icons.tsx';
import { failureSentence } from '../sentences.ts';
import { claimedOf, stepUpOf } from '../step-up.ts';
import { useAction } from '../talk/use-action.ts';
import { when } from '../times.ts';
import { useNow } from '../use-now.ts';
import { Earlier } from './earlier.tsx';
import { Login } from './login.tsx';
import { RequestList } from './requests.tsx';

interface PersonProps {
  readonly client: AgentClient;
  readonly open: AgentConversation;
  readonly me: string;
  readonly close: () => void;
}

/** Who the consumer is: how and for how long that is known, what the brand signed, what the page said, what was before. */
export function PersonPanel({ client, open, me, close }: PersonProps) {
  const head = open.conversation;
  const now = useNow(head?.assurance.level === 'authenticated', 1000);
  const { run, busy, failure } = useAction();
  const [reading, setReading] = useState<string>();
  const verified = head !== undefined && isAuthenticated(head.assurance, now);
  const stepUp = stepUpOf(open);
  const epoch = stepUp?.what.epoch;

  useEffect(() => open.requests.watch(), [open]);
  useEffect(() => {
    if (!verified || epoch === undefined) return;
    void client.people.loadEarlier(open.id);
    if (document.visibilityState === 'visible') void client.people.note(open.id, epoch);
  }, [client, open, verified, epoch]);

  if (!head) return <aside class="person" aria-label="Person" />;
  const mine = head.state === 'open' && head.agent?.id === me;
  const claimed = claimedOf(open);
  return (
    <aside class="person" aria-label="Person">
      <button
        type="button"
        class="button plain icon-only close-panel"
        aria-label="Hide the person"
        onClick={close}
      >
        <Cross />
      </button>
      <Login head={head} stepUp={stepUp} now={now} />
      {verified && epoch !== undefined && client.people.hasNoted(open.id, epoch) && (
        <p class="noted hint">
          <Check /> You have taken note of this login
        </p>
      )}
      {failure && (
        <p class="notice" role="alert">
          {failureSentence(failure)}
        </p>
      )}
      {mine && verified && (
        <button type="button" class="button small" disabled={busy} onClick={() => run(() => open.stepDown())}>
          End the verified period
        </button>
      )}
      <Facts label="Signed by the brand" facts={verified ? stepUp?.what.person.attributes : undefined} />
      <Facts label="Said by the page, not verified" facts={claimed} />
      <RequestList requests={open.requests.all} />
      <Facts label="This conversation" facts={placeOf(head)} />
      <Earlier
        client={client}
        me={me}
        known={verified ? client.people.earlier(open.id) : []}
        verified={verified}
        reading={reading}
        read={setReading}
      />
    </aside>
  );
}

/** Where and when it began. */
const placeOf = ({ engagement, skill, channel, createdAt }: Conversation): Record<string, string> => ({
  Began: when(createdAt),
  'Entry point': engagement,
  ...(channel === 'live_chat' ? { Channel: 'live chat: it cannot be continued with a login' } : {}),
  ...(skill === undefined ? {} : { Skill: skill }),
});

/** What is said of the person, and by whom. */
function Facts({
  label,
  facts = {},
}: {
  label: string;
  facts?: Readonly<Record<string, string>> | undefined;
}) {
  const entries = Object.entries(facts);
  if (entries.length === 0) return null;
  return (
    <section class="facts" aria-label={label}>
      <h3>{label}</h3>
      <dl class="facts-list">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
