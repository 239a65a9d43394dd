import type { AgentClient, InboxLine } from '../../client/index.ts';
import { Avatar } from '../avatar.tsx';
import { nameOrVisitor } from '../sentences.ts';
import { timeSince, when } from '../times.ts';
import { newsOf } from './news.ts';

interface LineProps {
  readonly client: AgentClient;
  readonly me: string;
  readonly line: InboxLine;
  readonly now: number;
  readonly isOpen: boolean;
  readonly isReachable: boolean;
  readonly focus: () => void;
  readonly select: () => void;
}

/** Waiting for so long, somebody is about to give up. */
const longMs = 5 * 60_000;

/** One conversation in the inbox. */
export function Line({ client, me, line, now, isOpen, isReachable, focus, select }: LineProps) {
  const { unread, preview } = newsOf(client, me, line);
  const waits = line.state === 'waiting';
  const isNew = waits && !isOpen && !client.inbox.hasSeen(line.id);
  const long = waits && now - line.changedAt > longMs;
  return (
    <button
      type="button"
      class={unread > 0 || isNew ? 'line unread' : 'line'}
      aria-current={isOpen ? 'true' : undefined}
      tabIndex={isReachable ? 0 : -1}
      onFocus={focus}
      onClick={select}
    >
      <Avatar name={line.name} verified={line.steppedUp} />
      <span class="who">
        <bdi>{nameOrVisitor(line.name)}</bdi>
      </span>
      <time class={long ? 'since long' : 'since'} dateTime={new Date(line.changedAt).toISOString()}>
        {waits ? waitWords(line.changedAt, now) : when(line.changedAt)}
      </time>
      <span class="where">
        <bdi class="preview">{preview ?? placeOf(line, me)}</bdi>
        {line.steppedUp && !client.people.hasNoted(line.id) && <span class="badge good">new login</span>}
        {line.steppedUp && <span class="visually-hidden">stepped up</span>}
        {isNew && <span class="dot">new</span>}
        {unread > 0 && (
          <span class="unread-count">
            {unread > 99 ? '99+' : unread}
            <span class="visually-hidden"> unread</span>
          </span>
        )}
      </span>
    </button>
  );
}

const waitWords = (since: number, now: number): string =>
  now - since < 60_000 ? 'just now' : `waits ${timeSince(since, now)}`;

/** Where it comes from, what it asks for, and who has it. */
function placeOf({ engagement, skill, agent, state }: InboxLine, me: string): string {
  const holder =
    state === 'open' && agent && agent.id !== me ? `${agent.name ?? 'A colleague'} has it` : undefined;
  return [engagement, skill, holder].filter((one) => one !== undefined).join(' · ');
}
