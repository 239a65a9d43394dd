import { type Conversation, isAuthenticated, isOpen } from '../../client/index.ts';
import { Lock, OpenLock } from '../../ui/icons.tsx';
import { Avatar } from '../avatar.tsx';
import { Back, Person } from '../icons.tsx';
import { methodWords, nameOrVisitor } from '../sentences.ts';
import type { StepUpEntry } from '../step-up.ts';
import { timeLeft, when } from '../times.ts';

interface HeaderProps {
  readonly head: Conversation;
  readonly stepUp: StepUpEntry | undefined;
  readonly now: number;
  readonly back: () => void;
  readonly panel: { readonly open: boolean; toggle(): void };
}

/** Whom one talks to, and what is known of them: in a word, a lock, and how long it holds. */
export function Header({ head, stepUp, now, back, panel }: HeaderProps) {
  const verified = isAuthenticated(head.assurance, now);
  return (
    <header class="talk-head">
      <button type="button" class="button plain icon-only back" aria-label="Back to the inbox" onClick={back}>
        <Back />
      </button>
      <Avatar name={head.name} verified={verified} />
      <div class="who-head">
        <h2>
          <bdi>{nameOrVisitor(head.name)}</bdi>
          <span class={verified ? 'lock verified' : 'lock'}>
            {verified ? <Lock /> : <OpenLock />}
            {verified ? 'Verified' : 'Not verified'}
          </span>
        </h2>
        <p class="hint">{stateWords(head, stepUp, now)}</p>
      </div>
      <button
        type="button"
        class="button plain icon-only"
        aria-label={panel.open ? 'Hide the person' : 'Show the person'}
        aria-expanded={panel.open}
        onClick={panel.toggle}
      >
        <Person />
      </button>
    </header>
  );
}

function stateWords(
  { assurance, challenge, engagement, skill }: Conversation,
  stepUp: StepUpEntry | undefined,
  now: number,
): string {
  const where = skill === undefined ? engagement : `${engagement} · ${skill}`;
  if (assurance.level === 'authenticated' && isAuthenticated(assurance, now)) {
    return [
      where,
      stepUp ? `logged in with ${methodWords(stepUp.what.method)}` : 'logged in',
      ...(assurance.acr === undefined ? [] : [`level ${assurance.acr}`]),
      `${timeLeft(assurance.until, now)} left`,
    ].join(' · ');
  }
  if (isOpen(challenge)) {
    return challenge.state === 'started'
      ? `${where} · logging in now …`
      : `${where} · asked to log in at ${when(challenge.at)}`;
  }
  return `${where} · not logged in`;
}
