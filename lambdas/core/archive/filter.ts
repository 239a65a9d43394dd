import type { ArchiveLine, SearchQuery } from '../../../contract/http/archive.ts';
import type { Item } from '../change.ts';
import { asHead } from '../conversation/head.ts';
import { inboxLineOf } from '../conversation/inbox.ts';

/** The line of a head: that of the inbox, and whose conversation it is. */
export function archiveLineOf(head: Item): ArchiveLine {
  const { identity } = asHead(head);
  return { ...inboxLineOf(head), ...(identity === undefined ? {} : { identity }) };
}

/** The time that a search is about; milliseconds, both included. */
export const spanOf = ({ from = '0', to = '999999999999999' }: SearchQuery) => ({
  from: Number(from),
  to: Number(to),
});

/** Whether a conversation is shown at all, and has what a search asks for, as far as its head says it. */
export function fits(item: Item, query: SearchQuery): boolean {
  const head = asHead(item);
  const { from, to } = spanOf(query);
  const { state, identity, engagement, steppedUp } = query;
  return (
    // Nobody sees a conversation that waits for its consumer's login.
    head.state !== 'held' &&
    head.createdAt >= from &&
    head.createdAt <= to &&
    (state === undefined || head.state === state) &&
    (identity === undefined || head.identity === identity) &&
    (engagement === undefined || head.engagement === engagement) &&
    (steppedUp === undefined || (head.identity !== undefined) === (steppedUp === 'true'))
  );
}
