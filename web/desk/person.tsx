import { useEffect } from 'preact/hooks';
import { type AgentClient, type Conversation, type Item, isAuthenticated, isOpen } from '../client/index.ts';
import { Lock, OpenLock } from '../ui/icons.tsx';
import { methodWords, timeLeft } from '../ui/login-words.ts';
import { useNow } from '../ui/now.ts';
import { when } from '../ui/sentences.ts';
import { claimedOf, type StepUpEntry, stepUpOf } from './step-up.ts';

interface PersonProps {
  readonly client: AgentClient;
  readonly head: Conversation;
  readonly items: readonly Item[];
  readonly select: (id: string) => void;
}

/** Who the consumer is: anonymous, or verified by name, how and for how long; what the brand signed, and what the page said. */
export function Person({ client, head, items, select }: PersonProps) {
  const now = useNow(head.assurance.level === 'authenticated');
  const verified = isAuthenticated(head.assurance, now);
  const stepUp = stepUpOf(items);
  const epoch = stepUp?.what.epoch;
  useEffect(() => {
    if (!verified || epoch === undefined) return;
    void client.people.loadEarlier(head.id);
    if (document.visibilityState === 'visible') void client.people.note(head.id, epoch);
  }, [client, head.id, verified, epoch]);
  const earlier = verified ? client.people.earlier(head.id) : [];
  return (
    <div class="person">
      <span class={verified ? 'avatar verified' : 'avatar'} aria-hidden="true">
        {initial(head.name)}
      </span>
      <div>
        <h2>
          {head.name ?? 'Anonymous visitor'}
          <span class={verified ? 'lock verified' : 'lock'}>
            {verified ? <Lock /> : <OpenLock />}
            {verified ? 'Verified' : 'Not verified'}
          </span>
        </h2>
        <p class="hint">{assuranceWords(head, verified ? stepUp : undefined, now)}</p>
        <Facts label="Signed by the brand" facts={verified ? stepUp?.what.person.attributes : undefined} />
        <Facts label="Said by the page, not verified" facts={claimedOf(items)} />
        {earlier.length > 0 && (
          <p class="earlier-list">
            Earlier:
            {earlier.map(({ id, at }) => (
              <button key={id} type="button" class="link" onClick={() => select(id)}>
                {when(at)}
              </button>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}

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
      <span class="source">{label}</span>
      <dl>
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const initial = (name: string | undefined): string =>
  name === undefined ? '?' : ([...name][0] ?? '?').toUpperCase();

function assuranceWords(
  { assurance, challenge, engagement }: Conversation,
  stepUp: StepUpEntry | undefined,
  now: number,
): string {
  if (assurance.level === 'authenticated' && isAuthenticated(assurance, now)) {
    return [
      engagement,
      stepUp ? `logged in with ${methodWords(stepUp.what.method)}` : 'logged in',
      ...(assurance.acr === undefined ? [] : [`level ${assurance.acr}`]),
      `${timeLeft(assurance.until, now)} left`,
    ].join(' · ');
  }
  if (isOpen(challenge)) {
    return challenge.state === 'started'
      ? `${engagement} · logging in now …`
      : `${engagement} · asked to log in at ${when(challenge.at)}`;
  }
  return `${engagement} · not logged in`;
}
