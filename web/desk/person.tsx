import { type Conversation, type Entry, type Item, isAuthenticated, isOpen } from '../client/index.ts';
import { Lock, OpenLock } from '../ui/icons.tsx';
import { when } from '../ui/sentences.ts';

interface PersonProps {
  readonly head: Conversation;
  readonly items: readonly Item[];
}

/** Who the consumer is: anonymous, or verified by name, until when, and with what the brand signed about them. */
export function Person({ head, items }: PersonProps) {
  const verified = isAuthenticated(head.assurance, Date.now());
  const stepUp = items.findLast(isStepUp);
  const attributes = verified && stepUp ? Object.entries(stepUp.what.person.attributes ?? {}) : [];
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
        <p class="hint">{assuranceWords(head, verified)}</p>
        {attributes.length > 0 && (
          <dl>
            {attributes.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </div>
  );
}

type StepUp = Entry & { readonly what: Extract<Entry['what'], { event: 'stepped_up' }> };

const isStepUp = (item: Item): item is StepUp => item.kind === 'entry' && item.what.event === 'stepped_up';

const initial = (name: string | undefined): string =>
  name === undefined ? '?' : ([...name][0] ?? '?').toUpperCase();

function assuranceWords({ assurance, challenge, engagement }: Conversation, verified: boolean): string {
  if (verified && assurance.level === 'authenticated') {
    const level = assurance.acr === undefined ? '' : ` · ${assurance.acr}`;
    return `${engagement} · logged in until ${when(assurance.until)}${level}`;
  }
  if (isOpen(challenge)) {
    return challenge.state === 'started'
      ? `${engagement} · logging in now …`
      : `${engagement} · asked to log in at ${when(challenge.at)}`;
  }
  return `${engagement} · not logged in`;
}
