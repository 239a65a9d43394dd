import type { AgentClient, InboxFilter, InboxLine } from '../../client/index.ts';

/** What the inbox shows. */
export interface Shown {
  readonly view: View;
  readonly steppedUp: boolean;
  readonly skill: string | undefined;
}
export type View = 'waiting' | 'mine' | 'open' | 'closed';

export const views = [
  { view: 'waiting', label: 'Waiting' },
  { view: 'mine', label: 'Mine' },
  { view: 'open', label: 'Open' },
  { view: 'closed', label: 'Closed' },
] as const;

/** Which list of the server a view is cut from. */
export const filterOf = ({ view, steppedUp, skill }: Shown): InboxFilter => ({
  state: view === 'mine' ? 'open' : view,
  steppedUp,
  skill,
});

/** The lines of a view, as far as they are loaded: those that wait longest are found by their time, the newest change is first. */
export const linesOf = (
  client: AgentClient,
  me: string,
  { view, steppedUp, skill }: Shown,
): readonly InboxLine[] => {
  const lines = client.inbox.lines(view === 'mine' ? 'open' : view);
  if (view !== 'mine' && !steppedUp && skill === undefined) return lines;
  return lines.filter(
    (line) =>
      (view !== 'mine' || line.agent?.id === me) &&
      (!steppedUp || line.steppedUp) &&
      (skill === undefined || line.skill === skill),
  );
};

/** How many there are in a view, as far as is known. */
export function countOf(client: AgentClient, me: string, view: View): string {
  const shown = { view, steppedUp: false, skill: undefined };
  const count = linesOf(client, me, shown).length;
  const { openLimit } = client.desk.settings ?? {};
  if (view === 'mine') return openLimit === undefined ? String(count) : `${count} of ${openLimit}`;
  return client.inbox.hasMore(filterOf(shown)) ? `${count}+` : String(count);
}

/** What the list says when it is empty. */
export const nothing = {
  waiting: {
    title: 'Nobody is waiting',
    words: 'New conversations appear here by themselves.',
  },
  mine: {
    title: 'You have no open conversation',
    words: 'Accept one of those that wait, and it stays here until it is closed or handed on.',
  },
  open: { title: 'No conversation is open', words: 'Those that colleagues have appear here too.' },
  closed: { title: 'No closed conversations yet', words: 'What is closed stays here to be read.' },
} as const;
